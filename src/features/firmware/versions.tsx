import { IconVersions } from '@tabler/icons-react';
import { usePages } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { Num } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { useWord } from './words.tsx';

type Version = ItemOf<RouteAt<'GET', '/firmware/versions'>>;

/** Stations by manufacturer, model and version; each number leads to the stations behind it. */
export function Versions() {
  const word = useWord();
  const list = usePages('/firmware/versions', { query: { limit: 200 } });
  const columns: Column<Version>[] = [
    { id: 'maker', title: word('versions.column.maker'), render: ({ vendor }) => vendor ?? <NotReported /> },
    { id: 'model', title: word('versions.column.model'), render: ({ model }) => model ?? <NotReported /> },
    {
      id: 'version',
      title: word('versions.column.version'),
      render: ({ version }) => (version === undefined ? <NotReported /> : <span className="mono">{version}</span>),
    },
    {
      id: 'stations',
      title: word('versions.column.stations'),
      align: 'right',
      render: ({ vendor, model, version, stations }) =>
        version === undefined ? (
          <Num value={stations} />
        ) : (
          <GoTo
            to="/stations"
            search={{ vendor, model, firmware: version }}
            label={word('versions.see', { count: stations, version })}
          >
            <Num value={stations} />
          </GoTo>
        ),
    },
    {
      id: 'connected',
      title: word('versions.column.connected'),
      align: 'right',
      minor: true,
      render: ({ connected }) => <Num value={connected} />,
    },
  ];
  return (
    <Card title={word('versions')} flush>
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<Version>
          label={word('versions')}
          columns={columns}
          rows={list.rows}
          rowKey={({ vendor, model, version }) => JSON.stringify([vendor, model, version])}
          rowHeight={40}
          loading={list.loading && list.rows.length === 0}
          more={list.more}
          onMore={list.onMore}
          empty={
            <EmptyState
              icon={<IconVersions size={20} stroke={1.6} />}
              title={word('versions.empty.title')}
              text={word('versions.empty.text')}
            />
          }
        />
      )}
    </Card>
  );
}
