import type { OCPP21 } from 'typed-ocpp';
import { whole } from '../../bounds.ts';
import { incoming } from '../../define.ts';

const statuses = { Expired: 'expired', Removed: 'removed', NoTransaction: 'noTransaction' } as const;

/** H01, H04: a reservation is over without a session. */
export const reservationStatusUpdate = incoming<
  OCPP21.ReservationStatusUpdateRequest,
  OCPP21.ReservationStatusUpdateResponse
>({
  action: 'ReservationStatusUpdate',
  read: ({ reservationId, reservationUpdateStatus }) => ({
    kind: 'reservationStatus',
    reservationId: whole(reservationId),
    status: statuses[reservationUpdateStatus],
  }),
  answer: () => ({}),
});
