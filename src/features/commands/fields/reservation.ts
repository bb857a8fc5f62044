import { type Description, v2 } from './field.ts';

export const reservation = {
  reserve: {
    group: 'reservation',
    actions: ['ReserveNow'],
    fields: {
      place: { type: 'place', connector: 'optional', optional: true, whole: true },
      card: { type: 'card' },
      expiresAt: { type: 'instant', start: 1800 },
      // OCPP 2.0.1 H01.FR.06: a connector type is told without an EVSE
      connectorType: { type: 'line', max: 20, optional: true, only: v2, rare: true, help: true },
    },
  },
  cancelReservation: {
    group: 'reservation',
    actions: ['CancelReservation'],
    fields: { reservationId: { type: 'integer', min: 0, max: 2_147_483_647, help: true } },
  },
} as const satisfies Record<string, Description>;
