import { Tooltip } from '@mantine/core';
import { IconFlag } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { Column } from '../../../web/kit/data-table.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { Energy, Power } from '../../../web/kit/num.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Span, Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { placeName } from '../../../web/sheet/places.ts';
import type { StationHead } from '../tabs.ts';
import type { ChargeLogItem } from './contract.ts';
import { StopButton } from './stop-button.tsx';
import { Outcome, suspectWords } from './words.tsx';

export function useColumns(station: StationHead): Column<ChargeLogItem>[] {
  const intl = useIntl();
  const title = (id: string) => intl.formatMessage({ id: `charge-logs.col.${id}` });
  return [
    { id: 'session', title: title('session'), width: '112px', render: (row) => <Name row={row} station={station} /> },
    {
      id: 'chargePoint',
      title: title('chargePoint'),
      render: (row) => <Place row={row} station={station} />,
    },
    { id: 'card', title: title('card'), minor: true, render: (row) => <Card row={row} /> },
    {
      id: 'started',
      title: title('started'),
      width: '124px',
      render: (row) => <Time at={row.startedAt} exact zone={station.timeZone} />,
    },
    {
      id: 'duration',
      title: title('duration'),
      align: 'right',
      width: '104px',
      minor: true,
      render: (row) => <Duration row={row} />,
    },
    {
      id: 'energy',
      title: title('energy'),
      align: 'right',
      width: '112px',
      render: (row) => <Energy wh={row.energyWh} />,
    },
    {
      id: 'power',
      title: title('power'),
      align: 'right',
      width: '100px',
      minor: true,
      render: (row) => (row.endedAt === undefined ? <Power w={row.powerW} /> : <span className="dim">–</span>),
    },
    {
      id: 'peak',
      title: title('peak'),
      align: 'right',
      width: '100px',
      minor: true,
      render: (row) => <Power w={row.peakPowerW} />,
    },
    { id: 'outcome', title: title('outcome'), minor: true, render: (row) => <Outcome session={row} /> },
    {
      id: 'actions',
      title: <span className="sr">{title('actions')}</span>,
      align: 'right',
      width: '52px',
      minor: true,
      render: (row) => (row.endedAt === undefined ? <StopButton session={row} station={station} /> : null),
    },
  ];
}

/** How long it took; one without a known end shows none. */
function Duration({ row }: { row: ChargeLogItem }) {
  if (row.endedAt === undefined) return <Span since={row.startedAt} />;
  return <Span ms={Math.max(0, Date.parse(row.endedAt) - Date.parse(row.startedAt))} />;
}

function Name({ row, station }: { row: ChargeLogItem; station: StationHead }) {
  const intl = useIntl();
  const [values] = useUrlState();
  return (
    <span className="cl-name">
      <GoTo
        to={`/stations/${station.id}/charge-logs`}
        search={{ ...values, session: String(row.number) }}
        label={intl.formatMessage({ id: 'charge-logs.open' }, { number: row.number })}
      >
        #{row.number}
      </GoTo>
      {row.suspect.length === 0 ? null : <Flags codes={row.suspect} />}
    </span>
  );
}

function Flags({ codes }: { codes: readonly string[] }) {
  const intl = useIntl();
  const label = intl.formatMessage(
    { id: 'charge-logs.flagged' },
    { count: codes.length, what: codes.map((code) => suspectWords(intl, code)).join(' ') },
  );
  return (
    <Tooltip label={label} multiline maw={320}>
      <span role="img" aria-label={label} className="cl-flag">
        <IconFlag size={14} stroke={2} aria-hidden />
      </span>
    </Tooltip>
  );
}

function Place({ row, station }: { row: ChargeLogItem; station: StationHead }) {
  const intl = useIntl();
  return (
    <span className="cl-name">
      {row.evse === undefined ? (
        <NotReported />
      ) : (
        <span className="clip">
          {placeName(
            intl,
            { evse: row.evse, connector: row.connector ?? 1, name: row.chargePointName },
            station.chargePoints,
          )}
        </span>
      )}
      {row.offline ? (
        <Tooltip label={intl.formatMessage({ id: 'charge-logs.offline.how' })} multiline maw={280}>
          <span>
            <Tag tone="mute">
              <FormattedMessage id="charge-logs.offline" />
            </Tag>
          </span>
        </Tooltip>
      ) : null}
    </span>
  );
}

function Card({ row }: { row: ChargeLogItem }) {
  if (!row.token)
    return (
      <span className="dim">
        <FormattedMessage id={row.startKnown ? 'charge-logs.card.none' : 'charge-logs.card.later'} />
      </span>
    );
  return (
    <span className="cl-name">
      {row.token.holder ? <span className="clip">{row.token.holder}</span> : null}
      <span className={row.token.holder ? 'mono dim' : 'mono'}>{row.token.number}</span>
    </span>
  );
}
