import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import {
  belowStation,
  maybe,
  oneOf,
  pageQuery,
  personalText,
  personalThings,
  StationParams,
  Time,
} from '../../http/schema.ts';

const filter = {
  chargePoint: maybe(Type.String({ pattern: '^\\d{1,5}\\.\\d{1,5}$', description: '`<evse>.<connector>`' })),
  from: maybe(Time),
  to: maybe(Time),
  card: maybe(
    personalText({ minLength: 1, maxLength: 60, description: 'Card number or its beginning, separators do not count' }),
  ),
  state: maybe(oneOf(['running', 'ended'])),
  flagged: maybe(Type.Boolean()),
};

const ChargeLog = Type.Object({
  number: Type.Integer(),
  transactionId: Type.String(),
  evse: maybe(Type.Integer()),
  connector: maybe(Type.Integer()),
  chargePointName: maybe(Type.String()),
  token: maybe(Type.Object({ number: personalText(), type: maybe(Type.String()), holder: maybe(personalText()) })),
  startedAt: Time,
  /** False while the start has not arrived: then `startedAt` is the earliest sign of the session. */
  startKnown: Type.Boolean(),
  endedAt: maybe(Time),
  endedBy: maybe(Type.String()),
  reason: maybe(Type.String({ description: 'Stop reason as the station sent it' })),
  chargingState: maybe(Type.String()),
  stopAskedAt: maybe(Time),
  /** Null: not reported, which is not zero. */
  energyWh: maybe(Type.Number()),
  powerW: maybe(Type.Number()),
  peakPowerW: maybe(Type.Number()),
  socStart: maybe(Type.Number()),
  soc: maybe(Type.Number()),
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
  meterStart: maybe(Type.Number()),
  meterEnd: maybe(Type.Number()),
  startSentAt: maybe(Type.String({ description: 'As the station wrote it' })),
  startReceivedAt: maybe(Time),
  endSentAt: maybe(Type.String()),
  endReceivedAt: maybe(Time),
  authorisation: maybe(Type.Object({ status: Type.String(), reason: maybe(Type.String()) })),
  /** First minute without power after the last one with power, ms until the end; null: power was not reported. */
  idleMs: maybe(Type.Number()),
  remoteStartId: maybe(Type.Integer()),
  /** Missing sequence numbers of 2.x as closed ranges (T-08). */
  gaps: Type.Array(Type.Tuple([Type.Integer(), Type.Integer()])),
  curve: Type.Object({
    power: series('W'),
    energy: series('Wh since the start'),
    soc: series('%'),
    /** How many samples the station sent; more than the points when the curve was thinned out. */
    samples: Type.Integer(),
    truncated: Type.Boolean(),
  }),
  timeline: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      at: Time,
      receivedAt: Time,
      type: Type.String(),
      /** What is particular to this entry, as words and numbers for the catalogue. */
      detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), personalThings),
      frameId: maybe(Type.String()),
      userId: maybe(Type.String()),
    }),
  ),
  timelineTruncated: Type.Boolean(),
});

export const chargeLogsContract = {
  chargeLogs: {
    method: 'GET',
    url: '/stations/:stationId/charge-logs',
    right: 'chargeLogs.see',
    tag: 'Charge logs',
    summary: 'Running and finished sessions of a station, newest first',
    params: StationParams,
    query: Type.Object({
      ...filter,
      ...pageQuery,
    }),
    reply: Type.Object({ timeZone: Type.String(), items: Type.Array(ChargeLog), next: maybe(Type.String()) }),
  },
  chargeLogSums: {
    method: 'GET',
    url: '/stations/:stationId/charge-logs/sums',
    right: 'chargeLogs.see',
    tag: 'Charge logs',
    summary: 'Number of sessions and energy of the same filter as the list',
    params: StationParams,
    query: Type.Object(filter),
    reply: Type.Object({
      sessions: Type.Integer(),
      running: Type.Integer(),
      energyWh: maybe(Type.Number()),
      /** Sessions that did not report energy: they are not in the sum. */
      withoutEnergy: Type.Integer(),
    }),
  },
  chargeLog: {
    method: 'GET',
    url: '/stations/:stationId/charge-logs/:number',
    right: 'chargeLogs.see',
    tag: 'Charge logs',
    summary: 'One session: figures, curve (thinned out to 600 points), missing sequence numbers, its facts in order',
    params: belowStation({ number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
    reply: ChargeLogDetail,
  },
} as const satisfies Contract;

export type ChargeLogItem = Static<typeof ChargeLog>;
export type ChargeLogDetailReply = Static<typeof ChargeLogDetail>;
