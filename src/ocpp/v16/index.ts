// OCPP 1.6 with its security extension. Knows nothing of other versions.
import * as validators from '../../../generated/ocpp/v16.js';
import { explainWith } from '../explain.ts';
import type { IncomingMessage, OcppVersion } from '../table.ts';
import { defineVersion } from '../version.ts';
import { cancelReservation } from './commands/cancel-reservation.ts';
import { changeAvailability } from './commands/change-availability.ts';
import { clearCache } from './commands/clear-cache.ts';
import { clearChargingProfiles } from './commands/clear-charging-profiles.ts';
import { dataTransfer as sendData } from './commands/data-transfer.ts';
import { deleteCertificate } from './commands/delete-certificate.ts';
import { deliverCertificate } from './commands/deliver-certificate.ts';
import { installCertificate } from './commands/install-certificate.ts';
import { readCertificates } from './commands/read-certificates.ts';
import { readCompositeSchedule } from './commands/read-composite-schedule.ts';
import { readLocalListVersion } from './commands/read-local-list-version.ts';
import { readLog } from './commands/read-log.ts';
import { readSettings } from './commands/read-settings.ts';
import { reserve } from './commands/reserve.ts';
import { reset } from './commands/reset.ts';
import { sendLocalList } from './commands/send-local-list.ts';
import { setChargingProfile } from './commands/set-charging-profile.ts';
import { start } from './commands/start.ts';
import { stop } from './commands/stop.ts';
import { trigger } from './commands/trigger.ts';
import { unlock } from './commands/unlock.ts';
import { updateFirmware } from './commands/update-firmware.ts';
import { writeSettings } from './commands/write-settings.ts';
import { errorCodes } from './error-codes.ts';
import { asked } from './explain.ts';
import { featureProfiles } from './feature-profiles.ts';
import { authorize } from './messages/authorize.ts';
import { bootNotification } from './messages/boot-notification.ts';
import { dataTransfer } from './messages/data-transfer.ts';
import { diagnosticsStatusNotification } from './messages/diagnostics-status-notification.ts';
import { firmwareStatusNotification } from './messages/firmware-status-notification.ts';
import { heartbeat } from './messages/heartbeat.ts';
import { logStatusNotification } from './messages/log-status-notification.ts';
import { meterValues } from './messages/meter-values.ts';
import { securityEventNotification } from './messages/security-event-notification.ts';
import { signCertificate } from './messages/sign-certificate.ts';
import { signedFirmwareStatusNotification } from './messages/signed-firmware-status-notification.ts';
import { startTransaction } from './messages/start-transaction.ts';
import { statusNotification } from './messages/status-notification.ts';
import { stopTransaction } from './messages/stop-transaction.ts';
import { unsupported, without } from './unsupported.ts';

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
  signCertificate,
  signedFirmwareStatusNotification,
  startTransaction,
  statusNotification,
  stopTransaction,
] as const satisfies readonly IncomingMessage[];

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
  reserve,
  cancelReservation,
  sendLocalList,
  readLocalListVersion,
  setChargingProfile,
  clearChargingProfiles,
  readCompositeSchedule,
  updateFirmware,
  readLog,
  installCertificate,
  deleteCertificate,
  readCertificates,
  deliverCertificate,
  ...without,
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
  calls,
  sends: [],
  commands,
  unsupported,
  parts: featureProfiles,
  validators,
  errorCodes,
  hasSend: false,
  hasResultError: false,
  explain: explainWith(asked),
});
