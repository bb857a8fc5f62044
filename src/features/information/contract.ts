import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { line, nullable, oneOf, StationParams, Time, TimeZone } from '../../http/schema.ts';

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Calendar day, YYYY-MM-DD' });

/** Connection and operation are two states, never one. */
export const connectionStandings = ['connected', 'pending', 'offline', 'never'] as const;

const Connection = Type.Object({
  standing: oneOf(connectionStandings),
  since: nullable(Time),
  lastMessageAt: nullable(Time),
  protocol: nullable(Type.String()),
  address: nullable(Type.String()),
  securityProfile: nullable(Type.Integer()),
  tls: nullable(Type.String()),
  node: nullable(Type.String()),
  roundTripMs: nullable(Type.Number()),
  driftSeconds: nullable(Type.Number({ description: 'Station clock minus server clock, seconds' })),
  driftSuspicious: Type.Boolean({ description: 'The drift is large enough to spoil billing' }),
  /** Effective silence threshold and where it comes from (INF-3). */
  pendingAfterSeconds: Type.Integer(),
  pendingAfterOf: oneOf(['station', 'fleet']),
  fleetPendingAfterSeconds: Type.Integer(),
});

const Alert = Type.Object({
  errorId: Type.String(),
  evse: Type.Integer(),
  connector: Type.Integer(),
  chargePointName: nullable(Type.String()),
  code: Type.String(),
  vendorErrorCode: nullable(Type.String()),
  since: Time,
  /** Charge points that cannot charge because of an open critical error, and all of them. */
  affected: Type.Integer(),
  chargePoints: Type.Integer(),
  openErrors: Type.Integer(),
});

const Comparison = Type.Object({
  value: Type.Number(),
  /** Same weekday of last week up to the same time of day; null: nothing was known then. */
  lastWeek: nullable(Type.Number()),
});

const Figures = Type.Object({
  powerW: nullable(Type.Number()),
  gridLimitW: nullable(Type.Number()),
  /** Mean power of the last 60 minutes in 30 steps; null where nothing was reported. */
  powerLastHour: Type.Array(nullable(Type.Number())),
  energyTodayWh: nullable(Comparison),
  sessionsToday: Comparison,
  availability: nullable(
    Type.Object({
      share: Type.Number({ minimum: 0, maximum: 1 }),
      since: Time,
      offlineMs: Type.Number(),
      faultMs: Type.Number(),
    }),
  ),
  /** Sessions of 30 days whose energy is known: how many delivered none. */
  starts: nullable(Type.Object({ sessions: Type.Integer(), failed: Type.Integer() })),
});

const Bay = Type.Object({
  evse: Type.Integer(),
  connector: Type.Integer(),
  name: nullable(Type.String()),
  connectorType: nullable(Type.String()),
  maxPowerW: nullable(Type.Number()),
  status: nullable(Type.String()),
  statusSince: nullable(Time),
  errorCode: nullable(Type.String()),
  vendorErrorCode: nullable(Type.String()),
  session: nullable(
    Type.Object({
      number: Type.Integer(),
      startedAt: Time,
      chargingState: nullable(Type.String()),
      energyWh: nullable(Type.Number()),
      powerW: nullable(Type.Number()),
      soc: nullable(Type.Number()),
      stopAskedAt: nullable(Time),
    }),
  ),
});

const Information = Type.Object({
  stationId: Type.Integer(),
  identity: Type.String(),
  timeZone: Type.String({ description: "The station's, or the operator's where the station has none" }),
  now: Time,
  connection: Connection,
  alert: nullable(Alert),
  figures: Figures,
  chargePoints: Type.Array(Bay),
  master: Type.Object({
    name: Type.String(),
    location: nullable(Type.String()),
    address: nullable(Type.String()),
    timeZone: nullable(Type.String()),
    commissionedOn: nullable(Type.String()),
    warrantyUntil: nullable(Type.String()),
    gridLimitW: nullable(Type.Number()),
    pendingAfterSeconds: nullable(Type.Integer()),
    note: nullable(Type.String()),
  }),
  model: Type.Object({
    vendor: nullable(Type.String()),
    model: nullable(Type.String()),
    firmware: nullable(Type.String()),
    bootReason: nullable(Type.String()),
    bootedAt: nullable(Time),
    ratedPower: Type.Object({ acW: nullable(Type.Number()), dcW: nullable(Type.Number()) }),
    /** Newest first; `from` is null for the first one ever seen (INF-5). */
    firmwareHistory: Type.Array(Type.Object({ from: nullable(Type.String()), to: Type.String(), at: Time })),
  }),
  serials: Type.Object({
    chargePoint: nullable(Type.String()),
    chargeBox: nullable(Type.String()),
    meter: nullable(Type.String()),
    meterType: nullable(Type.String()),
    iccid: nullable(Type.String()),
    imsi: nullable(Type.String()),
  }),
});

const Patterns = Type.Object({
  timeZone: Type.String(),
  utilisation: Type.Object({
    from: Time,
    to: Time,
    chargePoints: Type.Integer(),
    /** 7 rows Monday to Sunday, 24 columns: share of charge-point time in use, 0 to 1; null: that hour is not in the window. */
    inUse: Type.Array(Type.Array(nullable(Type.Number()))),
    /** Wh per hour on average; null where nothing was measured at all. */
    energyWh: nullable(Type.Array(Type.Array(nullable(Type.Number())))),
  }),
  consumption: Type.Object({
    /** 30 local days, oldest first, the last one is today; null: no session of that day said its energy. */
    days: Type.Array(Type.Object({ day: Type.String(), energyWh: nullable(Type.Number()), sessions: Type.Integer() })),
    totalWh: nullable(Type.Number()),
  }),
});

const Description = Type.Object(
  {
    name: Type.Optional(line(200)),
    location: Type.Optional(nullable(line(200))),
    address: Type.Optional(nullable(line(400))),
    timeZone: Type.Optional(nullable(TimeZone)),
    commissionedOn: Type.Optional(nullable(Day)),
    warrantyUntil: Type.Optional(nullable(Day)),
    gridLimitW: Type.Optional(nullable(Type.Number({ exclusiveMinimum: 0, maximum: 100_000_000 }))),
    pendingAfterSeconds: Type.Optional(nullable(Type.Integer({ minimum: 60, maximum: 604_800 }))),
    note: Type.Optional(nullable(line(4000))),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const informationContract = {
  information: {
    method: 'GET',
    url: '/stations/:stationId/information',
    right: 'stations.see',
    tag: 'Information',
    summary: 'Identity, both states, figures of now, charge points and master data of a station',
    params: StationParams,
    reply: Information,
  },
  patterns: {
    method: 'GET',
    url: '/stations/:stationId/patterns',
    right: 'stations.see',
    tag: 'Information',
    summary: 'Utilisation by weekday and hour (90 days) and energy per day (30 days), in the time zone of the station',
    params: StationParams,
    reply: Patterns,
  },
  describe: {
    method: 'PATCH',
    url: '/stations/:stationId/description',
    right: 'stations.change',
    tag: 'Information',
    summary: 'Changes master data; absent fields stay, null empties a field',
    params: StationParams,
    body: Description,
    reply: Type.Object({ seq: Type.Integer() }),
  },
} as const satisfies Contract;

export type InformationReply = Static<typeof Information>;
export type PatternsReply = Static<typeof Patterns>;
export type InformationBay = Static<typeof Bay>;
export type StationDescription = Static<typeof Description>;
