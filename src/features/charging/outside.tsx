import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { formatEnergy, formatNumber } from '../../../web/kit/quantities.ts';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { evseName } from '../../../web/sheet/places.ts';
import type { StationHead } from '../tabs.ts';
import type { CarWish, OutsideLimit } from './contract.ts';
import { Steps } from './profile-dialog.tsx';
import { Source } from './source.tsx';
import { limitText, rateText } from './words.tsx';

/** Limits that others have set at the station; there is nothing to see where nobody did. */
export function Outside({ station }: { station: StationHead }) {
  const intl = useIntl();
  const list = usePages('/stations/:stationId/charging/limits', { params: { stationId: station.id } });
  const [shown, setShown] = useState<OutsideLimit | undefined>();
  const word = (id: string) => intl.formatMessage({ id: `charging.${id}` });
  if (list.rows.length === 0) return null;
  const columns: Column<OutsideLimit>[] = [
    { id: 'place', title: word('col.place'), render: ({ evse }) => evseName(intl, evse, station.chargePoints) },
    {
      id: 'limit',
      title: word('col.limit'),
      align: 'right',
      render: ({ schedules: [first] }) => (first ? limitText(intl, first) : word('outside.untold')),
    },
    { id: 'who', title: word('col.source'), render: ({ source }) => <Source profile={{ source, by: 'report' }} /> },
    {
      id: 'critical',
      title: word('outside.kind'),
      minor: true,
      render: ({ gridCritical, localGeneration }) =>
        gridCritical ? (
          <Tag tone="bad">{word('outside.critical')}</Tag>
        ) : localGeneration ? (
          word('outside.generation')
        ) : (
          '–'
        ),
    },
    {
      id: 'at',
      title: word('col.at'),
      align: 'right',
      minor: true,
      render: ({ at }) => <Time at={at} zone={station.timeZone} />,
    },
  ];
  return (
    <Card flush title={word('outside')} note={word('outside.note')}>
      <DataTable
        label={word('outside')}
        columns={columns}
        rows={list.rows}
        rowKey={({ evse, source }) => `${evse} ${source}`}
        onRow={(limit) => limit.schedules.length > 0 && setShown(limit)}
        more={list.more}
        onMore={list.onMore}
      />
      {shown ? (
        <Dialog opened onClose={() => setShown(undefined)} title={word('outside')} size={560}>
          <div className="stack">
            {shown.schedules.map((schedule, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: schedules have no name but their place
              <Steps key={index} schedule={schedule} zone={station.timeZone} />
            ))}
          </div>
        </Dialog>
      ) : null}
    </Card>
  );
}

/** What the cars that charge here want, and what they are going to draw. */
export function Cars({ station }: { station: StationHead }) {
  const intl = useIntl();
  const { data } = useRead('/stations/:stationId/charging/cars', { params: { stationId: station.id } });
  const [shown, setShown] = useState<CarWish | undefined>();
  const word = (id: string) => intl.formatMessage({ id: `charging.${id}` });
  if (!data || data.items.length === 0) return null;
  const columns: Column<CarWish>[] = [
    {
      id: 'place',
      title: word('col.place'),
      render: (wish) => (
        <span className="charging-two">
          <strong>{evseName(intl, wish.evse, station.chargePoints)}</strong>
          {wish.sessionNumber === undefined ? null : (
            <GoTo
              to={`/stations/${station.id}/charge-logs`}
              search={{ session: String(wish.sessionNumber) }}
              className="small"
            >
              <FormattedMessage id="charging.session" values={{ number: wish.sessionNumber }} />
            </GoTo>
          )}
        </span>
      ),
    },
    { id: 'wants', title: word('cars.wants'), render: (wish) => wishText(wish, intl) },
    {
      id: 'leaves',
      title: word('cars.leaves'),
      minor: true,
      render: ({ departureAt }) =>
        departureAt ? <Time at={departureAt} exact zone={station.timeZone} /> : word('cars.untold'),
    },
    {
      id: 'draws',
      title: word('cars.draws'),
      align: 'right',
      render: ({ schedule }) => (schedule ? limitText(intl, schedule) : word('cars.untold')),
    },
    { id: 'answer', title: word('cars.answer'), minor: true, render: ({ answer }) => word(`cars.answer.${answer}`) },
    {
      id: 'at',
      title: word('col.at'),
      align: 'right',
      minor: true,
      render: ({ at }) => <Time at={at} zone={station.timeZone} />,
    },
  ];
  return (
    <Card flush title={word('cars')} note={word('cars.note')}>
      <DataTable
        label={word('cars')}
        columns={columns}
        rows={data.items}
        rowKey={({ evse }) => String(evse)}
        onRow={(wish) => wish.schedule && setShown(wish)}
      />
      {shown?.schedule ? (
        <Dialog opened onClose={() => setShown(undefined)} title={word('cars.draws')} size={560}>
          <Steps schedule={shown.schedule} zone={station.timeZone} />
        </Dialog>
      ) : null}
    </Card>
  );
}

/** "32 kWh · at most 11 kW · battery 40 %"; what a car leaves out is not there. */
function wishText(wish: CarWish, intl: ReturnType<typeof useIntl>): string {
  const { locale } = intl;
  const word = (id: string, values: Record<string, string>) =>
    intl.formatMessage({ id: `charging.cars.${id}` }, values);
  const most = wish.maxPowerW ?? undefined;
  return [
    wish.energyWh === undefined ? undefined : formatEnergy(wish.energyWh, locale),
    most !== undefined
      ? word('most', { rate: rateText(most, 'W', locale) })
      : wish.maxCurrentA === undefined
        ? undefined
        : word('most', { rate: rateText(wish.maxCurrentA, 'A', locale) }),
    wish.soc === undefined ? undefined : word('battery', { soc: formatNumber(wish.soc, locale) }),
    visibleText(wish.transfer.replaceAll('_', ' ')),
  ]
    .filter(Boolean)
    .join(' · ');
}
