import type { OCPP20 } from 'typed-ocpp';
import { wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';

export const firmwareStatusNotification = incoming<
  OCPP20.FirmwareStatusNotificationRequest,
  OCPP20.FirmwareStatusNotificationResponse
>({
  action: 'FirmwareStatusNotification',
  read: ({ status, requestId }) => compact({ kind: 'firmwareStatus', status, requestId: wholeOrNothing(requestId) }),
  answer: () => ({}),
});
