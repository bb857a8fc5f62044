import { Fragment, type ReactNode } from 'react';
import { NotReported } from './not-reported.tsx';
import './details.css';

/** Label and value, line by line. An absent value is "Not reported", never blank. */
export function Details({ rows }: { rows: readonly (readonly [ReactNode, ReactNode] | null)[] }) {
  return (
    <dl className="details">
      {rows.map((row, index) =>
        row === null ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows' order never changes
          <Fragment key={index}>
            <dt>{row[0]}</dt>
            <dd>{row[1] === undefined || row[1] === null || row[1] === '' ? <NotReported /> : row[1]}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
