import type { Instant } from '../../lib/time.ts';

/** From first seen to closed, or until now; never negative, whatever a station's clock says. */
export const durationOf = (firstSeen: Instant, closedAt: Instant | undefined, now: Instant): number =>
  Math.max(0, (closedAt ?? now) - firstSeen);

/**
 * The error codes that have an explanation in words: those of OCPP 1.6, section 7.6 ChargePointErrorCode (`NoError` is
 * none), the bare status `Faulted` of 2.x, which comes without a code, and what a boot with other numbers than before raises.
 */
export const explainedCodes = [
  'ConnectorLockFailure',
  'EVCommunicationError',
  'Faulted',
  'GroundFailure',
  'HighTemperature',
  'InternalError',
  'LocalListConflict',
  'OtherError',
  'OverCurrentFailure',
  'OverVoltage',
  'PowerMeterFailure',
  'PowerSwitchFailure',
  'ReaderFailure',
  'ResetFailure',
  'UnderVoltage',
  'WeakSignal',
  'boxSerialChanged',
  'meterSerialChanged',
  'simChanged',
  'stationSerialChanged',
] as const;
export type ExplainedCode = (typeof explainedCodes)[number];

export const isExplained = (code: string): code is ExplainedCode =>
  (explainedCodes as readonly string[]).includes(code);

/** May a person close this error? The reason against it in words, or undefined. */
export function refusalToClose(error: {
  readonly closed: boolean;
  readonly stillReported: boolean;
}): string | undefined {
  if (error.closed) return 'This error is closed already.';
  // The station would open it again with its next message, and until then the console would lie about the charge point.
  if (error.stillReported)
    return 'The connected station still reports this error. It closes by itself as soon as the station takes it back.';
  return undefined;
}
