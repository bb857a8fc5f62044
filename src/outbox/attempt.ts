import { hour, type Instant, minute, second } from '../lib/time.ts';

/** Why something did not arrive. One word each, the same in the database, the API and the catalogs. */
export const faults = [
  'away',
  'silent',
  'insecure',
  'signIn',
  'later',
  'refused',
  'redirected',
  'address',
  'file',
  'gone',
  'interrupted',
  'notConfigured',
  'expired',
] as const;
export type Fault = (typeof faults)[number];

/**
 * How one attempt went. `partner`: whoever takes it could not be reached or took nothing at all, so nothing else for it would fare
 * better. `again`: this one thing was put off. `never`: the same once more would be refused once more.
 */
export type Attempt =
  | { readonly outcome: 'sent'; readonly answer?: string | undefined }
  | {
      readonly outcome: 'partner' | 'again' | 'never';
      readonly fault: Fault;
      readonly answer?: string | undefined;
      /** The other side asked for this much time. */
      readonly waitMs?: number | undefined;
    };

/** No attempt takes longer: after this whoever was at it has ended. */
export const longestAttemptMs = minute;

const first = 30 * second;
const longest = hour;

/** The wait after the nth failure: twice as long each time, up to an hour, and spread so that what failed together does not come again together. */
export function backOff(failures: number, random: number, askedMs = 0): number {
  const wait = Math.min(longest, first * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return Math.max(wait * (0.75 + random / 2), Math.min(askedMs, 6 * hour));
}

export type Fate =
  | { readonly state: 'sent' }
  | { readonly state: 'waiting'; readonly nextAt: Instant }
  | { readonly state: 'dead' };

/** What becomes of a thing after its nth attempt. */
export function fateOf(
  attempt: Attempt,
  { attempts, giveUpAt, now, random }: { attempts: number; giveUpAt: Instant; now: Instant; random: number },
): Fate {
  if (attempt.outcome === 'sent') return { state: 'sent' };
  if (attempt.outcome === 'never' || now >= giveUpAt) return { state: 'dead' };
  // The last attempt is made when its time is up, not before.
  return { state: 'waiting', nextAt: Math.min(now + backOff(attempts, random, attempt.waitMs), giveUpAt - second) };
}
