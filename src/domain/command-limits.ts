import { day, hour, minute } from '../lib/time.ts';
import type { CommandKind } from './commands.ts';

/** So many wait or are under way at one station at most. */
export const mostCommands = 32;
/** A command that waits for its station is given up after this. */
export const queuedFor = 7 * day;
/** How long a command from the queue may go unanswered. */
export const answerWithin = minute;

/** After the answer, so long for the effect to show; kinds that are not here are done with the answer. */
export const effectWithin: Partial<Record<CommandKind, number>> = {
  // ConnectionTimeOut of the station, within which a car must be plugged in, and then some.
  start: 5 * minute,
  stop: 5 * minute,
  reset: 10 * minute,
  changeAvailability: 2 * minute,
  readSettings: 5 * minute,
  readReport: 5 * minute,
  readReportOf: 5 * minute,
  readMonitors: 5 * minute,
  readChargingProfiles: 5 * minute,
  readDisplayMessages: 5 * minute,
  readCustomer: 5 * minute,
  readDERControl: 5 * minute,
  publishFirmware: 6 * hour,
};
/** "Scheduled" waits for a running session to end (OCPP 2.0.1 B12.FR.01, G03.FR.05). */
export const scheduledWithin = day;

/**
 * Not while the station waits to be accepted: what concerns sessions (OCPP 2.0.1 B02.FR.05, 1.6 section 4.2), and what a
 * station would answer by messages, which it may not send yet. Only reports and triggers are excepted (B02.FR.02).
 */
export const notWhilePending: readonly CommandKind[] = [
  'start',
  'stop',
  'reserve',
  'tellCost',
  'updateFirmware',
  'publishFirmware',
  'readLog',
  'readMonitors',
  'readChargingProfiles',
  'readDisplayMessages',
  'readCustomer',
  'readDERControl',
  'changeTransactionTariff',
  'usePriorityCharging',
  'notifyAllowedEnergyTransfer',
  'notifyWebPaymentStarted',
  'requestBatterySwap',
];
