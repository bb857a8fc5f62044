import type { OCPP16 } from 'typed-ocpp';
import type { ConnectorStatus } from '../../../domain/message.ts';
import { nameOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';
import { placeOf } from '../place.ts';

const statuses = {
  Available: 'available',
  Preparing: 'preparing',
  Charging: 'charging',
  SuspendedEV: 'suspendedEV',
  SuspendedEVSE: 'suspendedEVSE',
  Finishing: 'finishing',
  Reserved: 'reserved',
  Unavailable: 'unavailable',
  Faulted: 'faulted',
} as const satisfies Record<OCPP16.StatusNotificationRequest['status'], ConnectorStatus>;

export const statusNotification = incoming<OCPP16.StatusNotificationRequest, OCPP16.StatusNotificationResponse>({
  action: 'StatusNotification',
  read: (payload) => {
    const { time, suspect } = readTime(payload.timestamp);
    return compact({
      kind: 'status',
      ...placeOf(payload.connectorId),
      status: statuses[payload.status],
      time,
      errorCode: payload.errorCode === 'NoError' ? undefined : payload.errorCode,
      info: nameOrNothing(payload.info),
      vendorId: nameOrNothing(payload.vendorId),
      vendorErrorCode: nameOrNothing(payload.vendorErrorCode),
      suspect: suspect && [suspect],
    });
  },
  answer: () => ({}),
});
