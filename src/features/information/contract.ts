import { type Static, Type } from 'typebox';
import { standings } from '../../domain/standing.ts';
import type { Contract } from '../../http/contract.ts';
import { maybe, nullable, oneOf, StationParams, Time } from '../../http/schema.ts';

/** `domain/silence.ts` decides. */
const contacts = ['online', 'pending', 'offline', 'never'] as const;

const Connection = Type.Object({
  state: oneOf(contacts),
  since: maybe(Time),
  lastMessageAt: maybe(Time),
  protocol: maybe(Type.String()),
  address: maybe(Type.String()),
  securityProfile: maybe(Type.Integer()),
  tls: maybe(Type.String()),
  node: maybe(Type.String()),
  roundTripMs: maybe(Type.Number()),
  driftSeconds: maybe(Type.Number({ description: 'Station clock minus server clock, seconds' })),
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
  chargePointName: maybe(Type.String()),
  code: Type.String(),
  vendorErrorCode: maybe(Type.String()),
  since: Time,
  /** Charge points that cannot charge because of an open critical error, and all of them. */
  affected: Type.Integer(),
  chargePoints: Type.Integer(),
  openErrors: Type.Integer(),
});

const Comparison = Type.Object({
  value: Type.Number(),
  /** Same weekday of last week up to the same time of day; null: nothing was known then. */
  lastWeek: maybe(Type.Number()),
});

const Figures = Type.Object({
  powerW: maybe(Type.Number()),
  gridLimitW: maybe(Type.Number()),
  /** Mean power of the last 60 minutes in 30 steps; null where nothing was reported. */
  powerLastHour: Type.Array(nullable(Type.Number())),
  energyTodayWh: maybe(Comparison),
  sessionsToday: Comparison,
  availability: maybe(
    Type.Object({
      share: Type.Number({ minimum: 0, maximum: 1 }),
      since: Time,
      offlineMs: Type.Number(),
      faultMs: Type.Number(),
    }),
  ),
  /** Sessions of 30 days whose energy is known: how many delivered none. */
  starts: maybe(Type.Object({ sessions: Type.Integer(), failed: Type.Integer() })),
});

const Bay = Type.Object({
  evse: Type.Integer(),
  connector: Type.Integer(),
  name: maybe(Type.String()),
  connectorType: maybe(Type.String()),
  maxPowerW: maybe(Type.Number()),
  standing: oneOf(standings),
  status: maybe(Type.String()),
  statusSince: maybe(Time),
  errorCode: maybe(Type.String()),
  vendorErrorCode: maybe(Type.String()),
  session: maybe(
    Type.Object({
      number: Type.Integer(),
      startedAt: Time,
      chargingState: maybe(Type.String()),
      energyWh: maybe(Type.Number()),
      powerW: maybe(Type.Number()),
      soc: maybe(Type.Number()),
      stopAskedAt: maybe(Time),
    }),
  ),
});

const Information = Type.Object({
  stationId: Type.Integer(),
  identity: Type.String(),
  timeZone: Type.String({ description: "The station's, else that of its location, else the operator's" }),
  now: Time,
  connection: Connection,
  alert: maybe(Alert),
  figures: Figures,
  chargePoints: Type.Array(Bay),
  master: Type.Object({
    name: Type.String(),
    publicName: maybe(Type.String()),
    /** The location it stands at; `location` and `address` are texts that count while it has none. */
    place: maybe(Type.Object({ id: Type.Integer(), name: Type.String(), address: maybe(Type.String()) })),
    entity: maybe(Type.Object({ id: Type.Integer(), name: Type.String() })),
    ownerContactId: maybe(Type.Integer()),
    technicianContactId: maybe(Type.Integer()),
    location: maybe(Type.String()),
    address: maybe(Type.String()),
    timeZone: maybe(Type.String()),
    commissionedOn: maybe(Type.String()),
    warrantyUntil: maybe(Type.String()),
    gridLimitW: maybe(Type.Number()),
    pendingAfterSeconds: maybe(Type.Integer()),
    note: maybe(Type.String()),
  }),
  model: Type.Object({
    vendor: maybe(Type.String()),
    model: maybe(Type.String()),
    firmware: maybe(Type.String()),
    bootReason: maybe(Type.String()),
    bootedAt: maybe(Time),
    ratedPower: Type.Object({ acW: maybe(Type.Number()), dcW: maybe(Type.Number()) }),
    /** Newest first; `from` is null for the first one ever seen (INF-5). */
    firmwareHistory: Type.Array(Type.Object({ from: maybe(Type.String()), to: Type.String(), at: Time })),
  }),
  serials: Type.Object({
    chargePoint: maybe(Type.String()),
    chargeBox: maybe(Type.String()),
    meter: maybe(Type.String()),
    meterType: maybe(Type.String()),
    iccid: maybe(Type.String()),
    imsi: maybe(Type.String()),
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
    energyWh: maybe(Type.Array(Type.Array(nullable(Type.Number())))),
  }),
  consumption: Type.Object({
    /** 30 local days, oldest first, the last one is today; null: no session of that day said its energy. */
    days: Type.Array(Type.Object({ day: Type.String(), energyWh: maybe(Type.Number()), sessions: Type.Integer() })),
    totalWh: maybe(Type.Number()),
  }),
});

export const informationContract = {
  information: {
    method: 'GET',
    url: '/stations/:stationId/information',
    right: 'information.see',
    tag: 'Information',
    summary: 'Identity, both states, figures of now, charge points and master data of a station',
    params: StationParams,
    reply: Information,
  },
  patterns: {
    method: 'GET',
    url: '/stations/:stationId/patterns',
    right: 'information.see',
    tag: 'Information',
    summary: 'Utilisation by weekday and hour (90 days) and energy per day (30 days), in the time zone of the station',
    params: StationParams,
    reply: Patterns,
  },
} as const satisfies Contract;

export type InformationReply = Static<typeof Information>;
export type PatternsReply = Static<typeof Patterns>;
export type InformationBay = Static<typeof Bay>;
