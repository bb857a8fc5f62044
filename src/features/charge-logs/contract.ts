import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { belowStation, nullable, oneOf, pageQuery, StationParams, Time } from '../../http/schema.ts';

const filter = {
  chargePoint: Type.Optional(Type.String({ pattern: '^\\d{1,5}\\.\\d{1,5}$', description: '`<evse>.<connector>`' })),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  card: Type.Optional(
    Type.String({ minLength: 1, maxLength: 60, description: 'Card number or its beginning, separators do not count' }),
  ),
  state: Type.Optional(oneOf(['running', 'ended'])),
  flagged: Type.Optional(Type.Boolean()),
};

const ChargeLog = Type.Object({
  number: Type.Integer(),
  transactionId: Type.String(),
  evse: nullable(Type.Integer()),
  connector: nullable(Type.Integer()),
  chargePointName: nullable(Type.String()),
  token: nullable(
    Type.Object({ number: Type.String(), type: nullable(Type.String()), holder: nullable(Type.String()) }),
  ),
  startedAt: Time,
  /** False while the start has not arrived: then `startedAt` is the earliest sign of the session. */
  startKnown: Type.Boolean(),
  endedAt: nullable(Time),
  endedBy: nullable(Type.String()),
  reason: nullable(Type.String({ description: 'Stop reason as the station sent it' })),
  chargingState: nullable(Type.String()),
  stopAskedAt: nullable(Time),
  /** Null: not reported, which is not zero. */
  energyWh: nullable(Type.Number()),
  powerW: nullable(Type.Number()),
  peakPowerW: nullable(Type.Number()),
  socStart: nullable(Type.Number()),
  soc: nullable(Type.Number()),
  offline: Type.Boolean({ description: 'The station kept it while it had no connection and delivered it later' }),
  suspect: Type.Array(Type.String()),
});

const series = (unit: string) =>
  Type.Array(Type.Tuple([Type.Integer({ description: 'Milliseconds since 1970' }), Type.Number()]), {
    description: unit,
  });

const ChargeLogDetail = Type.Object({
  timeZone: Type.String(),
  session: ChargeLog,
  meterStart: nullable(Type.Number()),
  meterEnd: nullable(Type.Number()),
  startSentAt: nullable(Type.String({ description: 'As the station wrote it' })),
  startReceivedAt: nullable(Time),
  endSentAt: nullable(Type.String()),
  endReceivedAt: nullable(Time),
  authorisation: nullable(Type.Object({ status: Type.String(), reason: nullable(Type.String()) })),
  /** First minute without power after the last one with power, ms until the end; null: power was not reported. */
  idleMs: nullable(Type.Number()),
  remoteStartId: nullable(Type.Integer()),
  /** Missing sequence numbers of 2.x as closed ranges (T-08). */
  gaps: Type.Array(Type.Tuple([Type.Integer(), Type.Integer()])),
  curve: Type.Object({
    power: series('W'),
    energy: series('Wh since the start'),
    soc: series('%'),
    /** How many readings the station sent; more than the points when the curve was thinned out. */
    readings: Type.Integer(),
    truncated: Type.Boolean(),
  }),
  timeline: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      at: Time,
      receivedAt: Time,
      type: Type.String(),
      /** What is particular to this entry, as words and numbers for the catalogue. */
      detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
      frameId: nullable(Type.String()),
      userId: nullable(Type.String()),
    }),
  ),
  timelineTruncated: Type.Boolean(),
});

export const chargeLogsContract = {
  chargeLogs: {
    method: 'GET',
    url: '/stations/:stationId/charge-logs',
    right: 'stations.see',
    tag: 'Charge logs',
    summary: 'Running and finished sessions of a station, newest first',
    params: StationParams,
    query: Type.Object({
      ...filter,
      ...pageQuery,
    }),
    reply: Type.Object({ timeZone: Type.String(), items: Type.Array(ChargeLog), next: Type.Optional(Type.String()) }),
  },
  chargeLogSums: {
    method: 'GET',
    url: '/stations/:stationId/charge-log-sums',
    right: 'stations.see',
    tag: 'Charge logs',
    summary: 'Number of sessions and energy of the same filter as the list',
    params: StationParams,
    query: Type.Object(filter),
    reply: Type.Object({
      sessions: Type.Integer(),
      running: Type.Integer(),
      energyWh: nullable(Type.Number()),
      /** Sessions that did not report energy: they are not in the sum. */
      withoutEnergy: Type.Integer(),
    }),
  },
  chargeLog: {
    method: 'GET',
    url: '/stations/:stationId/charge-logs/:number',
    right: 'stations.see',
    tag: 'Charge logs',
    summary: 'One session: figures, curve (thinned out to 600 points), missing sequence numbers, its facts in order',
    params: belowStation({ number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
    reply: ChargeLogDetail,
  },
} as const satisfies Contract;

export type ChargeLogItem = Static<typeof ChargeLog>;
export type ChargeLogDetailReply = Static<typeof ChargeLogDetail>;
