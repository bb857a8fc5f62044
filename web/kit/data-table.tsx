import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import { Skeleton } from './skeleton.tsx';
import './data-table.css';

export interface Column<R> {
  readonly id: string;
  readonly title: ReactNode;
  readonly render: (row: R) => ReactNode;
  readonly align?: 'right';
  /** CSS width, e.g. `120px`; columns without one share the rest. */
  readonly width?: string;
  /** The name this column is sorted by on the server; absent: not sortable. */
  readonly sort?: string;
  /** Leaves on narrow screens. */
  readonly minor?: boolean;
}

export interface DataTableProps<R> {
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => string | number;
  readonly label: string;
  readonly onRow?: (row: R) => void;
  readonly selected?: string | number | undefined;
  /** Shown instead of rows when there are none. */
  readonly empty?: ReactNode;
  readonly loading?: boolean;
  /** There are more rows behind the last one. */
  readonly more?: boolean;
  readonly onMore?: () => void;
  /** `name` ascending, `-name` descending. */
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string) => void;
  /** Fills its container and scrolls inside, drawing only the rows in view. Rows then have one height. */
  readonly fill?: boolean;
  readonly rowHeight?: number;
  readonly rowClass?: (row: R) => string | undefined;
}

/** Rows of native elements, read on by key. Arrow keys move, Enter opens. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { columns, rows, label, empty, loading = false, more = false, onMore, fill = false, rowHeight = 44 } = props;
  const box = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLTableRowElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: fill,
  });
  const items = fill ? virtual.getVirtualItems() : undefined;
  const first = items?.[0]?.index ?? 0;
  const last = items ? (items.at(-1)?.index ?? -1) : rows.length - 1;
  const above = fill ? first * rowHeight : 0;
  const below = fill ? Math.max(0, rows.length - 1 - last) * rowHeight : 0;

  // The hidden last row asks for the next page as soon as it comes near the view.
  useEffect(() => {
    const target = end.current;
    if (!target || !more || loading || !onMore) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onMore(), {
      root: fill ? box.current : null,
      rootMargin: '600px',
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [more, loading, onMore, fill]);

  if (rows.length === 0 && !loading && empty) return <>{empty}</>;

  return (
    <div className={`table-box${fill ? ' table-fill' : ''}`} ref={box}>
      <table
        className="table"
        aria-label={label}
        aria-busy={loading}
        {...(fill ? { 'aria-rowcount': more ? -1 : rows.length + 1 } : {})}
      >
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={moveByArrows}>
          {above > 0 ? <tr aria-hidden className="table-gap" style={{ height: above }} /> : null}
          {rows.slice(first, last + 1).map((row, offset) => (
            <Row key={props.rowKey(row)} row={row} index={first + offset} table={props} />
          ))}
          {below > 0 ? <tr aria-hidden className="table-gap" style={{ height: below }} /> : null}
          {loading && rows.length === 0
            ? Array.from({ length: 8 }, (_, line) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
                <tr key={line} className="table-row" style={{ height: rowHeight }}>
                  {columns.map((column) => (
                    <td key={column.id} className={cellClass(column)}>
                      <Skeleton lines={1} width="70%" />
                    </td>
                  ))}
                </tr>
              ))
            : null}
          {more ? (
            <tr ref={end} aria-hidden className="table-end">
              <td className="table-nothing" colSpan={columns.length} style={{ height: rowHeight }}>
                {loading ? <Skeleton lines={1} width="30%" /> : null}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

const cellClass = (column: { align?: 'right'; minor?: boolean }) =>
  `${column.align === 'right' ? 'right num' : ''}${column.minor ? ' minor' : ''}`;

function HeadCell<R>({
  column,
  sort,
  onSort,
}: {
  column: Column<R>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}) {
  const intl = useIntl();
  const style = column.width ? { width: column.width } : undefined;
  if (!column.sort || !onSort) {
    return (
      <th scope="col" className={cellClass(column)} style={style}>
        {column.title}
      </th>
    );
  }
  const up = sort === column.sort;
  const down = sort === `-${column.sort}`;
  return (
    <th
      scope="col"
      className={cellClass(column)}
      style={style}
      aria-sort={up ? 'ascending' : down ? 'descending' : 'none'}
    >
      <button
        type="button"
        className={`table-sort${up || down ? ' table-sorted' : ''}`}
        onClick={() => onSort(up ? `-${column.sort}` : column.sort!)}
        title={intl.formatMessage({ id: up ? 'kit.sort.descending' : 'kit.sort.ascending' })}
      >
        {column.title}
        {up ? <IconArrowUp size={13} aria-hidden /> : down ? <IconArrowDown size={13} aria-hidden /> : null}
      </button>
    </th>
  );
}

function Row<R>({ row, index, table }: { row: R; index: number; table: DataTableProps<R> }) {
  const { columns, onRow, selected, rowKey, rowClass, rowHeight = 44, fill = false } = table;
  const isSelected = selected !== undefined && rowKey(row) === selected;
  const open = onRow
    ? {
        tabIndex: isSelected || (selected === undefined && index === 0) ? 0 : -1,
        onClick: (event: { target: EventTarget }) => {
          if (!(event.target as HTMLElement).closest('a,button,input,label,select')) onRow(row);
        },
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key === 'Enter' && event.target === event.currentTarget) onRow(row);
        },
      }
    : {};
  return (
    <tr
      className={`table-row${onRow ? ' table-open' : ''}${isSelected ? ' table-selected' : ''} ${rowClass?.(row) ?? ''}`}
      style={{ height: rowHeight }}
      aria-current={isSelected || undefined}
      {...(fill ? { 'aria-rowindex': index + 2 } : {})}
      {...open}
    >
      {columns.map((column) => (
        <td key={column.id} className={cellClass(column)}>
          {column.render(row)}
        </td>
      ))}
    </tr>
  );
}

/** Up and down go to the neighbouring row, Home and End to the first and last one drawn. */
function moveByArrows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const row = (event.target as HTMLElement).closest('tr.table-open') as HTMLElement | null;
  if (!row || event.target !== row) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('tr.table-open')];
  const at = rows.indexOf(row);
  const wanted =
    event.key === 'ArrowDown'
      ? rows[at + 1]
      : event.key === 'ArrowUp'
        ? rows[at - 1]
        : event.key === 'Home'
          ? rows[0]
          : event.key === 'End'
            ? rows.at(-1)
            : undefined;
  if (!wanted) return;
  event.preventDefault();
  wanted.focus();
  wanted.scrollIntoView({ block: 'nearest' });
}
