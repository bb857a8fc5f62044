import type { IncomingMessage } from '../../table.ts';
import { bootNotification } from './boot-notification.ts';
import { clearedChargingLimit, notifyChargingLimit } from './charging-limit.ts';
import { dataTransfer } from './data-transfer.ts';
import { notifyEVChargingSchedule } from './ev-charging.ts';
import { firmwareStatusNotification } from './firmware-status-notification.ts';
import { heartbeat } from './heartbeat.ts';
import { logStatusNotification } from './log-status-notification.ts';
import { meterValues } from './meter-values.ts';
import { notifyCustomerInformation } from './notify-customer-information.ts';
import { notifyDisplayMessages } from './notify-display-messages.ts';
import { notifyEvent } from './notify-event.ts';
import { notifyMonitoringReport } from './notify-monitoring-report.ts';
import { notifyReport } from './notify-report.ts';
import { publishFirmwareStatusNotification } from './publish-firmware-status-notification.ts';
import { reportChargingProfiles } from './report-charging-profiles.ts';
import { reservationStatusUpdate } from './reservation-status-update.ts';
import { securityEventNotification } from './security-event-notification.ts';
import { signCertificate } from './sign-certificate.ts';
import { statusNotification } from './status-notification.ts';
import { transactionEvent } from './transaction-event.ts';

/** The station's messages that 2.0.1 and 2.1 mean alike. */
export const messages = [
  bootNotification,
  dataTransfer,
  firmwareStatusNotification,
  heartbeat,
  logStatusNotification,
  meterValues,
  notifyEvent,
  notifyReport,
  securityEventNotification,
  signCertificate,
  statusNotification,
  transactionEvent,
  clearedChargingLimit,
  notifyChargingLimit,
  notifyEVChargingSchedule,
  notifyCustomerInformation,
  notifyDisplayMessages,
  notifyMonitoringReport,
  publishFirmwareStatusNotification,
  reportChargingProfiles,
  reservationStatusUpdate,
] as const satisfies readonly IncomingMessage[];
