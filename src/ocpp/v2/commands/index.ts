import type { OcppVersion } from '../../table.ts';
import { cancelReservation } from './cancel-reservation.ts';
import { changeAvailability } from './change-availability.ts';
import { clearCache } from './clear-cache.ts';
import { clearChargingProfiles } from './clear-charging-profiles.ts';
import { clearDisplayMessage } from './clear-display-message.ts';
import { clearMonitors } from './clear-monitors.ts';
import { dataTransfer } from './data-transfer.ts';
import { deleteCertificate } from './delete-certificate.ts';
import { deliverCertificate } from './deliver-certificate.ts';
import { installCertificate } from './install-certificate.ts';
import { publishFirmware } from './publish-firmware.ts';
import { readCertificates } from './read-certificates.ts';
import { readChargingProfiles } from './read-charging-profiles.ts';
import { readCompositeSchedule } from './read-composite-schedule.ts';
import { readCustomer } from './read-customer.ts';
import { readDisplayMessages } from './read-display-messages.ts';
import { readLocalListVersion } from './read-local-list-version.ts';
import { readLog } from './read-log.ts';
import { readMonitors } from './read-monitors.ts';
import { readReport } from './read-report.ts';
import { readReportOf } from './read-report-of.ts';
import { readSettings } from './read-settings.ts';
import { readTransactionStatus } from './read-transaction-status.ts';
import { reserve } from './reserve.ts';
import { reset } from './reset.ts';
import { sendLocalList } from './send-local-list.ts';
import { setChargingProfile } from './set-charging-profile.ts';
import { setDisplayMessage } from './set-display-message.ts';
import { setMonitoringBase } from './set-monitoring-base.ts';
import { setMonitoringLevel } from './set-monitoring-level.ts';
import { setMonitors } from './set-monitors.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { tellCost } from './tell-cost.ts';
import { trigger } from './trigger.ts';
import { unlock } from './unlock.ts';
import { unpublishFirmware } from './unpublish-firmware.ts';
import { updateFirmware } from './update-firmware.ts';
import { writeSettings } from './write-settings.ts';

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
  reserve,
  cancelReservation,
  sendLocalList,
  readLocalListVersion,
  setChargingProfile,
  clearChargingProfiles,
  readCompositeSchedule,
  readChargingProfiles,
  updateFirmware,
  publishFirmware,
  unpublishFirmware,
  readLog,
  installCertificate,
  deleteCertificate,
  readCertificates,
  deliverCertificate,
  readReport,
  readReportOf,
  setMonitors,
  clearMonitors,
  readMonitors,
  setMonitoringBase,
  setMonitoringLevel,
  setDisplayMessage,
  clearDisplayMessage,
  readDisplayMessages,
  readCustomer,
  tellCost,
  readTransactionStatus,
} as const satisfies Partial<OcppVersion['commands']>;
