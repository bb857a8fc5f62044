import type { Point } from '../profile.ts';
import type { HeldProfile } from './memory.ts';

const day = 86_400_000;
const volts = 230;

/** What watts a limit allows at a point. */
const watts = (limit: number, profile: HeldProfile, point: Point | undefined, phases?: number): number =>
  profile.schedule.unit === 'W' ? limit : limit * volts * (phases ?? (point?.current === 'DC' ? 1 : 3));

/** Milliseconds since the schedule began; undefined: it does not hold at this moment. */
function into(profile: HeldProfile, at: number, sessionStart: number): number | undefined {
  if (at < profile.from || at >= profile.to) return undefined;
  const { startsAt = sessionStart, durationMs } = profile.schedule;
  const since = profile.kind === 'Relative' ? at - sessionStart : at - startsAt;
  if (since < 0) return undefined;
  const turn = profile.recurrency === 'Weekly' ? 7 * day : day;
  const here = profile.kind === 'Recurring' ? since % turn : since;
  return here < durationMs ? here : undefined;
}

export function limitOf(
  profile: HeldProfile,
  at: number,
  sessionStart: number,
  point: Point | undefined,
): number | undefined {
  const since = into(profile, at, sessionStart);
  if (since === undefined) return undefined;
  const period = profile.schedule.periods.findLast(({ start }) => start <= since);
  return period && watts(period.limit, profile, point, period.phases);
}

export interface Where {
  readonly number: number;
  readonly point: Point | undefined;
  readonly sessionStart: number;
  readonly transactionId?: string | undefined;
}

/**
 * The lowest of what the purposes allow; within one the highest stack level counts, and a profile for the session takes the
 * place of the default one (1.6 section 3.13.2, 2.0.1 K01.FR.33).
 */
export function limitAt(profiles: Iterable<HeldProfile>, where: Where, at: number): number {
  const best = new Map<string, { level: number; limit: number }>();
  for (const profile of profiles) {
    if (profile.point !== 0 && profile.point !== where.number) continue;
    if (profile.transactionId !== undefined && profile.transactionId !== where.transactionId) continue;
    const limit = limitOf(profile, at, where.sessionStart, where.point);
    const known = best.get(profile.purpose);
    if (limit !== undefined && (known === undefined || known.level <= profile.stackLevel))
      best.set(profile.purpose, { level: profile.stackLevel, limit });
  }
  if (best.has('TxProfile')) best.delete('TxDefaultProfile');
  return Math.min(where.point?.maxW ?? Number.POSITIVE_INFINITY, ...[...best.values()].map(({ limit }) => limit));
}

/** The limit over time from `from` on, a period for each change. */
export function composite(
  profiles: readonly HeldProfile[],
  where: Where,
  from: number,
  seconds: number,
): { readonly startPeriod: number; readonly limit: number }[] {
  const until = from + seconds * 1000;
  const turns = new Set<number>([from]);
  for (const profile of profiles) {
    const { startsAt = from, periods, durationMs } = profile.schedule;
    const begin = profile.kind === 'Relative' ? where.sessionStart : startsAt;
    const turn = profile.kind === 'Recurring' ? (profile.recurrency === 'Weekly' ? 7 * day : day) : 0;
    const first = turn === 0 ? begin : begin + Math.max(0, Math.floor((from - begin) / turn)) * turn;
    for (let base = first; base < until; base += turn || Number.POSITIVE_INFINITY)
      for (const offset of [...periods.map(({ start }) => start), durationMs]) turns.add(base + offset);
    turns.add(profile.from).add(profile.to);
  }
  const result: { startPeriod: number; limit: number }[] = [];
  for (const at of [...turns].filter((one) => one >= from && one < until).sort((a, b) => a - b)) {
    const limit = Math.round(limitAt(profiles, where, at));
    if (result.at(-1)?.limit !== limit) result.push({ startPeriod: Math.round((at - from) / 1000), limit });
  }
  return result;
}
