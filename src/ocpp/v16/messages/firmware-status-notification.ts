import type { OCPP16 } from 'typed-ocpp';
import { incoming } from '../../define.ts';

export const firmwareStatusNotification = incoming<
  OCPP16.FirmwareStatusNotificationRequest,
  OCPP16.FirmwareStatusNotificationResponse
>({
  action: 'FirmwareStatusNotification',
  read: ({ status }) => ({ kind: 'firmwareStatus', status }),
  answer: () => ({}),
});
