import type { IncomingMessage } from '../../table.ts';
import { authorize } from './authorize.ts';
import { bootNotification } from './boot-notification.ts';
import { dataTransfer } from './data-transfer.ts';
import { firmwareStatusNotification } from './firmware-status-notification.ts';
import { heartbeat } from './heartbeat.ts';
import { logStatusNotification } from './log-status-notification.ts';
import { meterValues } from './meter-values.ts';
import { notifyEvent } from './notify-event.ts';
import { notifyReport } from './notify-report.ts';
import { securityEventNotification } from './security-event-notification.ts';
import { statusNotification } from './status-notification.ts';
import { transactionEvent } from './transaction-event.ts';

/** The station's messages that 2.0.1 and 2.1 mean alike. */
export const messages = [
  authorize,
  bootNotification,
  dataTransfer,
  firmwareStatusNotification,
  heartbeat,
  logStatusNotification,
  meterValues,
  notifyEvent,
  notifyReport,
  securityEventNotification,
  statusNotification,
  transactionEvent,
] as const satisfies readonly IncomingMessage[];
