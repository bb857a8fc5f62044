import type { OCPP20 } from 'typed-ocpp';
import { nameOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';

export const securityEventNotification = incoming<
  OCPP20.SecurityEventNotificationRequest,
  OCPP20.SecurityEventNotificationResponse
>({
  action: 'SecurityEventNotification',
  read: ({ type, timestamp, techInfo }) =>
    compact({ kind: 'securityEvent', type, time: readTime(timestamp).time, info: nameOrNothing(techInfo) }),
  answer: () => ({}),
});
