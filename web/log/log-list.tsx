import { IconArrowUp } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { Skeleton } from '../kit/skeleton.tsx';
import type { LogRow } from './merge.ts';
import './log.css';

export interface LogColumn<R> {
  readonly id: string;
  readonly title: ReactNode;
  readonly render: (row: R) => ReactNode;
  /** CSS width; columns without one share the rest. */
  readonly width?: string;
  readonly align?: 'right';
  /** Leaves on narrow screens. */
  readonly minor?: boolean;
}

export interface LogListProps<R> {
  readonly label: string;
  readonly columns: readonly LogColumn<R>[];
  readonly rows: readonly R[];
  readonly rowClass?: (row: R) => string | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (row: R) => void;
  readonly loading: boolean;
  readonly more: boolean;
  readonly onMore: () => void;
  /** Below the last row, e.g. how far a search got. */
  readonly end?: ReactNode;
}

const rowHeight = 30;
const overscan = 10;

/**
 * A log, newest on top. Only the rows in view are drawn. While the reader is anywhere but at the very top, or has a row
 * selected or the pointer in the list, new rows come in above without moving the one being read.
 */
export function LogList<R extends LogRow>(props: LogListProps<R>) {
  const { columns, rows, selected, onSelect, more, onMore, loading } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const { unseen, toTop } = useSteadyView(box, rows, selected !== undefined);

  useEffect(() => {
    const element = box.current!;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);

  const first = Math.max(0, Math.floor(view.top / rowHeight) - overscan);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + overscan);
  useEffect(() => {
    if (more && !loading && last >= rows.length - 20) onMore();
  }, [more, loading, last, rows.length, onMore]);

  // A row that an address names comes into view; one that was clicked is there already.
  const there = selected !== undefined && rows.some((row) => row.id === selected);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that come later do not scroll the list
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !there) return;
    const at = rows.findIndex((row) => row.id === selected) * rowHeight;
    if (at < element.scrollTop || at + 2 * rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = Math.max(0, at - element.clientHeight / 3);
  }, [selected, there]);

  const focusNext = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    const wanted = focusNext.current;
    if (wanted === undefined) return;
    const element = box.current?.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(wanted)}"]`);
    if (!element) return;
    focusNext.current = undefined;
    element.focus({ preventScroll: true });
  });

  const moveTo = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    const element = box.current;
    if (!row || !element) return;
    const at = rows.indexOf(row) * rowHeight;
    if (at < element.scrollTop) element.scrollTop = at;
    else if (at + 2 * rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = at + 2 * rowHeight - element.clientHeight;
    focusNext.current = row.id;
    onSelect(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const id = (event.target as HTMLElement).closest('tr')?.dataset.row;
    const index = rows.findIndex((row) => row.id === id);
    if (index < 0) return;
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 2);
    const to =
      event.key === 'ArrowDown'
        ? index + 1
        : event.key === 'ArrowUp'
          ? index - 1
          : event.key === 'PageDown'
            ? index + page
            : event.key === 'PageUp'
              ? index - page
              : event.key === 'Home'
                ? 0
                : event.key === 'End'
                  ? rows.length - 1
                  : event.key === 'Enter' || event.key === ' '
                    ? index
                    : undefined;
    if (to === undefined || (event.target as HTMLElement).closest('a,button')) return;
    event.preventDefault();
    moveTo(to);
  };
  const reachable = rows.slice(first, last).some((row) => row.id === selected)
    ? selected
    : rows[Math.floor(view.top / rowHeight)]?.id;

  return (
    <div className="log-box">
      {unseen > 0 ? (
        <button type="button" className="log-newer" onClick={toTop}>
          <IconArrowUp size={14} stroke={2} aria-hidden />
          <FormattedMessage id="kit.log.newer" values={{ count: unseen }} />
        </button>
      ) : null}
      <div className="log-scroll" ref={box}>
        <table className="log" aria-label={props.label} aria-rowcount={more ? -1 : rows.length + 1} aria-busy={loading}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.id}
                  scope="col"
                  className={cell(column)}
                  style={column.width ? { width: column.width } : undefined}
                >
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={onKeyDown}>
            {first > 0 ? <tr aria-hidden style={{ height: first * rowHeight }} /> : null}
            {rows.slice(first, last).map((row, offset) => (
              <tr
                key={row.id}
                data-row={row.id}
                aria-rowindex={first + offset + 2}
                aria-current={row.id === selected || undefined}
                tabIndex={row.id === reachable ? 0 : -1}
                className={`log-row ${row.id === selected ? 'log-selected' : ''} ${props.rowClass?.(row) ?? ''}`}
                onClick={(event) => {
                  if (!(event.target as HTMLElement).closest('a,button')) onSelect(row);
                }}
              >
                {columns.map((column) => (
                  <td key={column.id} className={cell(column)}>
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            ))}
            {last < rows.length ? <tr aria-hidden style={{ height: (rows.length - last) * rowHeight }} /> : null}
          </tbody>
        </table>
        {loading ? (
          <div className="log-loading">
            <Skeleton lines={rows.length === 0 ? 14 : 2} />
          </div>
        ) : null}
        {loading ? null : props.end}
      </div>
    </div>
  );
}

const cell = (column: { align?: 'right'; minor?: boolean }) =>
  `${column.align === 'right' ? 'right num' : ''}${column.minor ? ' minor' : ''}`;

/** Keeps the rows in view where they are when others come in above them, and counts those. */
function useSteadyView<R extends LogRow>(
  box: { readonly current: HTMLDivElement | null },
  rows: readonly R[],
  held: boolean,
): { readonly unseen: number; readonly toTop: () => void } {
  const [unseen, setUnseen] = useState(0);
  const before = useRef<readonly R[]>([]);
  const pointed = useRef(false);

  useEffect(() => {
    const element = box.current!;
    const enter = () => {
      pointed.current = true;
    };
    const leave = () => {
      pointed.current = false;
    };
    const scrolled = () => {
      const above = Math.floor(element.scrollTop / rowHeight);
      setUnseen((count) => Math.min(count, above));
    };
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('scroll', scrolled);
    };
  }, [box]);

  useLayoutEffect(() => {
    const element = box.current;
    const old = before.current;
    before.current = rows;
    if (!element || old.length === 0 || rows.length === 0) return;
    const anchor = old[Math.min(old.length - 1, Math.floor(element.scrollTop / rowHeight))]!;
    const was = old.indexOf(anchor);
    if (rows[was]?.id === anchor.id) return;
    const is = rows.findIndex((row) => row.id === anchor.id);
    if (is < 0) {
      element.scrollTop = 0;
      setUnseen(0);
      return;
    }
    if (element.scrollTop < rowHeight && !held && !pointed.current) return;
    element.scrollTop += (is - was) * rowHeight;
    setUnseen((count) => count + Math.max(0, is - was));
  }, [rows, box, held]);

  return {
    unseen,
    toTop: () => {
      if (box.current) box.current.scrollTop = 0;
      setUnseen(0);
    },
  };
}
