import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSegments, FilterSelect } from '../../../web/kit/filter-bar.tsx';
import { FilterMany } from '../../../web/kit/filter-many.tsx';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { formatBytes } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { RangePicker, useRange } from '../../../web/kit/range.tsx';
import { SplitPane } from '../../../web/kit/split-pane.tsx';
import { StatusText, Tag } from '../../../web/kit/status.tsx';
import { Span, Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { TabProps } from '../tabs.ts';
import { AvailabilityStrip } from './availability.tsx';
import type { ConnectionRow } from './contract.ts';
import { ConnectionDetail } from './detail.tsx';
import { useConnectionWords } from './words.tsx';
import './tab.css';

const kinds = ['all', 'connection', 'refused'] as const;
const kindNames = { all: 'all', connection: 'connections', refused: 'refused' } as const;

/** When this station was connected, how each connection ended, and who was refused. */
export function Tab({ stationId }: TabProps) {
  const intl = useIntl();
  const words = useConnectionWords();
  const [values, change] = useUrlState();
  const range = useRange('all');
  const kind = values.kind === 'connection' || values.kind === 'refused' ? values.kind : undefined;
  const side =
    values.side === 'station' || values.side === 'broker' || values.side === 'unknown' ? values.side : undefined;
  const query = {
    kind,
    code: values.code,
    side,
    cause: values.cause,
    from: range.fromIso,
    to: range.untilIso,
  } as const;
  const pages = usePages('/stations/:stationId/connections', { params: { stationId }, query });
  const columns = useColumns(values.connection !== undefined);
  const selected = pages.rows.find((row) => row.id === values.connection);
  const filtered = Object.values(query).some((value) => value !== undefined);

  return (
    <>
      <AvailabilityStrip stationId={stationId} />
      <Card flush className="connections-card">
        <FilterBar>
          <FilterSegments
            value={kind ?? 'all'}
            onChange={(next) => change({ kind: next === 'all' ? undefined : next })}
            label={intl.formatMessage({ id: 'connections.filter.kind' })}
            choices={kinds.map((value) => ({
              value,
              label: intl.formatMessage({ id: `connections.filter.${kindNames[value]}` }),
            }))}
          />
          <RangePicker fallback="all" />
          <FilterMany
            value={values.code}
            onChange={(code) => change({ code })}
            label={intl.formatMessage({ id: 'connections.filter.code' })}
            choices={words.codes.map((code) => ({ value: code, label: `${code} ${words.code(code)}` }))}
            width={150}
          />
          <FilterSelect
            value={side}
            onChange={(next) => change({ side: next })}
            label={intl.formatMessage({ id: 'connections.filter.side' })}
            choices={['station', 'broker', 'unknown'].map((value) => ({
              value,
              label: intl.formatMessage({ id: `connections.side.${value}` }),
            }))}
            width={140}
          />
          <FilterMany
            value={values.cause}
            onChange={(cause) => change({ cause })}
            label={intl.formatMessage({ id: 'connections.filter.cause' })}
            choices={words.causes.map((cause) => ({ value: cause, label: words.cause(cause) }))}
            width={150}
          />
        </FilterBar>
        <div className="connections-list">
          {pages.error ? (
            <ProblemState error={pages.error} onRetry={pages.refetch} />
          ) : (
            <SplitPane
              side={selected ? <ConnectionDetail row={selected} stationId={stationId} /> : undefined}
              sideTitle={selected ? <Ending row={selected} /> : undefined}
              onClose={() => change({ connection: undefined })}
            >
              <DataTable
                label={intl.formatMessage({ id: 'connections.table' })}
                columns={columns}
                rows={pages.rows}
                rowKey={(row) => row.id}
                selected={selected?.id}
                onRow={(row) => change({ connection: row.id })}
                loading={pages.loading}
                more={pages.more}
                onMore={pages.onMore}
                empty={
                  filtered ? (
                    <NoHits
                      onClear={() =>
                        change({
                          kind: undefined,
                          code: undefined,
                          side: undefined,
                          cause: undefined,
                          range: undefined,
                          from: undefined,
                          until: undefined,
                        })
                      }
                    />
                  ) : (
                    <EmptyState
                      icon={<IconPlugConnectedX size={20} stroke={1.6} />}
                      title={<FormattedMessage id="connections.empty.title" />}
                      text={<FormattedMessage id="connections.empty.text" />}
                    />
                  )
                }
              />
            </SplitPane>
          )}
        </div>
      </Card>
    </>
  );
}

/** How a row ended, in a code and its words. */
function Ending({ row }: { row: ConnectionRow }) {
  const intl = useIntl();
  const words = useConnectionWords();
  if (row.kind === 'refused')
    return (
      <Tag tone="bad">
        {words.cause(row.refused ?? '')}
        {row.attempts > 1 ? ` · ${intl.formatMessage({ id: 'connections.attempts' }, { count: row.attempts })}` : ''}
      </Tag>
    );
  if (row.closedAt === undefined)
    return <StatusText standing="available" label={<FormattedMessage id="connections.stillOpen" />} />;
  return (
    <span className="connections-end">
      <span className="mono connections-code">{row.code ?? '0000'}</span>
      <span>{words.code(row.code ?? '0000')}</span>
    </span>
  );
}

/** Beside an open row only when, how long and how it ended. */
function useColumns(narrow: boolean): readonly Column<ConnectionRow>[] {
  const intl = useIntl();
  const words = useConnectionWords();
  const all = useMemo<readonly Column<ConnectionRow>[]>(
    () => [
      {
        id: 'from',
        title: intl.formatMessage({ id: 'connections.from' }),
        width: '130px',
        render: (row) => <Time at={row.openedAt} exact />,
      },
      {
        id: 'until',
        title: intl.formatMessage({ id: 'connections.until' }),
        width: '130px',
        minor: true,
        render: (row) =>
          row.closedAt === undefined ? <span className="dim">–</span> : <Time at={row.closedAt} exact />,
      },
      {
        id: 'duration',
        title: intl.formatMessage({ id: 'connections.duration' }),
        width: '100px',
        align: 'right',
        render: (row) =>
          row.kind === 'refused' ? (
            <span className="dim">–</span>
          ) : row.closedAt === undefined ? (
            <Span since={row.openedAt} />
          ) : (
            <Span ms={row.durationMs} />
          ),
      },
      {
        id: 'end',
        title: intl.formatMessage({ id: 'connections.end' }),
        width: '210px',
        render: (row) => <Ending row={row} />,
      },
      {
        id: 'side',
        title: intl.formatMessage({ id: 'connections.side' }),
        width: '110px',
        minor: true,
        render: (row) =>
          row.side === undefined ? (
            <span className="dim">–</span>
          ) : (
            intl.formatMessage({ id: `connections.side.${row.side}` })
          ),
      },
      {
        id: 'reason',
        title: intl.formatMessage({ id: 'connections.reason' }),
        minor: true,
        render: (row) => (
          <span title={visibleText(words.reason(row.reason))}>{visibleText(words.reason(row.reason))}</span>
        ),
      },
      {
        id: 'address',
        title: intl.formatMessage({ id: 'connections.address' }),
        width: '130px',
        minor: true,
        render: (row) =>
          row.address === undefined ? <NotReported /> : <span className="mono">{visibleText(row.address)}</span>,
      },
      {
        id: 'messages',
        title: intl.formatMessage({ id: 'connections.messages' }),
        width: '120px',
        align: 'right',
        minor: true,
        render: (row) =>
          row.received === undefined || row.sent === undefined ? (
            <span className="dim">–</span>
          ) : (
            <span title={row.bytes === undefined ? undefined : formatBytes(row.bytes, intl.locale)}>
              {intl.formatNumber(row.received)} / {intl.formatNumber(row.sent)}
            </span>
          ),
      },
    ],
    [intl, words],
  );
  return useMemo(() => (narrow ? all.filter((column) => beside.includes(column.id)) : all), [all, narrow]);
}

const beside: readonly string[] = ['from', 'duration', 'end', 'messages'];
