import type { OCPP20 } from 'typed-ocpp';
import type { ConnectorStatus } from '../../../domain/message.ts';
import { placeOf } from '../../bounds.ts';
import { incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';

export const connectorStatuses = {
  Available: 'available',
  Occupied: 'occupied',
  Reserved: 'reserved',
  Unavailable: 'unavailable',
  Faulted: 'faulted',
} as const satisfies Record<OCPP20.StatusNotificationRequest['connectorStatus'], ConnectorStatus>;

export const statusNotification = incoming<OCPP20.StatusNotificationRequest, OCPP20.StatusNotificationResponse>({
  action: 'StatusNotification',
  read: ({ evseId, connectorId, connectorStatus, timestamp }) => {
    const { time, suspect } = readTime(timestamp);
    return {
      kind: 'status',
      ...placeOf(evseId, connectorId),
      status: connectorStatuses[connectorStatus],
      time,
      ...(suspect === undefined ? {} : { suspect: [suspect] }),
    };
  },
  answer: () => ({}),
});
