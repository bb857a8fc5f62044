import type { OCPP16 } from 'typed-ocpp';
import { incoming } from '../../define.ts';

/** The upload of a diagnostics file is what later versions call a log. */
export const diagnosticsStatusNotification = incoming<
  OCPP16.DiagnosticsStatusNotificationRequest,
  OCPP16.DiagnosticsStatusNotificationResponse
>({
  action: 'DiagnosticsStatusNotification',
  read: ({ status }) => ({ kind: 'logStatus', status }),
  answer: () => ({}),
});
