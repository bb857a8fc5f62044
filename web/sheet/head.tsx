import { IconChevronRight } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { StationHead } from '../../src/features/tabs.ts';
import { GoTo } from '../kit/link.tsx';
import { CopyButton } from '../kit/mono.tsx';
import { Skeleton } from '../kit/skeleton.tsx';
import { StatusBadge, Tag } from '../kit/status.tsx';
import { Time } from '../kit/time.tsx';
import { useLive } from '../live.ts';
import { useRight } from '../shell/session.tsx';
import { Actions } from './actions.tsx';
import { operationOf } from './operation.ts';

const protocolNames: Readonly<Record<string, string>> = {
  'ocpp1.6': 'OCPP 1.6J',
  'ocpp2.0.1': 'OCPP 2.0.1',
  'ocpp2.1': 'OCPP 2.1',
};
export const protocolName = (protocol: string): string => protocolNames[protocol] ?? protocol;

/** Identity, the two states, actions. */
export function Head({ station, stationId }: { station: StationHead; stationId: number }) {
  const intl = useIntl();
  const maySeeLocations = useRight('locations.see');
  return (
    <header className="head">
      <div className="head-words">
        <nav className="head-path" aria-label={intl.formatMessage({ id: 'sheet.path' })}>
          <GoTo to="/stations">
            <FormattedMessage id="sheet.stations" />
          </GoTo>
          {station.location ? (
            <>
              <IconChevronRight size={13} stroke={2} aria-hidden />
              {station.locationId === undefined || !maySeeLocations ? (
                <GoTo to="/stations" search={{ location: station.location }}>
                  {station.location}
                </GoTo>
              ) : (
                <GoTo to={`/locations/${station.locationId}`}>{station.location}</GoTo>
              )}
            </>
          ) : null}
        </nav>
        <div className="head-title">
          <h1>{station.name}</h1>
          <OperationBadge station={station} />
          {station.badges.map((badge) => (
            <Tag
              key={badge}
              tone={
                badge === 'unauthenticated'
                  ? 'bad'
                  : badge === 'clockDrift' || badge === 'noCredentials' || badge === 'notAdopted'
                    ? 'warn'
                    : 'mute'
              }
            >
              <FormattedMessage id={`sheet.badge.${badge}`} />
            </Tag>
          ))}
        </div>
        <div className="head-facts">
          <span className="mono-box">
            <span className="mono">{station.identity}</span>
            <CopyButton text={station.identity} />
          </span>
          <ConnectionState station={station} stationId={stationId} />
          {station.protocol ? (
            <span>
              {protocolName(station.protocol)}
              {station.connection.securityProfile === undefined ? null : (
                <>
                  {' · '}
                  <FormattedMessage id="sheet.security" values={{ profile: station.connection.securityProfile }} />
                </>
              )}
            </span>
          ) : null}
          {station.vendor || station.model ? (
            <span>
              {[station.vendor, station.model].filter(Boolean).join(' ')}
              {station.firmware ? (
                <>
                  {' · '}
                  <FormattedMessage id="sheet.firmware" values={{ firmware: station.firmware }} />
                </>
              ) : null}
            </span>
          ) : null}
        </div>
      </div>
      <Actions station={station} stationId={stationId} />
    </header>
  );
}

/** How many of its charge points do what; apart from the connection. */
function OperationBadge({ station }: { station: StationHead }) {
  const operation = operationOf(station);
  if (operation.says === 'none') return <Tag>{<FormattedMessage id="sheet.noChargePoints" />}</Tag>;
  if (operation.says === 'standing') return <StatusBadge standing={operation.standing} />;
  if (operation.says === 'notKnown') {
    return <StatusBadge standing="offline" label={<FormattedMessage id="sheet.notKnown" />} />;
  }
  const values = { [operation.says]: operation.count, all: operation.all };
  return (
    <StatusBadge
      standing={operation.standing}
      label={<FormattedMessage id={`sheet.${operation.says}`} values={values} />}
    />
  );
}

/** Connected or not, and when it was last heard. The reason stands in the tooltip. */
function ConnectionState({ station, stationId }: { station: StationHead; stationId: number }) {
  const intl = useIntl();
  const { values } = useLive(stationId);
  const { connection } = station;
  const state = values?.connected === false && connection.state !== 'never' ? 'offline' : connection.state;
  const last = values?.lastMessageAt ?? connection.lastMessageAt;
  const why = intl.formatMessage(
    { id: `sheet.connection.why.${state}` },
    { minutes: Math.round(connection.pendingAfterSeconds / 60) },
  );
  return (
    <span className={`head-connection head-${state}`} title={why}>
      <i aria-hidden />
      <span>
        <FormattedMessage id={`sheet.connection.${state}`} />
        {last === undefined ? null : (
          <>
            {' · '}
            <FormattedMessage id="sheet.connection.last" /> <Time at={last} zone={station.timeZone} />
          </>
        )}
      </span>
    </span>
  );
}

export function HeadSkeleton() {
  return (
    <header className="head">
      <div className="head-words" style={{ minWidth: 320 }}>
        <Skeleton lines={3} height={16} />
      </div>
    </header>
  );
}
