import type { SentTime } from '../domain/message.ts';

/** Why a time a station sent is doubted. `unreadable` and `outOfRange` leave only the time of arrival. */
export type TimeSuspect = 'time.unreadable' | 'time.noZone' | 'time.outOfRange';

export interface ReadTime {
  readonly time: SentTime;
  readonly suspect?: TimeSuspect;
}

const form =
  /^\s*(\d{4,})-(\d{1,2})-(\d{1,2})[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|z|([+-])(\d{2}):?(\d{2})?)?\s*$/;
const maxRaw = 64;
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2101, 0, 1);

/**
 * Reads a time the way stations write it: RFC 3339 (OCPP 1.6 section 3.15, OCPP 2.x part 2 section 2.1.1), and also
 * without a zone (read as UTC), with a blank for the T, with 24:00 and with a leap second (T-13). Never throws.
 */
export function readTime(raw: unknown): ReadTime {
  if (raw === undefined || raw === null || raw === '') return { time: {} };
  if (typeof raw !== 'string') return { time: { raw: String(raw).slice(0, maxRaw) }, suspect: 'time.unreadable' };
  const kept = raw.length > maxRaw ? raw.slice(0, maxRaw) : raw;
  const found = form.exec(kept);
  if (found === null) return { time: { raw: kept }, suspect: 'time.unreadable' };
  const year = Number(found[1]);
  const month = Number(found[2]);
  const day = Number(found[3]);
  const hour = Number(found[4]);
  const minute = Number(found[5]);
  const second = Number(found[6] ?? 0);
  if (!exists(year, month, day, hour, minute, second)) return { time: { raw: kept }, suspect: 'time.unreadable' };
  if (year < 2000 || year > 2100) return { time: { raw: kept }, suspect: 'time.outOfRange' };
  // Date.UTC carries over: 24:00 is the next day, second 60 the next minute.
  const milliseconds = found[7] === undefined ? 0 : Number(found[7].slice(0, 3).padEnd(3, '0'));
  const at = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offset(found);
  if (at < earliest || at >= latest) return { time: { raw: kept }, suspect: 'time.outOfRange' };
  if (found[8] === undefined) return { time: { raw: kept, at }, suspect: 'time.noZone' };
  return { time: { raw: kept, at } };
}

function exists(year: number, month: number, day: number, hour: number, minute: number, second: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  if (hour === 24) return minute === 0 && second === 0;
  return hour < 24 && minute < 60 && (second < 60 || (second === 60 && minute === 59));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function offset(found: RegExpExecArray): number {
  if (found[9] === undefined) return 0;
  const minutes = Number(found[10]) * 60 + Number(found[11] ?? 0);
  return (found[9] === '-' ? -minutes : minutes) * 60_000;
}
