import type { Instant } from '../lib/time.ts';
import type { DecidedFact } from './decision.ts';
import { findError, mostOpenErrors, openErrors } from './error.ts';
import type { StationState } from './state.ts';

/**
 * Security events that OCPP calls critical (1.6 security whitepaper section 8, 2.0.1 part 2 appendix 1), and whether what they
 * tell of stays until somebody has looked, or is over when it is told.
 */
const critical: Readonly<Record<string, 'stays' | 'passes'>> = {
  FirmwareUpdated: 'passes',
  SettingSystemTime: 'passes',
  StartupOfTheDevice: 'passes',
  ResetOrReboot: 'passes',
  SecurityLogWasCleared: 'stays',
  MemoryExhaustion: 'stays',
  TamperDetectionActivated: 'stays',
  // Not of the appendix: noticed by us.
  InvalidChargingStationCertificate: 'stays',
};

const station = { evse: 0, connector: 0 };

/** A critical event raises an error on the sheet (S-14); the same one again counts up. Others, also of unknown name, are kept as facts only. */
export function errorBySecurityEvent(
  state: StationState,
  event: string,
  info: string | undefined,
  at: Instant,
  errorId: string,
): readonly DecidedFact[] {
  const how = Object.hasOwn(critical, event) ? critical[event] : undefined;
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
