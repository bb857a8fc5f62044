import { day, hour, type Instant, minute } from './time.ts';

/** A place's wall clock. Every function takes and gives instants; the zone only decides where hours and days begin. */
export interface LocalTime {
  readonly timeZone: string;
  /** Wall clock minus UTC at that instant, ms. */
  offsetAt(at: Instant): number;
  /** The calendar day, `YYYY-MM-DD`. */
  dayOf(at: Instant): string;
  /** The first instant of the calendar day that is `days` away from the day of `at`, also where midnight is skipped. */
  startOfDay(at: Instant, days?: number): Instant;
  /** The same time of day, that many calendar days away. In a gap it is the instant the gap ends at or after. */
  shiftDays(at: Instant, days: number): Instant;
}

const dayName = (local: number): string => new Date(local).toISOString().slice(0, 10);
const dayNumber = (local: number): number => Math.floor(local / day);

/** Throws RangeError for a zone that does not exist: check what people type. */
export function localTime(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

  const offsetAt = (at: Instant): number => {
    const parts: Record<string, number> = {};
    for (const part of format.formatToParts(at)) if (part.type !== 'literal') parts[part.type] = Number(part.value);
    const { year, month, day: date, hour: hours, minute: minutes, second: seconds } = parts;
    return Date.UTC(year!, month! - 1, date, hours, minutes, seconds) - Math.floor(at / 1000) * 1000;
  };

  const startOf = (localDay: number): Instant => {
    const midnight = localDay * day;
    const candidates = [midnight - offsetAt(midnight - day), midnight - offsetAt(midnight + day)];
    candidates.sort((a, b) => a - b);
    return candidates.find((at) => dayNumber(at + offsetAt(at)) === localDay) ?? candidates[1]!;
  };

  const shiftDays = (at: Instant, days: number): Instant => {
    const wall = at + offsetAt(at) + days * day;
    const early = wall - offsetAt(wall - day);
    return early + offsetAt(early) === wall ? early : wall - offsetAt(wall + day);
  };

  return {
    timeZone,
    offsetAt,
    dayOf: (at) => dayName(at + offsetAt(at)),
    startOfDay: (at, days = 0) => startOf(dayNumber(at + offsetAt(at)) + days),
    shiftDays,
  };
}

/** A piece of time that lies within one hour of one weekday on the wall clock. */
export interface HourSlot {
  readonly from: Instant;
  readonly to: Instant;
  /** 0 Monday to 6 Sunday */
  readonly weekday: number;
  /** 0 to 23 */
  readonly hour: number;
}

/**
 * Cuts [from, to) where the wall clock begins a new hour. In the night of the spring change one hour has no slot, in
 * that of the autumn change one has two.
 */
export function hourSlots(local: LocalTime, from: Instant, to: Instant): HourSlot[] {
  const slots: HourSlot[] = [];
  // Zones change their offset twice a year at most: within 12 hours of equal ends it has not changed.
  for (let start = from; start < to; ) {
    const offset = local.offsetAt(start);
    const end = Math.min(to, start + 12 * hour);
    const steady = local.offsetAt(end) === offset;
    cut(start, end, steady ? () => offset : local.offsetAt, slots);
    start = end;
  }
  return slots;
}

function cut(from: Instant, to: Instant, offsetAt: (at: Instant) => number, into: HourSlot[]): void {
  for (let start = from; start < to; ) {
    const wall = start + offsetAt(start);
    let end = Math.min(to, start + hour - (((wall % hour) + hour) % hour));
    // Offsets change on the quarter hour at the earliest: look for a change inside this hour.
    for (let at = start + quarter - (((wall % quarter) + quarter) % quarter); at < end; at += quarter) {
      if (offsetAt(at) !== offsetAt(start)) end = at;
    }
    const weekday = (dayNumber(wall) + 3) % 7; // 1970-01-01 was a Thursday
    const last = into.at(-1);
    const hourOfDay = Math.floor((((wall % day) + day) % day) / hour);
    if (
      last?.to === start &&
      last.weekday === weekday &&
      last.hour === hourOfDay &&
      last.to - last.from + (end - start) <= hour
    ) {
      into[into.length - 1] = { ...last, to: end };
    } else into.push({ from: start, to: end, weekday, hour: hourOfDay });
    start = end;
  }
}
const quarter = 15 * minute;
