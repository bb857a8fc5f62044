import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { belowStation, line, nullable, oneOf, StationParams, Time } from '../../http/schema.ts';

const Number16 = Type.Integer({ minimum: 1, maximum: 32_767 });
const PlaceParams = belowStation({ evse: Number16, connector: Number16 });

const ChargePoint = Type.Object({
  evse: Type.Integer(),
  connector: Type.Integer(),
  name: nullable(Type.String()),
  evseId: nullable(Type.String()),
  /** The EVSE-ID as people enter it; null where it has the other form (+49*...). */
  evseIdParts: nullable(Type.Object({ country: Type.String(), operator: Type.String(), number: Type.String() })),
  connectorType: nullable(Type.String()),
  maxPowerW: nullable(Type.Number()),
  current: nullable(oneOf(['AC', 'DC'])),
  phases: nullable(Type.Integer()),
  cable: nullable(Type.Boolean()),
  /** Null: the station never said. */
  status: nullable(Type.String()),
  statusSince: nullable(Time),
  errorCode: nullable(Type.String()),
  vendorErrorCode: nullable(Type.String()),
  info: nullable(Type.String()),
  source: oneOf(['user', 'station']),
  session: nullable(
    Type.Object({
      number: Type.Integer(),
      transactionId: Type.String(),
      startedAt: Time,
      energyWh: nullable(Type.Number()),
      powerW: nullable(Type.Number()),
      soc: nullable(Type.Number()),
      chargingState: nullable(Type.String()),
      stopAskedAt: nullable(Time),
    }),
  ),
});

const Share = Type.Object({
  evse: Type.Integer(),
  connector: Type.Integer(),
  name: nullable(Type.String()),
  sessions: Type.Integer(),
  /** Null: the station never reported energy for a session here (CP-1); else the sum. */
  energyWh: nullable(Type.Number()),
  /** Of the sessions, how many did not report energy. */
  withoutEnergy: Type.Integer(),
  averageWh: nullable(Type.Number()),
});

const description = {
  name: Type.Optional(nullable(line(100))),
  /** Whole id, or its parts; the parts get the E that separates operator and number (CP-3). */
  evseId: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 60 }))),
  evseIdParts: Type.Optional(
    Type.Object(
      {
        country: Type.String({ maxLength: 8 }),
        operator: Type.String({ maxLength: 8 }),
        number: Type.String({ maxLength: 40 }),
      },
      { additionalProperties: false },
    ),
  ),
  connectorType: Type.Optional(nullable(line(40))),
  maxPowerW: Type.Optional(nullable(Type.Number({ exclusiveMinimum: 0, maximum: 10_000_000 }))),
  current: Type.Optional(nullable(oneOf(['AC', 'DC']))),
  phases: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 3 }))),
  cable: Type.Optional(nullable(Type.Boolean({ description: 'true: attached cable, false: socket' }))),
};
const Description = Type.Object(description, { additionalProperties: false, minProperties: 1 });

const EvseIdCheck = Type.Object({
  valid: Type.Boolean(),
  /** As it would be stored. */
  evseId: nullable(Type.String()),
  problem: nullable(Type.String({ description: 'Why it is refused, one word' })),
  takenBy: nullable(
    Type.Object({
      stationId: Type.Integer(),
      stationName: Type.String(),
      evse: Type.Integer(),
      connector: Type.Integer(),
      name: nullable(Type.String()),
    }),
  ),
});

export const chargePointsContract = {
  chargePoints: {
    method: 'GET',
    url: '/stations/:stationId/charge-points',
    right: 'stations.see',
    tag: 'Charge points',
    summary: 'Charge points of a station with their configuration, live state and current session',
    params: StationParams,
    reply: Type.Object({ timeZone: Type.String(), items: Type.Array(ChargePoint) }),
  },
  chargePointShares: {
    method: 'GET',
    url: '/stations/:stationId/charge-point-shares',
    right: 'stations.see',
    tag: 'Charge points',
    summary: 'Sessions and energy by charge point of sessions that began in the period',
    params: StationParams,
    query: Type.Object({ from: Type.Optional(Time), to: Type.Optional(Time) }),
    reply: Type.Object({
      from: nullable(Time),
      to: Time,
      items: Type.Array(Share),
      /** Sessions whose station did not say where they took place. */
      nowhere: Type.Integer(),
      sessions: Type.Integer(),
      energyWh: nullable(Type.Number()),
    }),
  },
  addChargePoint: {
    method: 'POST',
    url: '/stations/:stationId/charge-points',
    right: 'stations.change',
    tag: 'Charge points',
    summary: 'Declares a charge point that the station has not reported itself',
    params: StationParams,
    body: Type.Object(
      {
        evse: Number16,
        connector: Type.Optional(Type.Integer({ minimum: 1, maximum: 32_767, default: 1 })),
        ...description,
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ seq: Type.Integer() }),
  },
  describeChargePoint: {
    method: 'PATCH',
    url: '/stations/:stationId/charge-points/:evse/:connector',
    right: 'stations.change',
    tag: 'Charge points',
    summary: 'Changes name, EVSE-ID and technical data; absent fields stay, null empties a field',
    params: PlaceParams,
    body: Description,
    reply: Type.Object({ seq: Type.Integer() }),
  },
  checkEvseId: {
    method: 'GET',
    url: '/evse-ids/check',
    right: 'stations.see',
    tag: 'Charge points',
    summary: 'Checks an EVSE-ID, whole or in parts, by the rules of OICP 2.3 and for being taken in its normal form',
    query: Type.Object({
      evseId: Type.Optional(Type.String({ maxLength: 60 })),
      country: Type.Optional(Type.String({ maxLength: 8 })),
      operator: Type.Optional(Type.String({ maxLength: 8 })),
      number: Type.Optional(Type.String({ maxLength: 40 })),
      /** The charge point that asks: its own id does not count as taken. */
      stationId: Type.Optional(Type.Integer()),
      evse: Type.Optional(Type.Integer()),
      connector: Type.Optional(Type.Integer()),
    }),
    reply: EvseIdCheck,
  },
  qrPng: {
    method: 'GET',
    url: '/stations/:stationId/charge-points/:evse/:connector/qr.png',
    right: 'stations.see',
    tag: 'Charge points',
    summary: 'QR code of the EVSE address, PNG, 1024 pixels wide',
    params: PlaceParams,
    produces: 'image/png',
  },
  qrSvg: {
    method: 'GET',
    url: '/stations/:stationId/charge-points/:evse/:connector/qr.svg',
    right: 'stations.see',
    tag: 'Charge points',
    summary: 'QR code of the EVSE address, SVG',
    params: PlaceParams,
    produces: 'image/svg+xml',
  },
  evse: {
    method: 'GET',
    url: '/evses/:evseId',
    right: 'stations.see',
    tag: 'Charge points',
    summary: 'Where an EVSE-ID is, written with or without separators: the target of its QR code',
    params: Type.Object({ evseId: Type.String({ maxLength: 60 }) }),
    reply: Type.Object({
      stationId: Type.Integer(),
      evse: Type.Integer(),
      connector: Type.Integer(),
      evseId: Type.String(),
    }),
  },
} as const satisfies Contract;

export type ChargePointItem = Static<typeof ChargePoint>;
export type ChargePointShare = Static<typeof Share>;
export type ChargePointDescription = Static<typeof Description>;
export type EvseIdCheckReply = Static<typeof EvseIdCheck>;
