import { createHash } from 'node:crypto';
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { RateExceeded } from './problem.ts';

/**
 * Attempts to sign in, counted in the database so that all nodes count together. The wait grows: a handful of
 * wrong passwords costs a minute, a score of them an hour. Nobody can lock somebody else out: the count over all addresses
 * does not bind an address from which the account has signed in before.
 */
export interface Limits {
  /** Counts an attempt before it is made. Throws RateExceeded. */
  attempt(account: string, address: string): Promise<void>;
  /** The attempt was right: its counts go, and the address is known from now on. */
  succeeded(account: string, address: string): Promise<void>;
  /** Counts a try at something guessable by one who is signed in, or half. Throws RateExceeded. */
  guess(what: string, who: string): Promise<void>;
}

const minutes = 60;
const hours = 3600;

export function createLimits(pool: pg.Pool): Limits {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'auth_attempts',
      tableCreated: true,
      clearExpiredByTimeout: true,
      keyPrefix,
      points,
      duration,
    });
  const few = limiter('few', 5, minutes);
  const many = limiter('many', 20, hours);
  const ofAddress = limiter('address', 60, 10 * minutes);
  const ofAccount = limiter('account', 200, hours);
  const known = limiter('known', 1_000_000, 60 * 24 * hours);
  const guesses = limiter('guess', 8, 5 * minutes);

  return {
    async attempt(account, address) {
      const pair = key(account, address);
      await consume(ofAddress, key(address));
      await consume(many, pair);
      await consume(few, pair);
      if ((await known.get(pair)) === null) await consume(ofAccount, key(account));
    },
    async succeeded(account, address) {
      const pair = key(account, address);
      await Promise.all([few.delete(pair), many.delete(pair), known.consume(pair)]);
    },
    guess: (what, who) => consume(guesses, key(what, who)),
  };
}

/** People's addresses are personal: only their hash is stored. */
const key = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n').toLowerCase()).digest('base64url').slice(0, 27);

async function consume(limiter: RateLimiterPostgres, of: string): Promise<void> {
  try {
    await limiter.consume(of);
  } catch (refused) {
    if (refused instanceof RateLimiterRes) throw new RateExceeded(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
    throw refused;
  }
}
