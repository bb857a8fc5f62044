import type { OCPP16 } from 'typed-ocpp';
import type { ChargingProfile, ProfilePurpose, ProfileSchedule } from '../../domain/commands/charging-profile.ts';
import { iso } from '../../lib/time.ts';
import { whole, wholeOrNothing } from '../bounds.ts';
import { compact } from '../compact.ts';
import { readTime } from '../timestamp.ts';

type Written = OCPP16.SetChargingProfileRequest['csChargingProfiles'];
type WrittenSchedule = Written['chargingSchedule'];

/** Section 7.8. Undefined: 1.6 has no such purpose. */
export const purposeWords: Partial<Record<ProfilePurpose, Written['chargingProfilePurpose']>> = {
  stationMax: 'ChargePointMaxProfile',
  txDefault: 'TxDefaultProfile',
  tx: 'TxProfile',
};

const kindWords = { absolute: 'Absolute', recurring: 'Recurring', relative: 'Relative' } as const;
const recurrencyWords = { daily: 'Daily', weekly: 'Weekly' } as const;

/** Section 7.14: a limit has at most one digit behind the point. */
const tenths = (value: number): number => Math.round(value * 10) / 10;
const timeOrNothing = (at: number | undefined) => (at === undefined ? undefined : iso(at));

const writtenSchedule = (schedule: ProfileSchedule): WrittenSchedule =>
  compact({
    duration: schedule.durationSeconds,
    startSchedule: timeOrNothing(schedule.startsAt),
    chargingRateUnit: schedule.unit,
    chargingSchedulePeriod: schedule.periods.map(({ startSeconds, limit, phases }) =>
      compact({ startPeriod: startSeconds, limit: tenths(limit ?? 0), numberPhases: phases }),
    ),
    minChargingRate: schedule.minRate === undefined ? undefined : tenths(schedule.minRate),
  });

/** One schedule only; what 1.6 cannot say was refused before (unsupported.ts). */
export function writtenProfile(profile: ChargingProfile): Written {
  const { schedules, purpose, profileKind, transactionId } = profile;
  const chargingProfilePurpose = purposeWords[purpose];
  const [schedule] = schedules;
  if (chargingProfilePurpose === undefined || schedule === undefined || profileKind === 'dynamic')
    throw new Error(`OCPP 1.6 has no ${profileKind} profile for ${purpose} with ${schedules.length} schedules`);
  return compact({
    chargingProfileId: profile.id,
    transactionId: transactionId === undefined ? undefined : Number(transactionId),
    stackLevel: profile.stackLevel,
    chargingProfilePurpose,
    chargingProfileKind: kindWords[profileKind],
    recurrencyKind: profile.recurrency === undefined ? undefined : recurrencyWords[profile.recurrency],
    validFrom: timeOrNothing(profile.validFrom),
    validTo: timeOrNothing(profile.validTo),
    chargingSchedule: writtenSchedule(schedule),
  });
}

/** What a station computed. `startsAt`: the answer names it beside the schedule or in it (section 6.26). */
export const readSchedule = (schedule: WrittenSchedule, startsAt: string | undefined): ProfileSchedule =>
  compact({
    startsAt: readTime(startsAt ?? schedule.startSchedule).time.at,
    durationSeconds: wholeOrNothing(schedule.duration),
    unit: schedule.chargingRateUnit,
    minRate: schedule.minChargingRate,
    periods: schedule.chargingSchedulePeriod.map(({ startPeriod, limit, numberPhases }) =>
      compact({ startSeconds: whole(startPeriod), limit, phases: wholeOrNothing(numberPhases) }),
    ),
  });
