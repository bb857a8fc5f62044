import { type Static, Type } from 'typebox';
import { reservationStatuses } from '../../domain/reservation.ts';
import type { Contract } from '../../http/contract.ts';
import { belowStation, maybe, oneOf, page, pageQuery, personalText, StationParams, Time } from '../../http/schema.ts';

export const Reservation = Type.Object({
  id: Type.Integer({ description: 'the number the station knows it by' }),
  stationId: Type.Integer(),
  /** Absent: any charge point of the station. */
  evse: maybe(Type.Integer()),
  connector: maybe(Type.Integer()),
  connectorType: maybe(Type.String({ description: 'only a connector of this type, as OCPP names it' })),
  card: maybe(personalText()),
  holder: maybe(personalText({ description: 'whose card it is' })),
  group: maybe(personalText()),
  status: oneOf(reservationStatuses),
  reason: maybe(Type.String({ description: 'why the station refused it, as it said' })),
  askedAt: Time,
  askedBy: maybe(Type.String({ description: 'name of the person or key' })),
  answeredAt: maybe(Time),
  expiresAt: Time,
  endedAt: maybe(Time),
  sessionNumber: maybe(Type.Integer({ description: 'the session that used it' })),
});
export type Reservation = Static<typeof Reservation>;

export const FleetReservation = Type.Object({
  ...Reservation.properties,
  stationName: Type.String(),
  identity: Type.String(),
});
export type FleetReservation = Static<typeof FleetReservation>;

const filters = {
  ...pageQuery,
  isOpen: maybe(Type.Boolean({ description: 'true: only those asked for or active, false: only those that are over' })),
};

export const reservationsContract = {
  list: {
    method: 'GET',
    url: '/stations/:stationId/reservations',
    right: 'reservations.see',
    tag: 'Reservations',
    summary:
      'The reservations of a station, the newest first; the commands `reserve` and `cancelReservation` make and end them',
    params: StationParams,
    query: Type.Object(filters),
    reply: page(Reservation),
  },
  get: {
    method: 'GET',
    url: '/stations/:stationId/reservations/:reservationId',
    right: 'reservations.see',
    tag: 'Reservations',
    summary: 'One reservation of a station',
    params: belowStation({ reservationId: Type.Integer({ minimum: -2147483648, maximum: 2147483647 }) }),
    reply: Reservation,
  },
  listFleet: {
    method: 'GET',
    url: '/reservations',
    right: 'reservations.see',
    tag: 'Reservations',
    summary: 'The reservations of all stations, the newest first',
    query: Type.Object(filters),
    reply: page(FleetReservation),
  },
} as const satisfies Contract;
