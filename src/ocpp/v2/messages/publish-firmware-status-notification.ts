import type { OCPP20 } from 'typed-ocpp';
import { wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';

/** L03: how a local controller gets on with handing firmware on. */
export const publishFirmwareStatusNotification = incoming<
  OCPP20.PublishFirmwareStatusNotificationRequest,
  OCPP20.PublishFirmwareStatusNotificationResponse
>({
  action: 'PublishFirmwareStatusNotification',
  read: ({ status, location, requestId }) =>
    compact({ kind: 'publishStatus', status, requestId: wholeOrNothing(requestId), locations: location?.slice(0, 16) }),
  answer: () => ({}),
});
