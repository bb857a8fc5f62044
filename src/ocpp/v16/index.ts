// OCPP 1.6 with its security extension. Knows nothing of other versions.
import * as validators from '../../../generated/ocpp/v16.js';
import { explainWith } from '../explain.ts';
import type { IncomingMessage, OcppVersion } from '../table.ts';
import { defineVersion } from '../version.ts';
import { changeAvailability } from './commands/change-availability.ts';
import { clearCache } from './commands/clear-cache.ts';
import { dataTransfer as sendData } from './commands/data-transfer.ts';
import { readSettings } from './commands/read-settings.ts';
import { reset } from './commands/reset.ts';
import { start } from './commands/start.ts';
import { stop } from './commands/stop.ts';
import { trigger } from './commands/trigger.ts';
import { unlock } from './commands/unlock.ts';
import { writeSettings } from './commands/write-settings.ts';
import { errorCodes } from './error-codes.ts';
import { asked } from './explain.ts';
import { authorize } from './messages/authorize.ts';
import { bootNotification } from './messages/boot-notification.ts';
import { dataTransfer } from './messages/data-transfer.ts';
import { diagnosticsStatusNotification } from './messages/diagnostics-status-notification.ts';
import { firmwareStatusNotification } from './messages/firmware-status-notification.ts';
import { heartbeat } from './messages/heartbeat.ts';
import { logStatusNotification } from './messages/log-status-notification.ts';
import { meterValues } from './messages/meter-values.ts';
import { securityEventNotification } from './messages/security-event-notification.ts';
import { signedFirmwareStatusNotification } from './messages/signed-firmware-status-notification.ts';
import { startTransaction } from './messages/start-transaction.ts';
import { statusNotification } from './messages/status-notification.ts';
import { stopTransaction } from './messages/stop-transaction.ts';
import { unsupported } from './unsupported.ts';

const messages = [
  authorize,
  bootNotification,
  dataTransfer,
  diagnosticsStatusNotification,
  firmwareStatusNotification,
  heartbeat,
  logStatusNotification,
  meterValues,
  securityEventNotification,
  signedFirmwareStatusNotification,
  startTransaction,
  statusNotification,
  stopTransaction,
] as const satisfies readonly IncomingMessage[];

/** Translated next. */
const notYet = { unsupported: 'Voltyard does not send this command yet.' } as const;

const commands = {
  start,
  stop,
  reset,
  unlock,
  changeAvailability,
  trigger,
  readSettings,
  writeSettings,
  clearCache,
  dataTransfer: sendData,
  reserve: notYet,
  cancelReservation: notYet,
  sendLocalList: notYet,
  readLocalListVersion: notYet,
  setChargingProfile: notYet,
  clearChargingProfiles: notYet,
  readCompositeSchedule: notYet,
  readChargingProfiles: notYet,
  updateFirmware: notYet,
  publishFirmware: notYet,
  unpublishFirmware: notYet,
  readLog: notYet,
  installCertificate: notYet,
  deleteCertificate: notYet,
  readCertificates: notYet,
  deliverCertificate: notYet,
  readReport: notYet,
  readReportOf: notYet,
  setMonitors: notYet,
  clearMonitors: notYet,
  readMonitors: notYet,
  setMonitoringBase: notYet,
  setMonitoringLevel: notYet,
  setDisplayMessage: notYet,
  clearDisplayMessage: notYet,
  readDisplayMessages: notYet,
  readCustomer: notYet,
  tellCost: notYet,
  readTransactionStatus: notYet,
  setNetworkProfile: notYet,
} as const satisfies OcppVersion['commands'];

const calls = [
  'CancelReservation',
  'CertificateSigned',
  'ChangeAvailability',
  'ChangeConfiguration',
  'ClearCache',
  'ClearChargingProfile',
  'DeleteCertificate',
  'ExtendedTriggerMessage',
  'GetCompositeSchedule',
  'GetConfiguration',
  'GetDiagnostics',
  'GetInstalledCertificateIds',
  'GetLocalListVersion',
  'GetLog',
  'InstallCertificate',
  'RemoteStartTransaction',
  'RemoteStopTransaction',
  'ReserveNow',
  'Reset',
  'SendLocalList',
  'SetChargingProfile',
  'SignedUpdateFirmware',
  'TriggerMessage',
  'UnlockConnector',
  'UpdateFirmware',
] as const;

export const v16: OcppVersion = defineVersion({
  protocol: 'ocpp1.6',
  messages,
  // Whitepaper A02: a certificate request that nobody can sign is rejected, the station keeps what it has.
  others: { SignCertificate: () => ({ status: 'Rejected' }) },
  calls,
  sends: [],
  commands,
  unsupported,
  validators,
  errorCodes,
  hasSend: false,
  hasResultError: false,
  explain: explainWith(asked),
});
