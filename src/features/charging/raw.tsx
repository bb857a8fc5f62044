import type { RawFields } from '../commands/fields/read.ts';
import type { Profile, Schedule } from './contract.ts';

type LocalOf = (at: number) => string;

const text = (value: number | string | undefined): string => (value === undefined ? '' : String(value));

const rawSchedule = ({ periods, startsAt, ...rest }: Schedule, localOf: LocalOf): RawFields => ({
  unit: rest.unit,
  startsAt: startsAt === undefined ? '' : localOf(Date.parse(startsAt)),
  durationSeconds: text(rest.durationSeconds),
  minRate: text(rest.minRate),
  periods: periods.map((period) =>
    Object.fromEntries(Object.entries(period).map(([name, value]) => [name, text(value)])),
  ),
});

/** A profile as the form of `setChargingProfile` holds it: what is sent then takes its place. */
export function rawProfile(profile: Profile, localOf: LocalOf): RawFields {
  const local = (moment: string | undefined) => (moment === undefined ? '' : localOf(Date.parse(moment)));
  return {
    place: String(profile.evse),
    purpose: profile.purpose,
    transaction: text(profile.sessionNumber),
    profileKind: profile.profileKind,
    recurrency: profile.recurrency ?? 'daily',
    stackLevel: String(profile.stackLevel),
    schedules: profile.schedules.map((schedule) => rawSchedule(schedule, localOf)),
    validFrom: local(profile.validFrom),
    validTo: local(profile.validTo),
    id: String(profile.id),
    updateIntervalSeconds: text(profile.updateIntervalSeconds),
  };
}
