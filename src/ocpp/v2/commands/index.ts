import type { OcppVersion } from '../../table.ts';
import { changeAvailability } from './change-availability.ts';
import { clearCache } from './clear-cache.ts';
import { dataTransfer } from './data-transfer.ts';
import { readSettings } from './read-settings.ts';
import { reset } from './reset.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { trigger } from './trigger.ts';
import { unlock } from './unlock.ts';
import { writeSettings } from './write-settings.ts';

/** Translated next. */
const notYet = { unsupported: 'Voltyard does not send this command yet.' } as const;

/** The commands that 2.0.1 and 2.1 write alike. */
export const commands = {
  start,
  stop,
  reset,
  unlock,
  changeAvailability,
  trigger,
  readSettings,
  writeSettings,
  clearCache,
  dataTransfer,
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
