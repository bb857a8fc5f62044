import type { Instant } from '../lib/time.ts';
import type { DecidedFact } from './decision.ts';
import { findError, mostOpenErrors, openErrors } from './error.ts';
import type { FactBody, RefusalCause } from './facts.ts';
import { criticality } from './security-events.ts';
import type { StationState } from './state.ts';

const station = { evse: 0, connector: 0 };

/** A critical event raises an error on the sheet (S-14); the same one again counts up. Others, also of unknown name, are kept as facts only. */
export function errorBySecurityEvent(
  state: StationState,
  event: string,
  info: string | undefined,
  at: Instant,
  errorId: string,
): readonly DecidedFact[] {
  const how = criticality(event);
  if (how === undefined) return [];
  const open = findError(state, station, event, undefined);
  if (open !== undefined) return [{ at, body: { type: 'error.repeated', errorId: open.id } }];
  if (openErrors(state).length >= mostOpenErrors) return [];
  const opened: DecidedFact = {
    at,
    body: {
      type: 'error.opened',
      errorId,
      place: station,
      source: 'reported',
      code: event,
      severity: how === 'stays' ? 'warning' : 'info',
      ...(info === undefined || info === '' ? {} : { info }),
    },
  };
  return how === 'stays' ? [opened] : [opened, { at, body: { type: 'error.closed', errorId, by: 'rule' } }];
}

type Reported = Extract<FactBody, { type: 'security.reported' }>;

/** What was wrong with a TLS handshake, in the word it is counted under, as OCPP would have the station call it. */
const handshakes: Readonly<Record<string, string>> = { version: 'InvalidTLSVersion', cipher: 'InvalidTLSCipherSuite' };

/**
 * A refused connection that is more than a refusal: two devices under one name (C-03), a certificate that proves nothing (OCPP 2.0.1
 * A00.FR.408), a client that would only speak broken TLS (S-04). Undefined: the history of connections says enough.
 */
export function noticedAtDoor(
  { connection }: StationState,
  attempt: { readonly cause: RefusalCause; readonly address: string; readonly protocol?: string },
): Reported | undefined {
  const { cause, address, protocol = '' } = attempt;
  const report = (event: string, info: string): Reported => ({ type: 'security.reported', event, info, by: 'server' });
  if (cause === 'second.connection')
    return report('SecondConnection', `${connection?.address ?? 'unknown'} is connected, ${address} was refused`);
  if (cause.startsWith('certificate.')) return report('InvalidChargingStationCertificate', `${cause} from ${address}`);
  const event = cause === 'tls.failed' && Object.hasOwn(handshakes, protocol) ? handshakes[protocol] : undefined;
  return event === undefined ? undefined : report(event, `A handshake from ${address} was refused`);
}
