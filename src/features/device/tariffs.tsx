import { IconReceipt } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import type { Column } from '../../../web/kit/data-table.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { evseName } from '../../../web/sheet/places.ts';
import { type RowMenu, StationList } from '../../../web/sheet/station-list.tsx';
import type { StationHead } from '../tabs.ts';
import type { StationTariff } from './contract.ts';

const parts = ['energy', 'time', 'idle', 'once'] as const;

/** The tariffs that a station holds (OCPP 2.1 I07, I09): what drivers are shown and charged there. */
export function Tariffs({ station }: { station: StationHead }) {
  const intl = useIntl();
  const list = usePages('/stations/:stationId/device/tariffs', {
    params: { stationId: station.id },
    query: { limit: 200 },
  });
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `device.tariffs.${id}` }, values);
  const pricesText = ({ currency, prices, graded }: StationTariff): string | undefined => {
    if (currency === undefined || prices === undefined) return undefined;
    const money = (amount: number) =>
      intl.formatNumber(amount, { style: 'currency', currency, maximumFractionDigits: 4 });
    const told = parts.flatMap((part) => {
      const amount = prices[part];
      return amount === undefined ? [] : [word(`price.${part}`, { amount: money(amount) })];
    });
    if (told.length === 0) return undefined;
    return graded ? word('graded', { prices: told.join(' + ') }) : told.join(' + ');
  };
  const columns: Column<StationTariff>[] = [
    { id: 'id', title: word('col.id'), render: ({ id }) => <span className="mono">{visibleText(id)}</span> },
    {
      id: 'prices',
      title: word('col.prices'),
      render: (tariff) => pricesText(tariff) ?? <span className="dim">{word('unknown')}</span>,
    },
    {
      id: 'place',
      title: word('col.place'),
      render: ({ evses }) =>
        evses === undefined
          ? word('everywhere')
          : evses.map((evse) => evseName(intl, evse, station.chargePoints)).join(', '),
    },
    { id: 'who', title: word('col.who'), minor: true, render: ({ assignedTo }) => word(`who.${assignedTo}`) },
    {
      id: 'from',
      title: word('col.from'),
      align: 'right',
      minor: true,
      render: ({ validFrom }) =>
        validFrom === undefined ? word('now') : <Time at={validFrom} zone={station.timeZone} />,
    },
    {
      id: 'at',
      title: word('col.at'),
      align: 'right',
      minor: true,
      render: ({ at }) => <Time at={at} zone={station.timeZone} />,
    },
  ];
  const menu = ({ id }: StationTariff): RowMenu => {
    const name = visibleText(id);
    return {
      name: word('actions', { name }),
      remove: {
        label: word('remove'),
        kind: 'clearTariffs',
        body: { ids: [id] },
        title: word('remove.title', { name }),
        text: word('remove.text'),
        confirm: word('remove.do'),
        asked: word('remove.asked', { name }),
      },
    };
  };
  const add = (
    <AskButton station={station} kind="setDefaultTariff">
      {word('add')}
    </AskButton>
  );
  return (
    <StationList<StationTariff>
      station={station}
      title={word('title')}
      note={word('note')}
      actions={
        <>
          <AskButton station={station} kind="readTariffs" raw={{ place: '0' }}>
            {word('read')}
          </AskButton>
          {add}
        </>
      }
      list={list}
      columns={columns}
      rowKey={({ id }) => id}
      menu={menu}
      empty={{
        icon: <IconReceipt size={20} stroke={1.6} />,
        title: word('empty.title'),
        text: word('empty.text'),
        action: add,
      }}
    />
  );
}
