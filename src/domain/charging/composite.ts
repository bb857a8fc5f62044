import { day, type Instant, second } from '../../lib/time.ts';
import type { ChargingProfile, ProfilePeriod, ProfilePurpose, ProfileSchedule } from '../commands/charging-profile.ts';

/** A profile and where it is installed; EVSE 0 is the whole station. */
export interface Installed {
  readonly evse: number;
  readonly profile: ChargingProfile;
}

/** What has to be known of the place to reckon with its profiles. */
export interface Circumstances {
  readonly evse: number;
  readonly unit: 'W' | 'A';
  /** The set voltage of the area between phase and neutral, not a measured one (K01.FR.50). */
  readonly voltage?: number;
  /** Phases where a period names none (K01.FR.49). */
  readonly phases?: number;
  /** The session that runs there: profiles for others do not count, and relative ones begin with it. */
  readonly session?: { readonly transactionId: string; readonly startedAt: Instant };
}

export interface CompositePeriod {
  readonly startSeconds: number;
  /** In the unit asked for; absent: nothing limits it. */
  readonly limit?: number;
  /** The profiles that make it so, by their ids. */
  readonly profileIds: readonly number[];
}

export const usualVoltage = 230;
export const usualPhases = 3;
/** More steps than this nobody draws. */
const mostPeriods = 1000;

/** Ampere per phase to watts and back (K01.FR.50, K01.FR.51). */
export function convert(
  limit: number,
  from: 'W' | 'A',
  to: 'W' | 'A',
  { voltage = usualVoltage, phases = usualPhases }: { readonly voltage?: number; readonly phases?: number },
): number {
  if (from === to) return limit;
  return from === 'A' ? limit * voltage * phases : limit / (voltage * phases);
}

/**
 * What all profiles together allow from an instant on (OCPP 2.0.1 section K 3.5, 1.6 section 3.13.2): of each purpose the
 * valid one of the highest level, a session's own before the default for sessions, and the smallest of these. Periods
 * begin at whole seconds after `from`.
 */
export function compositeSchedule(
  installed: readonly Installed[],
  where: Circumstances,
  from: Instant,
  durationSeconds: number,
): CompositePeriod[] {
  const concerned = installed.filter((one) => concerns(one, where));
  const until = from + durationSeconds * second;
  const moments = new Set<Instant>([from]);
  for (const { profile } of concerned)
    for (const at of boundaries(profile, where, from, until)) {
      if (moments.size >= mostPeriods) break;
      if (at > from && at < until) moments.add(at);
    }
  const periods: CompositePeriod[] = [];
  for (const at of [...moments].sort((a, b) => a - b)) {
    const { limit, profileIds } = limitAt(concerned, where, at);
    const before = periods.at(-1);
    if (before !== undefined && before.limit === limit && `${before.profileIds}` === `${profileIds}`) continue;
    periods.push({
      startSeconds: Math.round((at - from) / second),
      profileIds,
      ...(limit === undefined ? {} : { limit }),
    });
  }
  return periods;
}

const wholeStation: readonly ProfilePurpose[] = ['stationMax', 'stationExternal'];

function concerns({ evse, profile }: Installed, where: Circumstances): boolean {
  // What charges with power of its own or by priority is not a limit of this kind (2.1 K21, K26).
  if (profile.purpose === 'priority' || profile.purpose === 'localGeneration') return false;
  if (wholeStation.includes(profile.purpose)) return evse === 0 || evse === where.evse;
  if (where.evse === 0) return false;
  if (profile.purpose === 'txDefault') return evse === 0 || evse === where.evse;
  return evse === where.evse && where.session !== undefined && profile.transactionId === where.session.transactionId;
}

