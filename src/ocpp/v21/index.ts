// OCPP 2.1. What it shares with 2.0.1 stands in v2/; it knows nothing of 2.0.1.
import * as validators from '../../../generated/ocpp/v21.js';
import { explainWith } from '../explain.ts';
import type { IncomingMessage, OcppVersion } from '../table.ts';
import { calls } from '../v2/calls.ts';
import { commands } from '../v2/commands/index.ts';
import { errorCodes } from '../v2/error-codes.ts';
import { asked } from '../v2/explain.ts';
import { authorize21 } from '../v2/messages/authorize.ts';
import { get15118EVCertificate, getCertificateStatus } from '../v2/messages/contract.ts';
import { notifyEVChargingNeeds21 } from '../v2/messages/ev-charging.ts';
import { messages } from '../v2/messages/index.ts';
import { unsupportedIn } from '../v2/unsupported.ts';
import { defineVersion } from '../version.ts';
import { newCommands } from './commands/index.ts';
import { getCertificateChainStatus } from './messages/chain-status.ts';
import { notifyDERAlarm, notifyDERStartStop, reportDERControl } from './messages/grid.ts';
import {
  batterySwap,
  notifyPriorityCharging,
  notifySettlement,
  pullDynamicScheduleUpdate,
  vatNumberValidation,
} from './messages/sessions.ts';
import { closePeriodicEventStream, notifyPeriodicEventStream, openPeriodicEventStream } from './messages/streams.ts';

const newMessages = [
  authorize21,
  batterySwap,
  closePeriodicEventStream,
  get15118EVCertificate(17_000),
  getCertificateChainStatus,
  getCertificateStatus(18_000),
  notifyDERAlarm,
  notifyDERStartStop,
  notifyEVChargingNeeds21,
  notifyPeriodicEventStream,
  notifyPriorityCharging,
  notifySettlement,
  openPeriodicEventStream,
  pullDynamicScheduleUpdate,
  reportDERControl,
  vatNumberValidation,
] as const satisfies readonly IncomingMessage[];

const newCalls = [
  'AdjustPeriodicEventStream',
  'AFRRSignal',
  'ChangeTransactionTariff',
  'ClearDERControl',
  'ClearTariffs',
  'GetDERControl',
  'GetPeriodicEventStream',
  'GetTariffs',
  'NotifyAllowedEnergyTransfer',
  'NotifyWebPaymentStarted',
  'RequestBatterySwap',
  'SetDefaultTariff',
  'SetDERControl',
  'UpdateDynamicSchedule',
  'UsePriorityCharging',
] as const;

export const v21: OcppVersion = defineVersion({
  protocol: 'ocpp2.1',
  messages: [...messages, ...newMessages],
  calls: [...calls, ...newCalls],
  sends: ['NotifyPeriodicEventStream'],
  commands: { ...commands, ...newCommands },
  unsupported: unsupportedIn('OCPP 2.1', {
    idToken: 255,
    value: 2500,
    url: 2000,
    text: 1024,
    rootCertificate: 10_000,
    network: { user: 50, password: 64 },
  }),
  validators,
  errorCodes,
  hasSend: true,
  hasResultError: true,
  explain: explainWith(asked),
});
