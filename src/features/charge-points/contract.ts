import { type Static, Type } from 'typebox';
import { evseIdProblems } from '../../domain/evse-id.ts';
import { standings } from '../../domain/standing.ts';
import type { Contract } from '../../http/contract.ts';
import { belowStation, line, maybe, nullable, oneOf, StationParams, Time } from '../../http/schema.ts';

const Number16 = Type.Integer({ minimum: 1, maximum: 32_767 });
const PlaceParams = belowStation({ evse: Number16, connector: Number16 });

const ChargePoint = Type.Object({
  evse: Type.Integer(),
  connector: Type.Integer(),
  name: maybe(Type.String()),
  evseId: maybe(Type.String()),
  /** The EVSE-ID as people enter it; absent where it has the other form (+49*...). */
  evseIdParts: maybe(Type.Object({ country: Type.String(), operator: Type.String(), number: Type.String() })),
  connectorType: maybe(Type.String()),
  maxPowerW: maybe(Type.Number()),
  current: maybe(oneOf(['AC', 'DC'])),
  phases: maybe(Type.Integer()),
  cable: maybe(Type.Boolean()),
  standing: oneOf(standings),
  /** Absent: the station never said. */
  status: maybe(Type.String()),
  statusSince: maybe(Time),
  errorCode: maybe(Type.String()),
  vendorErrorCode: maybe(Type.String()),
  info: maybe(Type.String()),
  source: oneOf(['user', 'station']),
  session: maybe(
    Type.Object({
      number: Type.Integer(),
      transactionId: Type.String(),
      startedAt: Time,
      energyWh: maybe(Type.Number()),
      powerW: maybe(Type.Number()),
      soc: maybe(Type.Number()),
      chargingState: maybe(Type.String()),
      stopAskedAt: maybe(Time),
    }),
  ),
});

const Share = Type.Object({
  evse: Type.Integer(),
  connector: Type.Integer(),
  name: maybe(Type.String()),
  sessions: Type.Integer(),
  /** Absent: no session here reported its energy (CP-1), which is not zero. */
  energyWh: maybe(Type.Number()),
  /** Of the sessions, how many did not report energy. */
  withoutEnergy: Type.Integer(),
  averageWh: maybe(Type.Number()),
});

const description = {
  name: maybe(nullable(line(100))),
  /** Whole id, or its parts; the parts get the E that separates operator and number (CP-3). */
  evseId: maybe(nullable(Type.String({ minLength: 1, maxLength: 60 }))),
  evseIdParts: maybe(
    Type.Object(
      {
        country: Type.String({ maxLength: 8 }),
        operator: Type.String({ maxLength: 8 }),
        number: Type.String({ maxLength: 40 }),
      },
      { additionalProperties: false },
    ),
  ),
  connectorType: maybe(nullable(line(40))),
  maxPowerW: maybe(nullable(Type.Number({ exclusiveMinimum: 0, maximum: 10_000_000 }))),
  current: maybe(nullable(oneOf(['AC', 'DC']))),
  phases: maybe(nullable(Type.Integer({ minimum: 1, maximum: 3 }))),
  cable: maybe(nullable(Type.Boolean({ description: 'true: attached cable, false: socket' }))),
};
const Description = Type.Object(description, { additionalProperties: false, minProperties: 1 });

const EvseIdCheck = Type.Object({
  valid: Type.Boolean(),
  /** As it would be stored. */
  evseId: maybe(Type.String()),
  problem: maybe(oneOf(evseIdProblems, 'Why it is refused')),
  takenBy: maybe(
    Type.Object({
      stationId: Type.Integer(),
      stationName: Type.String(),
      evse: Type.Integer(),
      connector: Type.Integer(),
      name: maybe(Type.String()),
    }),
  ),
});

export const chargePointsContract = {
  chargePoints: {
    method: 'GET',
    url: '/stations/:stationId/charge-points',
    right: 'chargePoints.see',
    tag: 'Charge points',
    summary: 'Charge points of a station with their configuration, live state and current session',
    params: StationParams,
    reply: Type.Object({ timeZone: Type.String(), items: Type.Array(ChargePoint) }),
  },
  chargePointShares: {
    method: 'GET',
    url: '/stations/:stationId/charge-point-shares',
    right: 'chargePoints.see',
    tag: 'Charge points',
    summary: 'Sessions and energy by charge point of sessions that began in the period',
    params: StationParams,
    query: Type.Object({ from: maybe(Time), to: maybe(Time) }),
    reply: Type.Object({
      from: maybe(Time),
      to: Time,
      items: Type.Array(Share),
      /** Sessions whose station did not say where they took place. */
      nowhere: Type.Integer(),
      sessions: Type.Integer(),
      energyWh: maybe(Type.Number()),
    }),
  },
  addChargePoint: {
    method: 'POST',
    url: '/stations/:stationId/charge-points',
    right: 'chargePoints.change',
    tag: 'Charge points',
    summary: 'Declares a charge point that the station has not reported itself',
    params: StationParams,
    body: Type.Object(
      {
        evse: Number16,
        connector: maybe(Type.Integer({ minimum: 1, maximum: 32_767, default: 1 })),
        ...description,
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ seq: Type.Integer() }),
  },
  describeChargePoint: {
    method: 'PATCH',
    url: '/stations/:stationId/charge-points/:evse/:connector',
    right: 'chargePoints.change',
    tag: 'Charge points',
    summary: 'Changes name, EVSE-ID and technical data; absent fields stay, null empties a field',
    params: PlaceParams,
    body: Description,
    reply: Type.Object({ seq: Type.Integer() }),
  },
  checkEvseId: {
    method: 'GET',
    url: '/evse-ids/check',
    right: 'chargePoints.see',
    tag: 'Charge points',
    summary: 'Checks an EVSE-ID, whole or in parts, by the rules of OICP 2.3 and for being taken in its normal form',
    query: Type.Object({
      evseId: maybe(Type.String({ maxLength: 60 })),
      country: maybe(Type.String({ maxLength: 8 })),
      operator: maybe(Type.String({ maxLength: 8 })),
      number: maybe(Type.String({ maxLength: 40 })),
      /** The charge point that asks: its own id does not count as taken. */
      stationId: maybe(Type.Integer()),
      evse: maybe(Type.Integer()),
      connector: maybe(Type.Integer()),
    }),
    reply: EvseIdCheck,
  },
  qrPng: {
    method: 'GET',
    url: '/stations/:stationId/charge-points/:evse/:connector/qr.png',
    right: 'chargePoints.see',
    tag: 'Charge points',
    summary: 'QR code of the EVSE address, PNG, 1024 pixels wide',
    params: PlaceParams,
    produces: 'image/png',
  },
  qrSvg: {
    method: 'GET',
    url: '/stations/:stationId/charge-points/:evse/:connector/qr.svg',
    right: 'chargePoints.see',
    tag: 'Charge points',
    summary: 'QR code of the EVSE address, SVG',
    params: PlaceParams,
    produces: 'image/svg+xml',
  },
  evse: {
    method: 'GET',
    url: '/evses/:evseId',
    right: 'chargePoints.see',
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
