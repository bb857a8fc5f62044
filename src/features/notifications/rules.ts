import { type LocalTime, localTime } from '../../lib/local-time.ts';
import { day, type Instant, minute } from '../../lib/time.ts';

/** What one can be told of: facts of stations, and what other slices announce. */
export const events = [
  'error.critical',
  'error.opened',
  'error.closed',
  'station.offline',
  'station.online',
  'station.booted',
  'station.blocked',
  'session.started',
  'session.ended',
  'card.refused',
  'security.event',
  'document.expiring',
  'ticket.created',
  'ticket.assigned',
  'ticket.changed',
  'ticket.overdue',
  'ticket.closed',
] as const;

export type Digest =
  | { readonly kind: 'now' }
  | { readonly kind: 'every'; readonly minutes: number }
  /** Minutes after midnight. */
  | { readonly kind: 'daily'; readonly at: number };

export interface Quiet {
  /** Minutes after midnight; when `to` is not after `from` it is the next day's. */
  readonly from: number;
  readonly to: number;
  /** What comes meanwhile is kept for the end, or left out. */
  readonly meanwhile: 'wait' | 'leaveOut';
  readonly criticalThrough: boolean;
}

/** Waits before it is told that a station is gone: most are back before. */
export const offlinePatience = 5 * minute;

/** The minute of the day on the wall. */
const wallMinute = (local: LocalTime, at: Instant): number =>
  Math.floor(((((at + local.offsetAt(at)) % day) + day) % day) / minute);

/** When the wall says so on the day of `at`, that many days on; where the clock leaps over it, the moment it has leapt. */
export function wallTime(local: LocalTime, at: Instant, minutes: number, days = 0): Instant {
  const midnight = local.startOfDay(at, days);
  const plain = midnight + minutes * minute;
  // The offset may change in between (DST): the wall decides.
  const right = plain + local.offsetAt(midnight) - local.offsetAt(plain);
  if (wallMinute(local, right) === minutes % 1440) return right;
  return Math.max(plain, right);
}

/** Next time the wall says so, after `at`. */
export function nextWallTime(local: LocalTime, at: Instant, minutes: number): Instant {
  const today = wallTime(local, at, minutes);
  return today > at ? today : wallTime(local, at, minutes, 1);
}

export function isQuiet({ from, to }: Quiet, local: LocalTime, at: Instant): boolean {
  const now = wallMinute(local, at);
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/** When something is told that comes at `at`; undefined: it is left out. */
export function readyAt(
  at: Instant,
  critical: boolean,
  timeZone: string,
  digest: Digest,
  quiets: readonly (Quiet | null | undefined)[],
): Instant | undefined {
  const local = localTime(timeZone);
  let ready = at;
  if (digest.kind === 'every') ready = Math.ceil((at + 1) / (digest.minutes * minute)) * digest.minutes * minute;
  if (digest.kind === 'daily') ready = nextWallTime(local, at, digest.at);
  for (const quiet of quiets) {
    if (!quiet || (critical && quiet.criticalThrough)) continue;
    if (quiet.meanwhile === 'leaveOut' && isQuiet(quiet, local, at)) return undefined;
    if (isQuiet(quiet, local, ready)) ready = nextWallTime(local, ready, quiet.to);
  }
  return ready;
}

/** What is read of an event with this right alone. */
export const rightFor = (event: string) => {
  if (event.startsWith('error.')) return 'errors.see' as const;
  if (event.startsWith('session.')) return 'chargeLogs.see' as const;
  if (event.startsWith('card.')) return 'logs.see' as const;
  if (event.startsWith('security.')) return 'security.see' as const;
  if (event.startsWith('document.')) return 'documents.see' as const;
  if (event.startsWith('ticket.')) return 'tickets.see' as const;
  return 'stations.see' as const;
};

/** A critical error is an error too; nobody hears the same thing under both names. */
export const asksFor = (asked: readonly string[], event: string, critical: boolean): boolean =>
  asked.includes(event) || (event === 'error.opened' && critical && asked.includes('error.critical'));

export const isCritical = (body: { readonly severity?: unknown; readonly critical?: unknown }): boolean =>
  body.severity === 'critical' || body.critical === true;

/** A digest mail does not go on for ever. */
export const mostTold = 200;
