import { Button } from '@mantine/core';
import { IconPlug, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Energy, formatNumber, Power } from '../../../web/kit/num.tsx';
import { Swatch } from '../../../web/kit/rings.tsx';
import { StatusBadge } from '../../../web/kit/status.tsx';
import { Span } from '../../../web/kit/time.tsx';
import { connectorTypeName } from '../../../web/sheet/connector-types.ts';
import { placeKeyOf, placeName } from '../../../web/sheet/places.ts';
import { useRight } from '../../../web/shell/session.tsx';
import type { LiveValues } from '../../domain/ports.ts';
import type { StationHead } from '../tabs.ts';
import { ChargePointForm } from './charge-point-form.tsx';
import type { ChargePointItem, ChargePointShare } from './contract.ts';
import { PlaceMenu } from './place-menu.tsx';

/** Every charge point in a row: what it is, how it stands, what can be done with it. */
export function Configuration({
  items,
  shares,
  live,
  station,
  selected,
  onSelect,
}: {
  items: readonly ChargePointItem[] | undefined;
  shares: readonly ChargePointShare[];
  live: LiveValues | undefined;
  station: StationHead;
  selected: string | undefined;
  onSelect: (id: string) => void;
}) {
  const intl = useIntl();
  const [adding, setAdding] = useState(false);
  const mayChange = useRight('chargePoints.change');
  const add = mayChange ? (
    <Button variant="default" leftSection={<IconPlus size={15} stroke={1.9} />} onClick={() => setAdding(true)}>
      <FormattedMessage id="charge-points.add" />
    </Button>
  ) : undefined;
  const columns = useColumns(station, items ?? [], shares, live);
  return (
    <Card
      flush
      title={<FormattedMessage id="charge-points.list" />}
      note={<FormattedMessage id="charge-points.list.note" />}
      actions={add}
    >
      <DataTable
        label={intl.formatMessage({ id: 'charge-points.list' })}
        columns={columns}
        rows={items ?? []}
        rowKey={placeKeyOf}
        rowHeight={52}
        loading={items === undefined}
        selected={selected}
        onRow={(row) => onSelect(placeKeyOf(row))}
        empty={
          <EmptyState
            icon={<IconPlug size={20} stroke={1.6} />}
            title={<FormattedMessage id="charge-points.none.title" />}
            text={<FormattedMessage id="charge-points.none.text" />}
            action={add}
          />
        }
      />
      {adding ? <ChargePointForm station={station} taken={items ?? []} onClose={() => setAdding(false)} /> : null}
    </Card>
  );
}

function useColumns(
  station: StationHead,
  items: readonly ChargePointItem[],
  shares: readonly ChargePointShare[],
  live: LiveValues | undefined,
): Column<ChargePointItem>[] {
  const intl = useIntl();
  const title = (id: string) => intl.formatMessage({ id: `charge-points.col.${id}` });
  const notSet = (
    <span className="dim">
      <FormattedMessage id="charge-points.notSet" />
    </span>
  );
  const indexOf = (item: ChargePointItem) => shares.findIndex((share) => placeKeyOf(share) === placeKeyOf(item));
  return [
    {
      id: 'name',
      title: title('name'),
      render: (item) => (
        <span className="cp-name">
          <Swatch index={Math.max(0, indexOf(item) < 0 ? items.indexOf(item) : indexOf(item))} />
          <strong className="clip">{placeName(intl, item, station.chargePoints)}</strong>
        </span>
      ),
    },
    {
      id: 'evseId',
      title: title('evseId'),
      render: (item) => (item.evseId === undefined ? notSet : <Mono copy>{item.evseId}</Mono>),
    },
    { id: 'status', title: title('status'), render: (item) => <State item={item} station={station} /> },
    {
      id: 'connector',
      title: title('connector'),
      minor: true,
      render: (item) => <Connector item={item} none={notSet} />,
    },
    {
      id: 'maxPower',
      title: title('maxPower'),
      align: 'right',
      minor: true,
      width: '104px',
      render: (item) => (item.maxPowerW === undefined ? notSet : <Power w={item.maxPowerW} />),
    },
    {
      id: 'power',
      title: title('power'),
      align: 'right',
      width: '116px',
      render: (item) => <PowerNow item={item} now={live?.connectors[placeKeyOf(item)]} />,
    },
    {
      id: 'average',
      title: title('average'),
      align: 'right',
      minor: true,
      width: '118px',
      render: (item) => {
        const share = shares[indexOf(item)];
        return share && share.sessions === 0 ? <span className="dim">–</span> : <Energy wh={share?.averageWh} />;
      },
    },
    {
      id: 'actions',
      title: <span className="sr">{title('actions')}</span>,
      align: 'right',
      width: '56px',
      render: (item) => <PlaceMenu item={item} station={station} />,
    },
  ];
}

function State({ item, station }: { item: ChargePointItem; station: StationHead }) {
  const { session } = item;
  return (
    <span className="cp-state">
      <StatusBadge standing={item.standing} />
      <span className="small dim nowrap">
        {session ? (
          <GoTo to={`/stations/${station.id}/charge-logs`} search={{ session: String(session.number) }}>
            <FormattedMessage id="charge-points.session" values={{ number: session.number }} />
          </GoTo>
        ) : item.statusSince ? (
          <FormattedMessage id="charge-points.since" values={{ span: <Span since={item.statusSince} /> }} />
        ) : null}
        {item.errorCode ? <span className="bad"> {item.errorCode}</span> : null}
      </span>
    </span>
  );
}

function Connector({ item, none }: { item: ChargePointItem; none: React.ReactNode }) {
  const intl = useIntl();
  const more = [
    item.current,
    item.phases === undefined ? undefined : intl.formatMessage({ id: 'charge-points.phases' }, { count: item.phases }),
    item.cable === undefined
      ? undefined
      : intl.formatMessage({ id: item.cable ? 'charge-points.cable' : 'charge-points.socket' }),
  ].filter(Boolean);
  if (item.connectorType === undefined && more.length === 0) return none;
  return (
    <span className="cp-two">
      <span>
        {item.connectorType === undefined ? more.shift() : connectorTypeName(item.connectorType, intl.locale)}
      </span>
      <span className="small dim">{more.join(' · ')}</span>
    </span>
  );
}

/** 0 where nothing runs and the station can say so; never 0 for what was not reported. */
function PowerNow({ item, now }: { item: ChargePointItem; now: { powerW?: number; soc?: number } | undefined }) {
  const { locale } = useIntl();
  const { session } = item;
  if (item.standing === 'offline' || item.standing === 'unknown') return <span className="dim">–</span>;
  // Free is free, even where the end of the last session never came.
  if (!session || item.standing === 'available') return <Power w={0} />;
  const soc = now?.soc ?? session.soc;
  return (
    <span className="cp-two">
      <Power w={now?.powerW ?? session.powerW} />
      {soc === undefined ? null : (
        <span className="small dim">
          <FormattedMessage id="charge-points.battery" values={{ soc: formatNumber(soc, locale) }} />
        </span>
      )}
    </span>
  );
}
