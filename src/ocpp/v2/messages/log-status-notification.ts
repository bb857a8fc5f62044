import type { OCPP20 } from 'typed-ocpp';
import { wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';

export const logStatusNotification = incoming<
  OCPP20.LogStatusNotificationRequest,
  OCPP20.LogStatusNotificationResponse
>({
  action: 'LogStatusNotification',
  read: ({ status, requestId }) => compact({ kind: 'logStatus', status, requestId: wholeOrNothing(requestId) }),
  answer: () => ({}),
});
