import { IconStairsUp } from '@tabler/icons-react';
import { useState } from 'react';
import { usePages } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { Progress, type Rollout, RolloutState, useWord } from './words.tsx';

/** Every roll-out with how far it is. */
export function Rollouts({ onOpen }: { onOpen: (id: string) => void }) {
  const word = useWord();
  const [busy, setBusy] = useState(false);
  const list = usePages('/firmware/rollouts', { query: { limit: 20 } }, busy ? { everyMs: 5000 } : {});
  const moving = list.rows.some((row) => row.state === 'running' || row.counts.asked > 0);
  if (moving !== busy) setBusy(moving);
  const columns: Column<Rollout>[] = [
    {
      id: 'name',
      title: word('rollout.column.name'),
      render: (row) => (
        <span>
          <GoTo to="/firmware" search={{ rollout: row.id }} className="strong">
            {row.name}
          </GoTo>
          {row.name.includes(row.image.version) ? null : <span className="dim small"> {row.image.version}</span>}
        </span>
      ),
    },
    { id: 'state', title: word('rollout.column.state'), render: (row) => <RolloutState state={row.state} /> },
    {
      id: 'progress',
      title: word('rollout.column.progress'),
      render: (row) => <Progress counts={row.counts} label={row.name} />,
    },
    {
      id: 'wave',
      title: word('rollout.column.wave'),
      align: 'right',
      minor: true,
      render: (row) => word('rollout.wave', { wave: row.wave + 1, waves: row.waves.length }),
    },
    {
      id: 'created',
      title: word('rollout.column.created'),
      align: 'right',
      minor: true,
      render: (row) => <Time at={row.createdAt} />,
    },
  ];
  return (
    <Card title={word('rollouts')} flush>
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<Rollout>
          label={word('rollouts')}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => row.id}
          rowHeight={52}
          onRow={(row) => onOpen(row.id)}
          loading={list.loading && list.rows.length === 0}
          more={list.more}
          onMore={list.onMore}
          empty={
            <EmptyState
              icon={<IconStairsUp size={20} stroke={1.6} />}
              title={word('rollouts.empty.title')}
              text={word('rollouts.empty.text')}
            />
          }
        />
      )}
    </Card>
  );
}
