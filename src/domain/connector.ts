import type { Instant } from '../lib/time.ts';
import { happenedAt } from './clock.ts';
import { type DecideContext, type DecidedFact, idFrom, type Ruling } from './decision.ts';
import { errorIn, errorsByStatus, findError } from './error.ts';
import type { Fact, FactBody } from './facts.ts';
import {
  type ConnectorStatus,
  connectorStatuses,
  type Place,
  type StationEvent,
  type StatusMessage,
} from './message.ts';
import { type ConnectorState, placeKey, type StationState } from './state.ts';

/** A station tells of no more charge points than this; further ones stay in their frames (T-14). */
export const mostConnectors = 64;
const highest = 32_767;

const countable = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= highest;

/** A place that can be: known, or one that may still be created (T-14). Undefined otherwise. */
export function possible(state: StationState, place: Place | undefined): Place | undefined {
  if (place === undefined || !countable(place.evse) || !countable(place.connector)) return undefined;
  const { evse, connector } = place;
  if (state.connectors[placeKey(place)] === undefined && Object.keys(state.connectors).length >= mostConnectors)
    return undefined;
  return { evse, connector };
}

/** The charge point at a place; a station may tell of one that nobody declared (CP-4). Undefined: there are too many. */
export function ensureConnector(
  state: StationState,
  place: Place,
  source: ConnectorState['source'] = 'station',
): ConnectorState | undefined {
  const key = placeKey(place);
  const known = state.connectors[key];
  if (known !== undefined) return known;
  if (possible(state, place) === undefined) return undefined;
  const made: ConnectorState = { evse: place.evse, connector: place.connector, source };
  state.connectors[key] = made;
  return made;
}

/**
 * A status that was overtaken by a newer one (OCPP 1.6 section 4.9: they come in order, so that happens only when one is
 * sent again). After a boot the clock may be another one, and what comes is current (2.0.1 B01.FR.05, 1.6 errata 3.22).
 */
function overtakenBy(state: StationState, known: ConnectorState | undefined, at: Instant): Instant | undefined {
  if (known?.statusAt === undefined || at >= known.statusAt) return undefined;
  const reportedAt = known.statusAt - (state.driftSeconds ?? 0) * 1000;
  return state.boot !== undefined && state.boot.at >= reportedAt ? undefined : known.statusAt;
}

/** A charge point's status, and what it says about errors. Always kept, in its place in time. */
export function decideStatus(state: StationState, message: StatusMessage, context: DecideContext): Ruling {
  let made = 0;
  const { facts, outcome } = statusFacts(state, message, context, () => idFrom(context.frameId, made++));
  const place = possible(state, message);
  const error = errorIn(message);
  return {
    facts,
    answer: { kind: 'plain' },
    outcome,
    weight: error?.severity === 'critical' ? 2 : error !== undefined || outcome !== 'accepted' ? 1 : 0,
    ...(place === undefined ? {} : { place }),
    ...(outcome === 'status.late' || outcome === 'message.repeated'
      ? {}
      : { clock: { time: message.time, current: true } }),
  };
}

export function statusFacts(
  state: StationState,
  message: StatusMessage,
  context: Pick<DecideContext, 'receivedAt'>,
  newId: () => string,
): { facts: DecidedFact[]; outcome: string } {
  const time = happenedAt(message.time, context.receivedAt);
  const place = possible(state, message);
  const known = state.connectors[placeKey(message)];
  const over =
    time.suspect === undefined && message.time.at !== undefined ? overtakenBy(state, known, time.at) : undefined;
  if (known !== undefined && isSame(known, message, time.at)) {
    const error = errorIn(message);
    const open = error && findError(state, message, error.code, error.vendorErrorCode);
    // ERR-1: the same error again counts up, however it came to be sent again.
    const body: FactBody = open
      ? { type: 'error.repeated', errorId: open.id }
      : { type: 'message.repeated', of: 'connector.statusChanged' };
    return { facts: [{ at: time.at, body }], outcome: 'message.repeated' };
  }
  const suspect = [
    ...(message.suspect ?? []).filter((word) => word !== time.suspect),
    ...(time.suspect === undefined ? [] : [time.suspect]),
    ...(place === undefined ? ['connector.impossible'] : []),
    ...(over === undefined ? [] : ['status.late']),
  ];
  const facts: DecidedFact[] = [
    {
      at: time.at,
      body: {
        type: 'connector.statusChanged',
        place: { evse: message.evse, connector: message.connector },
        status: message.status,
        ...(message.errorCode === undefined ? {} : { errorCode: message.errorCode }),
        ...(message.info === undefined ? {} : { info: message.info }),
        ...(message.vendorId === undefined ? {} : { vendorId: message.vendorId }),
        ...(message.vendorErrorCode === undefined ? {} : { vendorErrorCode: message.vendorErrorCode }),
        ...(message.time.raw === undefined ? {} : { sentAt: message.time.raw }),
        ...(suspect.length === 0 ? {} : { suspect }),
      },
    },
  ];
  if (place !== undefined) facts.push(...errorsByStatus(state, message, time.at, newId, over));
  const outcome = over !== undefined ? 'status.late' : place === undefined ? 'connector.impossible' : 'accepted';
  return { facts, outcome };
}

function isSame(known: ConnectorState, message: StatusMessage, at: Instant): boolean {
  return (
    known.status === message.status &&
    known.errorCode === message.errorCode &&
    known.info === message.info &&
    known.vendorId === message.vendorId &&
    known.vendorErrorCode === message.vendorErrorCode &&
    (message.time.raw === undefined || known.statusAt === at)
  );
}

/** Folds a status. A late one changes nothing that is true now. Returns the key of the charge point that changed. */
export function foldStatus(state: StationState, fact: Fact): string | undefined {
  const body = fact.body;
  if (body.type !== 'connector.statusChanged' || body.suspect?.includes('status.late')) return undefined;
  const connector = ensureConnector(state, body.place);
  if (connector === undefined) return undefined;
  if (connector.status !== body.status) connector.statusSince = fact.at;
  connector.status = body.status;
  connector.statusAt = fact.at;
  keep(connector, 'errorCode', body.errorCode);
  keep(connector, 'info', body.info);
  keep(connector, 'vendorId', body.vendorId);
  keep(connector, 'vendorErrorCode', body.vendorErrorCode);
  return placeKey(body.place);
}

function keep<K extends 'errorCode' | 'info' | 'vendorId' | 'vendorErrorCode'>(
  connector: ConnectorState,
  key: K,
  value: string | undefined,
): void {
  if (value === undefined) delete connector[key];
  else connector[key] = value;
}

const byLowerCase = new Map<string, ConnectorStatus>(connectorStatuses.map((status) => [status.toLowerCase(), status]));

/**
 * A 2.x station may tell the status of a charge point as an event of its AvailabilityState instead of a
 * StatusNotification (OCPP 2.0.1 G01.FR.03; in 2.1 that is the way).
 */
export function statusInEvent(event: StationEvent): StatusMessage | undefined {
  if (event.variable !== 'AvailabilityState' || event.trigger === 'alerting') return undefined;
  const place =
    event.component === 'ChargingStation'
      ? { evse: 0, connector: 0 }
      : event.component === 'Connector' && event.place?.evse !== undefined && event.place.connector !== undefined
        ? { evse: event.place.evse, connector: event.place.connector }
        : undefined;
  const status = byLowerCase.get(event.value.toLowerCase());
  if (place === undefined || status === undefined) return undefined;
  return { kind: 'status', ...place, status, time: event.time };
}
