import { IconPlugConnected } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { usePages } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { FilterSegments } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { type Rollout, StatusWords, type Target, useWord } from './words.tsx';

const states = ['waiting', 'asked', 'done', 'failed', 'missed', 'cancelled'] as const;
const tones = {
  waiting: 'mute',
  asked: 'brand',
  done: 'ok',
  failed: 'bad',
  missed: 'warn',
  cancelled: 'mute',
} as const;

/** The stations of a roll-out one by one; the state they are filtered by is in the address. */
export function Targets({
  rolloutId,
  counts,
  everyMs,
}: {
  rolloutId: string;
  counts: Rollout['counts'];
  everyMs: number | undefined;
}) {
  const word = useWord();
  const [values, change] = useUrlState();
  const state = states.find((one) => one === values.state);
  const list = usePages(
    '/firmware/rollouts/:rolloutId/stations',
    { params: { rolloutId }, query: { limit: 100, state } },
    everyMs === undefined ? {} : { everyMs },
  );
  // What moved the counts has moved a station; the last move also ends the regular looks.
  const client = useQueryClient();
  const moved = JSON.stringify(counts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `moved` is what it waits for
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['/firmware/rollouts/:rolloutId/stations'] });
  }, [client, moved]);
  const columns: Column<Target>[] = [
    {
      id: 'station',
      title: word('target.column.station'),
      render: (target) => (
        <span>
          <GoTo to={`/stations/${target.stationId}/information`} className="strong">
            {target.name}
          </GoTo>
          {target.name === target.identity ? null : <span className="dim mono small"> {target.identity}</span>}
        </span>
      ),
    },
    {
      id: 'state',
      title: word('target.column.state'),
      render: (target) => (
        <span>
          <Tag tone={tones[target.state]}>{word(`target.${target.state}`)}</Tag>
          <span className="firmware-beneath">
            <Beneath target={target} />
          </span>
        </span>
      ),
    },
    {
      id: 'version',
      title: word('target.column.version'),
      minor: true,
      render: ({ fromVersion, version }) => (
        <span className="mono small">
          {version === undefined ? <NotReported /> : version}
          {fromVersion !== undefined && fromVersion !== version ? <span className="dim"> ← {fromVersion}</span> : null}
        </span>
      ),
    },
    {
      id: 'wave',
      title: word('target.column.wave'),
      align: 'right',
      minor: true,
      render: ({ wave }) => wave + 1,
    },
    { id: 'tried', title: word('target.column.tried'), align: 'right', minor: true, render: ({ tried }) => tried },
    {
      id: 'when',
      title: word('target.column.when'),
      align: 'right',
      render: ({ endedAt, statusAt, askedAt }) => {
        const at = endedAt ?? statusAt ?? askedAt;
        return at ? <Time at={at} /> : <span className="dim">–</span>;
      },
    },
  ];
  return (
    <Card
      title={word('detail.stations')}
      flush
      actions={
        <FilterSegments
          label={word('target.column.state')}
          value={state ?? ''}
          onChange={(value) => change({ state: value || undefined })}
          choices={[
            { value: '', label: word('detail.all') },
            ...states
              .filter((one) => counts[one] > 0 || one === state)
              .map((one) => ({ value: one, label: `${word(`target.${one}`)} ${counts[one]}` })),
          ]}
        />
      }
    >
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<Target>
          label={word('detail.stations')}
          columns={columns}
          rows={list.rows}
          rowKey={(target) => target.stationId}
          rowHeight={52}
          loading={list.loading && list.rows.length === 0}
          more={list.more}
          onMore={list.onMore}
          empty={
            <EmptyState
              icon={<IconPlugConnected size={20} stroke={1.6} />}
              title={word('target.empty.title')}
              text={word('target.empty.text')}
            />
          }
        />
      )}
    </Card>
  );
}

/** What the station said, why it failed, or what it waits for. */
function Beneath({ target }: { target: Target }) {
  const word = useWord();
  const { state, reason, status, connected, nextAt } = target;
  if (state === 'asked') return <StatusWords of={status} />;
  if (state === 'failed') return <StatusWords of={reason} />;
  if (state !== 'waiting') return null;
  return (
    <>
      {reason ? <StatusWords of={reason} /> : null}
      {!connected ? word('target.offline') : null}
      {connected && nextAt ? (
        <>
          {reason ? ', ' : ''}
          {word('target.next')} <Time at={nextAt} exact />
        </>
      ) : null}
    </>
  );
}
