import type { Bay } from '../obey.ts';
import { type Abilities, type Able, is16, isoAt, type Payload } from './ability.ts';
import type { HeldProfile } from './memory.ts';
import { composite, limitAt, type Where } from './schedule.ts';

const time = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : Date.parse(text);

function held(sent: Payload, point: number): HeldProfile {
  const schedule = (Array.isArray(sent.chargingSchedule) ? sent.chargingSchedule[0] : sent.chargingSchedule) as Payload;
  return {
    id: sent.chargingProfileId ?? sent.id,
    point,
    stackLevel: sent.stackLevel,
    purpose: sent.chargingProfilePurpose,
    kind: sent.chargingProfileKind,
    ...(sent.recurrencyKind === undefined ? {} : { recurrency: sent.recurrencyKind }),
    from: time(sent.validFrom, Number.NEGATIVE_INFINITY),
    to: time(sent.validTo, Number.POSITIVE_INFINITY),
    ...(sent.transactionId === undefined ? {} : { transactionId: String(sent.transactionId) }),
    schedule: {
      ...(schedule.startSchedule === undefined ? {} : { startsAt: Date.parse(schedule.startSchedule) }),
      durationMs: (schedule.duration ?? Number.POSITIVE_INFINITY) * 1000,
      unit: schedule.chargingRateUnit,
      periods: schedule.chargingSchedulePeriod.map((period: Payload) => ({
        start: period.startPeriod * 1000,
        limit: period.limit ?? Number.POSITIVE_INFINITY,
        ...(period.numberPhases === undefined ? {} : { phases: period.numberPhases }),
      })),
    },
    sent,
  };
}

const whereOf = (able: Able, bay: Bay | undefined): Where => ({
  number: bay?.number ?? 0,
  point: bay && able.profile.points[bay.number - 1],
  sessionStart: bay?.sessionStart ?? able.now(),
  transactionId: bay?.session?.id,
});

/** The power that the profiles allow a bay now, W. */
export const allowedPower = (able: Able, bay: Bay): number =>
  able.memory.profiles.size === 0
    ? Number.POSITIVE_INFINITY
    : limitAt(able.memory.profiles.values(), whereOf(able, bay), able.now());

/** A session takes its profiles with it (1.6 section 3.13.1, 2.0.1 K01). */
export function forgetSession({ memory }: Able, transactionId: string): void {
  for (const [id, profile] of memory.profiles) if (profile.transactionId === transactionId) memory.profiles.delete(id);
}

const fits = (profile: HeldProfile, wanted: Payload, point: number | undefined): boolean =>
  (point === undefined || profile.point === point) &&
  (wanted.chargingProfilePurpose === undefined || wanted.chargingProfilePurpose === profile.purpose) &&
  (wanted.stackLevel === undefined || wanted.stackLevel === profile.stackLevel) &&
  (wanted.chargingProfileId === undefined || [wanted.chargingProfileId].flat().includes(profile.id));

function clear({ memory }: Able, wanted: Payload, point: number | undefined): Payload {
  const found = [...memory.profiles.values()].filter((profile) => fits(profile, wanted, point));
  for (const { id } of found) memory.profiles.delete(id);
  return { status: found.length > 0 ? 'Accepted' : 'Unknown' };
}

/** 1.6 sections 5.16, 5.5, 5.7; 2.0.1 K01, K08, K09, K10; 2.1 K28. */
export const chargingProfiles: Abilities = {
  SetChargingProfile(call, able) {
    const profile = held(call.csChargingProfiles ?? call.chargingProfile, Number(call.connectorId ?? call.evseId));
    const bay = able.bays.find(({ number }) => number === profile.point);
    if (profile.point > 0 && !bay) return { status: 'Rejected' };
    // K01.FR.04, K01.FR.09
    if (profile.purpose === 'TxProfile' && (bay?.session === undefined || bay.session.id !== profile.transactionId))
      return { status: 'Rejected' };
    able.memory.profiles.set(profile.id, profile);
    return { status: 'Accepted' };
  },
  ClearChargingProfile: (call, able) =>
    is16(able)
      ? clear(able, { ...call, chargingProfileId: call.id }, call.connectorId)
      : clear(
          able,
          { ...call.chargingProfileCriteria, chargingProfileId: call.chargingProfileId },
          call.chargingProfileCriteria?.evseId,
        ),
  GetCompositeSchedule(call, able) {
    const number = Number(call.connectorId ?? call.evseId);
    const bay = able.bays.find((one) => one.number === number);
    if (number > 0 && !bay) return { status: 'Rejected' };
    const now = able.now();
    const unit = call.chargingRateUnit ?? 'W';
    const most = able.profile.points.reduce((sum, { maxW }) => sum + maxW, 0);
    const periods = composite([...able.memory.profiles.values()], whereOf(able, bay), now, call.duration).map(
      ({ startPeriod, limit }) => {
        const known = Math.min(limit, most);
        return { startPeriod, limit: unit === 'W' ? known : Math.round((known / 690) * 10) / 10 };
      },
    );
    const schedule = { duration: call.duration, chargingRateUnit: unit, chargingSchedulePeriod: periods };
    return is16(able)
      ? { status: 'Accepted', connectorId: number, scheduleStart: isoAt(now), chargingSchedule: schedule }
      : { status: 'Accepted', schedule: { evseId: number, scheduleStart: isoAt(now), ...schedule } };
  },
  GetChargingProfiles(call, able) {
    const found = [...able.memory.profiles.values()].filter((one) => fits(one, call.chargingProfile, call.evseId));
    if (found.length === 0) return { status: 'NoProfiles' };
    able.later(20, async () => {
      // K09.FR.02: one message for each EVSE, the last without tbc.
      const points = [...new Set(found.map(({ point }) => point))];
      for (const [index, point] of points.entries())
        await able.say([
          'ReportChargingProfiles',
          {
            requestId: call.requestId,
            chargingLimitSource: 'CSO',
            evseId: point,
            tbc: index < points.length - 1,
            chargingProfile: found.filter((one) => one.point === point).map(({ sent }) => sent),
          },
        ]);
    });
    return { status: 'Accepted' };
  },
  UpdateDynamicSchedule(call, { memory }) {
    const profile = memory.profiles.get(call.chargingProfileId);
    if (profile?.kind !== 'Dynamic') return { status: 'Rejected' };
    for (const period of profile.schedule.periods) period.limit = call.scheduleUpdate.limit ?? period.limit;
    return { status: 'Accepted' };
  },
  UsePriorityCharging: (call, { memory, bays }) => ({
    status: !bays.some(({ session }) => session?.id === call.transactionId)
      ? 'Rejected'
      : [...memory.profiles.values()].some(({ purpose }) => purpose === 'PriorityCharging')
        ? 'Accepted'
        : 'NoProfile',
  }),
};