/** The limit of one instant. */
export function limitAt(
  installed: readonly Installed[],
  where: Circumstances,
  at: Instant,
): { readonly limit?: number; readonly profileIds: readonly number[] } {
  const of = (purpose: ProfilePurpose) => strongest(installed, purpose, where, at);
  const session = of('tx') ?? of('txDefault');
  const limits = [of('stationMax'), of('stationExternal'), session].filter((one) => one !== undefined);
  if (limits.length === 0) return { profileIds: [] };
  const limit = Math.min(...limits.map((one) => one.limit));
  return { limit, profileIds: limits.filter((one) => one.limit === limit).map(({ id }) => id) };
}

/** K01.FR.17: the valid one of the highest level; where its schedule says nothing the next lower one counts. */
function strongest(
  installed: readonly Installed[],
  purpose: ProfilePurpose,
  where: Circumstances,
  at: Instant,
): { readonly limit: number; readonly id: number } | undefined {
  let found: { limit: number; id: number; level: number } | undefined;
  for (const one of installed) {
    if (one.profile.purpose !== purpose || !concerns(one, where)) continue;
    const { profile } = one;
    if (found !== undefined && found.level >= profile.stackLevel) continue;
    const limit = profileLimit(profile, where, at);
    if (limit !== undefined) found = { limit, id: profile.id, level: profile.stackLevel };
  }
  return found;
}

function profileLimit(profile: ChargingProfile, where: Circumstances, at: Instant): number | undefined {
  if (profile.validFrom !== undefined && at < profile.validFrom) return undefined;
  if (profile.validTo !== undefined && at >= profile.validTo) return undefined;
  const [schedule] = profile.schedules;
  if (schedule === undefined) return undefined;
  const start = startOf(profile, schedule, where, at);
  if (start === undefined || at < start) return undefined;
  const offset = (at - start) / second;
  // K01.FR.11, K01.FR.13
  if (schedule.durationSeconds !== undefined && offset >= schedule.durationSeconds) return undefined;
  const period = periodAt(schedule.periods, offset);
  // 2.1: a setpoint without a limit steers and limits nothing.
  if (period?.limit === undefined) return undefined;
  const phases = period.phases ?? where.phases ?? usualPhases;
  return convert(period.limit, schedule.unit, where.unit, { phases, voltage: where.voltage ?? usualVoltage });
}

function periodAt(periods: readonly ProfilePeriod[], offset: number): ProfilePeriod | undefined {
  let found: ProfilePeriod | undefined;
  for (const period of periods)
    if (period.startSeconds <= offset && (found === undefined || period.startSeconds >= found.startSeconds))
      found = period;
  return found;
}

const repeatsAfter = ({ recurrency }: ChargingProfile): number => (recurrency === 'weekly' ? 7 * day : day);

/** When the schedule that counts at an instant began. */
function startOf(
  profile: ChargingProfile,
  { startsAt }: ProfileSchedule,
  { session }: Circumstances,
  at: Instant,
): Instant | undefined {
  switch (profile.profileKind) {
    case 'relative':
      return session?.startedAt;
    case 'dynamic':
      return startsAt ?? Number.MIN_SAFE_INTEGER;
    case 'recurring': {
      if (startsAt === undefined) return undefined;
      const every = repeatsAfter(profile);
      return at < startsAt ? startsAt : startsAt + Math.floor((at - startsAt) / every) * every;
    }
    case 'absolute':
      return startsAt ?? session?.startedAt;
  }
}

/** Every instant at which a profile may say something else. */
function* boundaries(
  profile: ChargingProfile,
  where: Circumstances,
  from: Instant,
  until: Instant,
): Generator<Instant> {
  if (profile.validFrom !== undefined) yield profile.validFrom;
  if (profile.validTo !== undefined) yield profile.validTo;
  const [schedule] = profile.schedules;
  if (schedule === undefined) return;
  const first = startOf(profile, schedule, where, from);
  if (first === undefined) return;
  const every = profile.profileKind === 'recurring' ? repeatsAfter(profile) : Number.POSITIVE_INFINITY;
  for (let start = first; start < until; start += every) {
    yield start;
    for (const { startSeconds } of schedule.periods) yield start + startSeconds * second;
    if (schedule.durationSeconds !== undefined) yield start + schedule.durationSeconds * second;
  }
}
