import type { OcppVersion } from '../../table.ts';
import { setNetworkProfileWith } from '../../v2/commands/set-network-profile.ts';
import { adjustPeriodicEventStream } from './adjust-periodic-event-stream.ts';
import { afrrSignal } from './afrr-signal.ts';
import { changeTransactionTariff } from './change-transaction-tariff.ts';
import { clearDERControl } from './clear-der-control.ts';
import { clearTariffs } from './clear-tariffs.ts';
import { notifyAllowedEnergyTransfer } from './notify-allowed-energy-transfer.ts';
import { notifyWebPaymentStarted } from './notify-web-payment-started.ts';
import { readDERControl } from './read-der-control.ts';
import { readPeriodicEventStreams } from './read-periodic-event-streams.ts';
import { readTariffs } from './read-tariffs.ts';
import { requestBatterySwap } from './request-battery-swap.ts';
import { setDefaultTariff } from './set-default-tariff.ts';
import { setDERControl } from './set-der-control.ts';
import { updateDynamicSchedule } from './update-dynamic-schedule.ts';
import { usePriorityCharging } from './use-priority-charging.ts';

/** What 2.1 writes in its own way, and what only it can do. */
export const newCommands = {
  setNetworkProfile: setNetworkProfileWith({ OCPP16: 'OCPP16', OCPP201: 'OCPP201', OCPP21: 'OCPP21' }),
  setDefaultTariff,
  readTariffs,
  clearTariffs,
  changeTransactionTariff,
  setDERControl,
  readDERControl,
  clearDERControl,
  adjustPeriodicEventStream,
  readPeriodicEventStreams,
  afrrSignal,
  notifyAllowedEnergyTransfer,
  updateDynamicSchedule,
  usePriorityCharging,
  notifyWebPaymentStarted,
  requestBatterySwap,
} as const satisfies Partial<OcppVersion['commands']>;
