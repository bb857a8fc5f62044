import { useMemo } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { Column } from '../../../web/kit/data-table.tsx';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Span, Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { ErrorRow } from './contract.ts';
import { SeverityIcon, useCodeTitle } from './words.tsx';

/** The columns of an error, the same for one station and for all; beside an open one only what tells it from others. */
export function useErrorColumns<R extends ErrorRow>(
  placeName: (row: R) => string,
  narrow: boolean,
): readonly Column<R>[] {
  const intl = useIntl();
  const titleOf = useCodeTitle();
  const all = useMemo<readonly Column<R>[]>(
    () => [
      {
        id: 'code',
        title: intl.formatMessage({ id: 'errors.code' }),
        render: (row) => (
          <span className="errors-code">
            <SeverityIcon severity={row.severity} closed={row.closedAt !== undefined} />
            <span className="errors-words">
              <span className="errors-title">{titleOf(row.code)}</span>
              <span className="mono dim">{visibleText(row.code)}</span>
            </span>
          </span>
        ),
      },
      {
        id: 'place',
        minor: true,
        title: intl.formatMessage({ id: 'errors.place' }),
        width: '130px',
        render: (row) => visibleText(placeName(row)),
      },
      {
        id: 'vendor',
        title: intl.formatMessage({ id: 'errors.vendorCode' }),
        width: '140px',
        minor: true,
        render: (row) =>
          row.vendorErrorCode === undefined && row.info === undefined ? (
            <NotReported />
          ) : (
            <span className="errors-words">
              <span className="mono clip" title={visibleText(row.vendorErrorCode ?? '')}>
                {visibleText(row.vendorErrorCode ?? '')}
              </span>
              {row.info ? (
                <span className="dim clip small" title={visibleText(row.info)}>
                  {visibleText(row.info)}
                </span>
              ) : null}
            </span>
          ),
      },
      {
        id: 'first',
        title: intl.formatMessage({ id: 'errors.firstSeen' }),
        width: '118px',
        minor: true,
        render: (row) => <Time at={row.firstSeen} />,
      },
      {
        id: 'last',
        title: intl.formatMessage({ id: 'errors.lastSeen' }),
        width: '118px',
        minor: true,
        render: (row) => <Time at={row.lastSeen} />,
      },
      {
        id: 'count',
        title: intl.formatMessage({ id: 'errors.count' }),
        width: '74px',
        align: 'right',
        minor: true,
        render: (row) => intl.formatNumber(row.count),
      },
      {
        id: 'duration',
        title: intl.formatMessage({ id: 'errors.duration' }),
        width: '100px',
        align: 'right',
        render: (row) => (row.closedAt === undefined ? <Span since={row.firstSeen} /> : <Span ms={row.durationMs} />),
      },
      {
        id: 'window',
        title: intl.formatMessage({ id: 'errors.window' }),
        width: '140px',
        minor: true,
        render: (row) =>
          row.maintenanceWindow ? (
            <Tag tone="res">
              <FormattedMessage id="errors.window.yes" />
            </Tag>
          ) : (
            <span className="dim">
              <FormattedMessage id="errors.window.no" />
            </span>
          ),
      },
      {
        id: 'state',
        title: intl.formatMessage({ id: 'errors.state' }),
        width: '124px',
        render: (row) => (
          <Tag tone={row.closedAt === undefined ? (row.severity === 'critical' ? 'bad' : 'warn') : 'mute'}>
            <FormattedMessage id={row.closedAt === undefined ? 'errors.state.open' : 'errors.state.closed'} />
          </Tag>
        ),
      },
    ],
    [intl, titleOf, placeName],
  );
  return useMemo(() => (narrow ? all.filter((column) => beside.includes(column.id)) : all), [all, narrow]);
}

const beside: readonly string[] = ['code', 'place', 'duration', 'state'];
