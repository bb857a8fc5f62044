import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead, useWrite } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterSegments, FilterSelect } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useRight } from '../../../web/shell/session.tsx';

type Kept = ItemOf<RouteAt<'GET', '/local-lists/stations'>>;
const states = ['inStep', 'failed', 'unsupported', 'unknown'] as const;
const tones = { inStep: 'ok', failed: 'bad', unsupported: 'mute', unknown: 'warn' } as const;
const often = 5000;

/** Whether stations know these cards by themselves, and how each stands. */
export function ListsDialog({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const mayChange = useRight('localLists.change');
  const [state, setState] = useState<Kept['state'] | undefined>();
  const fleet = useRead('/local-lists', {}, { everyMs: often });
  const list = usePages('/local-lists/stations', { query: { state, limit: 100 } }, { everyMs: often });
  const set = useWrite('PUT', '/local-lists', { invalidates: ['/local-lists', '/local-lists/stations'] });
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `cards.lists.${id}` }, values);
  const columns: Column<Kept>[] = [
    {
      id: 'station',
      title: word('col.station'),
      render: ({ stationId, stationName }) => (
        <GoTo to={`/stations/${stationId}/settings`} search={{ view: 'cards' }}>
          {stationName}
        </GoTo>
      ),
    },
    {
      id: 'state',
      title: word('col.state'),
      render: (row) => (
        <span className="row">
          <Tag tone={tones[row.state]}>{word(`state.${row.state}`)}</Tag>
          {row.state === 'failed' && row.lastResult ? <span className="mono small">{row.lastResult}</span> : null}
        </span>
      ),
    },
    { id: 'version', title: word('col.version'), align: 'right', minor: true, render: ({ version }) => version || '–' },
    {
      id: 'cards',
      title: word('col.cards'),
      align: 'right',
      render: ({ cards, leftOut }) =>
        leftOut > 0 ? (
          <span>
            {intl.formatNumber(cards)} <span className="warn small">{word('leftOut', { count: leftOut })}</span>
          </span>
        ) : (
          intl.formatNumber(cards)
        ),
    },
    {
      id: 'sent',
      title: word('col.sent'),
      align: 'right',
      minor: true,
      render: ({ lastSentAt }) =>
        lastSentAt ? <Time at={lastSentAt} /> : <span className="dim">{word('never')}</span>,
    },
  ];
  const counts = fleet.data?.counts;
  return (
    <Dialog opened onClose={onClose} title={word('title')} size={820}>
      <div className="stack">
        <p className="soft">{word('text')}</p>
        <div className="row-wrap">
          <span className="strong" aria-hidden>
            {word('setting')}
          </span>
          <FilterSegments
            label={word('setting')}
            value={fleet.data?.enabled ? 'on' : 'off'}
            onChange={(next) => {
              if (mayChange) set.mutate({ body: { enabled: next === 'on' } });
            }}
            choices={[
              { value: 'on', label: word('on') },
              { value: 'off', label: word('off') },
            ]}
          />
          {mayChange ? null : <span className="small dim">{word('locked')}</span>}
        </div>
        {set.error ? <ProblemText error={set.error} /> : null}
        <FilterSelect
          label={word('all')}
          value={state}
          onChange={(next) => setState(states.find((each) => each === next))}
          choices={states.map((each) => ({
            value: each,
            label: `${word(`state.${each}`)}${counts ? ` (${intl.formatNumber(counts[each])})` : ''}`,
          }))}
          width={220}
        />
        <div style={{ maxHeight: '46vh', overflow: 'auto' }}>
          <DataTable<Kept>
            label={word('stations')}
            columns={columns}
            rows={list.rows}
            rowKey={({ stationId }) => String(stationId)}
            loading={list.loading}
            more={list.more}
            onMore={list.onMore}
            empty={
              state === undefined ? (
                <EmptyState
                  icon={<IconPlugConnected size={20} stroke={1.6} />}
                  title={word('empty.title')}
                  text={word('empty.text')}
                />
              ) : (
                <NoHits onClear={() => setState(undefined)} />
              )
            }
          />
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose} data-autofocus>
            <FormattedMessage id="kit.close" />
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
