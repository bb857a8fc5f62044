import { IconPlug } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Card } from '../../../web/kit/card.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { spanText } from '../../../web/kit/moments.ts';
import { formatEnergy, formatNumber, formatPower, powerOf } from '../../../web/kit/num.tsx';
import { Meter } from '../../../web/kit/spark.tsx';
import { StatusBadge } from '../../../web/kit/status.tsx';
import { useNow } from '../../../web/kit/time.tsx';
import { connectorTypeName } from '../../../web/sheet/connector-types.ts';
import { placeKeyOf, placeName } from '../../../web/sheet/places.ts';
import type { InformationBay } from './contract.ts';
import { faultWords, type Part } from './parts.tsx';

/** Each charge point at a glance: state, power, what goes on. */
export function Bays({ sheet, live, station }: Part) {
  const intl = useIntl();
  const bays = sheet.chargePoints;
  const count = (...standings: string[]) => bays.filter((bay) => standings.includes(bay.standing)).length;
  const says: [string, number][] = [
    ['charging', count('charging')],
    ['ready', count('available')],
    ['attention', count('faulted')],
  ];
  const note = says
    .filter(([, number]) => number > 0)
    .map(([id, number]) => intl.formatMessage({ id: `information.bays.${id}` }, { count: number }))
    .join(' · ');
  const to = `/stations/${station.id}/charge-points`;
  return (
    <Card
      flush
      title={<FormattedMessage id="information.bays" />}
      note={note || undefined}
      actions={
        <GoTo to={to} className="info-more">
          <FormattedMessage id="information.bays.all" />
        </GoTo>
      }
    >
      {bays.length === 0 ? (
        <EmptyState
          icon={<IconPlug size={20} stroke={1.6} />}
          title={<FormattedMessage id="information.bays.none.title" />}
          text={<FormattedMessage id="information.bays.none.text" />}
          action={
            <GoTo to={to}>
              <FormattedMessage id="information.bays.none.action" />
            </GoTo>
          }
        />
      ) : (
        <ul className="bays">
          {bays.map((bay) => (
            <Bay
              key={placeKeyOf(bay)}
              bay={withLive(bay, live?.connectors[placeKeyOf(bay)])}
              name={placeName(intl, bay, station.chargePoints)}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

function withLive(
  bay: InformationBay,
  now: { powerW?: number; soc?: number; energyWh?: number } | undefined,
): InformationBay {
  return bay.session && now ? { ...bay, session: { ...bay.session, ...now } } : bay;
}

function Bay({ bay, name }: { bay: InformationBay; name: string }) {
  const intl = useIntl();
  const now = useNow();
  const kind = [
    bay.connectorType && connectorTypeName(bay.connectorType, intl.locale),
    bay.maxPowerW === undefined ? undefined : formatPower(bay.maxPowerW, intl.locale),
  ];
  // A station may report a place as free before, or without ever, ending the session there.
  const session = bay.standing === 'available' ? undefined : bay.session;
  const since = (at: string | undefined) => (at === undefined ? undefined : spanText(coarse(now - Date.parse(at))));
  const charging = bay.standing === 'charging' && session;
  const power = charging && session.powerW !== undefined ? powerOf(session.powerW, intl.locale) : undefined;
  const statusSince = since(bay.statusSince);
  const left: (string | undefined)[] = session
    ? [
        session.energyWh === undefined ? undefined : formatEnergy(session.energyWh, intl.locale),
        since(session.startedAt),
      ]
    : [
        statusSince === undefined
          ? undefined
          : intl.formatMessage(
              { id: `information.bay.${bay.standing === 'available' ? 'idle' : 'since'}` },
              { span: statusSince },
            ),
      ];
  return (
    <li className="bay">
      <div className="bay-head">
        <span className="grow clip">
          <strong>{name}</strong> <span className="soft small">{kind.filter(Boolean).join(' · ')}</span>
        </span>
        <StatusBadge standing={bay.standing} />
      </div>
      <p className={bay.standing === 'faulted' ? 'bay-says bad' : 'bay-says'}>
        {power ? (
          <>
            <span className="bay-power num">{power.value}</span> <span className="soft">{power.unit}</span>
          </>
        ) : (
          <BayWords bay={bay} />
        )}
      </p>
      <Meter
        value={(charging && session.powerW) || 0}
        max={bay.maxPowerW ?? 0}
        label={intl.formatMessage({ id: 'information.bay.power' }, { place: name })}
      />
      <p className="bay-foot num">
        <span>{left.filter(Boolean).join(' · ') || '\u00a0'}</span>
        {session?.soc === undefined ? null : (
          <span>
            <FormattedMessage id="information.bay.battery" values={{ soc: formatNumber(session.soc, intl.locale) }} />
          </span>
        )}
      </p>
    </li>
  );
}

/** Minutes are enough for a state that lasts; seconds only in the first minute. */
const coarse = (ms: number): number => (ms < 60_000 ? Math.max(0, ms) : Math.floor(ms / 60_000) * 60_000);

/** What goes on there, in a sentence. */
function BayWords({ bay }: { bay: InformationBay }): ReactNode {
  const intl = useIntl();
  const say = (id: string) => intl.formatMessage({ id: `information.bay.${id}` });
  if (bay.session?.stopAskedAt && bay.standing !== 'available') return say('stopping');
  switch (bay.standing) {
    case 'faulted': {
      const code = bay.errorCode ?? bay.vendorErrorCode;
      return code ? <FaultCode words={faultWords(intl, code)} code={code} /> : say('faulted');
    }
    case 'available':
      return say('ready');
    case 'charging':
      return say('noPower');
    case 'suspended':
      return say(
        bay.status === 'suspendedEVSE' || bay.session?.chargingState === 'suspendedEVSE'
          ? 'pausedByStation'
          : 'pausedByCar',
      );
    case 'preparing':
      return say(bay.status === 'finishing' ? 'finishing' : 'preparing');
    case 'reserved':
    case 'outOfService':
    case 'offline':
      return say(bay.standing);
    default:
      return say('unknown');
  }
}

/** "has a ground fault" stands alone here, so it begins with a capital. */
function FaultCode({ words, code }: { words: string; code: string }) {
  return <span title={code}>{words.charAt(0).toUpperCase() + words.slice(1)}</span>;
}
