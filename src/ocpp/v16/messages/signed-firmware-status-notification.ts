import type { OCPP16 } from 'typed-ocpp';
import { wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';

/** OCPP 1.6 security whitepaper L01: the same news with the request it belongs to. */
export const signedFirmwareStatusNotification = incoming<
  OCPP16.SignedFirmwareStatusNotificationRequest,
  OCPP16.SignedFirmwareStatusNotificationResponse
>({
  action: 'SignedFirmwareStatusNotification',
  read: ({ status, requestId }) => compact({ kind: 'firmwareStatus', status, requestId: wholeOrNothing(requestId) }),
  answer: () => ({}),
});
