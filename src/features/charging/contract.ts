import { type Static, Type } from 'typebox';
import { profilePurposes } from '../../domain/commands/charging-profile.ts';
import type { Contract } from '../../http/contract.ts';
import { maybe, oneOf, page, pageQuery, StationParams, Time } from '../../http/schema.ts';

const Evse = Type.Integer({ description: '0: the whole station' });
const Unit = oneOf(['W', 'A']);

export const Schedule = Type.Object({
  startsAt: maybe(Time),
  durationSeconds: maybe(Type.Integer()),
  unit: Unit,
  minRate: maybe(Type.Number()),
  periods: Type.Array(
    Type.Object({
      startSeconds: Type.Integer({ description: 'after the beginning of the schedule' }),
      limit: maybe(Type.Number()),
      phases: maybe(Type.Integer()),
      phaseToUse: maybe(Type.Integer()),
      setpoint: maybe(Type.Number()),
      dischargeLimit: maybe(Type.Number()),
      operationMode: maybe(Type.String({ description: 'as OCPP 2.1 names it' })),
    }),
  ),
});
export type Schedule = Static<typeof Schedule>;

export const Profile = Type.Object({
  id: Type.Integer(),
  evse: Evse,
  purpose: oneOf(profilePurposes),
  profileKind: oneOf(['absolute', 'recurring', 'relative', 'dynamic']),
  recurrency: maybe(oneOf(['daily', 'weekly'])),
  stackLevel: Type.Integer(),
  validFrom: maybe(Time),
  validTo: maybe(Time),
  sessionNumber: maybe(Type.Integer({ description: 'of a profile for one session' })),
  schedules: Type.Array(Schedule),
  updateIntervalSeconds: maybe(Type.Integer()),
  source: Type.String({ description: '`CSO`: set by us; else who limits from outside, e.g. `EMS`' }),
  by: oneOf(['command', 'report'], 'whether we set it, or the station told that it has it'),
  at: Time,
});
export type Profile = Static<typeof Profile>;

export const OutsideLimit = Type.Object({
  evse: Evse,
  source: Type.String({ description: 'who limits, e.g. `EMS`, `SO`' }),
  gridCritical: maybe(Type.Boolean()),
  localGeneration: maybe(Type.Boolean()),
  schedules: Type.Array(Schedule),
  at: Time,
});
export type OutsideLimit = Static<typeof OutsideLimit>;

export const CarWish = Type.Object({
  evse: Evse,
  at: Time,
  sessionNumber: maybe(Type.Integer()),
  transfer: Type.String({ description: 'as ISO 15118 names it, e.g. `AC_three_phase`' }),
  departureAt: maybe(Time),
  energyWh: maybe(Type.Number()),
  minCurrentA: maybe(Type.Number()),
  maxCurrentA: maybe(Type.Number()),
  maxVoltageV: maybe(Type.Number()),
  maxPowerW: maybe(Type.Number()),
  capacityWh: maybe(Type.Number()),
  soc: maybe(Type.Number()),
  fullSoc: maybe(Type.Number()),
  answer: oneOf(['accepted', 'rejected', 'processing', 'noProfile']),
  schedule: maybe(Schedule),
});
export type CarWish = Static<typeof CarWish>;

export const Allowed = Type.Object({
  evse: Evse,
  unit: Unit,
  from: Time,
  durationSeconds: Type.Integer(),
  sessionNumber: maybe(Type.Integer({ description: 'the session that runs there' })),
  maxPowerW: maybe(Type.Number({ description: 'what the charge point, or the whole station, can deliver' })),
  periods: Type.Array(
    Type.Object({
      startSeconds: Type.Integer(),
      limit: maybe(Type.Number({ description: 'absent: nothing limits it' })),
      profileIds: Type.Array(Type.Integer(), { description: 'the profiles that make it so' }),
    }),
  ),
});
export type Allowed = Static<typeof Allowed>;

const shared = { method: 'GET', right: 'charging.see', tag: 'Charging profiles', params: StationParams } as const;

export const chargingContract = {
  profiles: {
    ...shared,
    url: '/stations/:stationId/charging/profiles',
    summary: 'The charging profiles a station has; `setChargingProfile` and `clearChargingProfiles` change them',
    query: Type.Object(pageQuery),
    reply: page(Profile),
  },
  limits: {
    ...shared,
    url: '/stations/:stationId/charging/limits',
    summary: 'Limits that others have set: the grid operator, an energy manager on site',
    query: Type.Object(pageQuery),
    reply: page(OutsideLimit),
  },
  cars: {
    ...shared,
    url: '/stations/:stationId/charging/cars',
    summary: 'What the cars that charge have asked for, and what they are going to draw',
    reply: Type.Object({ items: Type.Array(CarWish) }),
  },
  allowed: {
    ...shared,
    url: '/stations/:stationId/charging/allowed',
    summary: 'What all profiles together allow at a place; `readCompositeSchedule` asks the station for the same',
    query: Type.Object({
      evse: Type.Integer({ minimum: 0, maximum: 10_000, description: '0: the whole station' }),
      unit: maybe(oneOf(['W', 'A'], 'default W')),
      hours: maybe(Type.Integer({ minimum: 1, maximum: 168, description: 'from now on, default 24' })),
    }),
    reply: Allowed,
  },
} as const satisfies Contract;
