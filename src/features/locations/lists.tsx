import { IconAlertTriangle, IconPlug } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Energy, Power } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { StatusText } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import '../../../web/kit/two-lines.css';

type Station = ItemOf<RouteAt<'GET', '/stations'>>;
type Fault = ItemOf<RouteAt<'GET', '/errors'>>;

/** The stations that stand at a location. */
export function Stations({ locationId }: { locationId: number }) {
  const intl = useIntl();
  const list = usePages('/stations', { query: { locationId, limit: 100 } }, { everyMs: 10_000 });
  const word = (id: string) => intl.formatMessage({ id: `locations.${id}` });
  const columns: Column<Station>[] = [
    {
      id: 'station',
      title: word('station'),
      render: (row) => (
        <span className="two-lines clip">
          <GoTo to={`/stations/${row.id}/information`}>{row.name}</GoTo>
          <span className="two-lines-second mono">{row.identity}</span>
        </span>
      ),
    },
    { id: 'standing', title: word('state'), width: '140px', render: (row) => <StatusText standing={row.standing} /> },
    {
      id: 'power',
      title: word('power'),
      align: 'right',
      width: '130px',
      minor: true,
      render: (row) => <Power w={row.powerW} />,
    },
    {
      id: 'energy',
      title: word('energy24h'),
      align: 'right',
      width: '140px',
      minor: true,
      render: (row) => <Energy wh={row.energy24hWh} />,
    },
    {
      id: 'errors',
      title: word('column.errors'),
      align: 'right',
      width: '130px',
      minor: true,
      render: (row) => <span className={row.openErrors > 0 ? 'bad' : 'dim'}>{intl.formatNumber(row.openErrors)}</span>,
    },
    {
      id: 'last',
      title: word('lastMessage'),
      align: 'right',
      width: '140px',
      minor: true,
      render: (row) => <Time at={row.lastMessageAt} />,
    },
  ];
  return (
    <Card flush title={word('column.stations')}>
      {list.error && list.rows.length === 0 ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<Station>
          label={word('column.stations')}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => row.id}
          loading={list.loading}
          more={list.more}
          onMore={list.onMore}
          empty={
            <EmptyState
              icon={<IconPlug size={20} stroke={1.6} />}
              title={word('noStations.title')}
              text={word('noStations.text')}
              action={
                <GoTo to="/stations" className="linklike">
                  {word('noStations.action')}
                </GoTo>
              }
            />
          }
        />
      )}
    </Card>
  );
}

/** What is wrong there now. */
export function Faults({ locationId }: { locationId: number }) {
  const intl = useIntl();
  const list = usePages('/errors', { query: { locationId, isOpen: true, limit: 50 } }, { everyMs: 10_000 });
  const word = (id: string) => intl.formatMessage({ id: `locations.${id}` });
  const columns: Column<Fault>[] = [
    {
      id: 'station',
      title: word('station'),
      render: (row) => <GoTo to={`/stations/${row.stationId}/errors`}>{row.stationName}</GoTo>,
    },
    {
      id: 'code',
      title: word('code'),
      render: (row) => <span className="mono">{row.vendorErrorCode ?? row.code}</span>,
    },
    {
      id: 'place',
      title: word('chargePoint'),
      width: '130px',
      minor: true,
      render: (row) =>
        row.evse === 0 ? word('whole') : row.connector === 0 ? String(row.evse) : `${row.evse}.${row.connector}`,
    },
    { id: 'since', title: word('since'), align: 'right', width: '150px', render: (row) => <Time at={row.firstSeen} /> },
  ];
  return (
    <Card flush title={word('column.errors')}>
      {list.error && list.rows.length === 0 ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<Fault>
          label={word('column.errors')}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => `${row.stationId}.${row.id}`}
          loading={list.loading}
          more={list.more}
          onMore={list.onMore}
          empty={
            <EmptyState
              icon={<IconAlertTriangle size={20} stroke={1.6} />}
              title={word('noErrors.title')}
              text={word('noErrors.text')}
            />
          }
        />
      )}
    </Card>
  );
}
