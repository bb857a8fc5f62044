import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../../lib/log.ts';
import type { Engine } from './embedded.ts';
import { createHosts, cut, urlsOfHosts } from './hosts.ts';

export interface PostgresOptions {
  readonly log?: Log;
  /** How long a program that is just ending may still hold the database, ms. */
  readonly patienceMs?: number;
  /** How often the lock is asked for again, ms. */
  readonly everyMs?: number;
  /** Several nodes work on the database together, each of which says so. Default: this program alone. */
  readonly shared?: boolean;
  /** The database went away and came back with another owner: this program must not write any more. Default: it ends. */
  readonly onTaken?: (reason: Error) => void;
}

/**
 * Held by the one program that works on a database, which believes that it has every station; or by all nodes of a cluster together,
 * which share stations by `station_owners`.
 */
const ownerLock = 7_208_641_307;

/** So often the connection that holds the lock is asked whether it lives, and so long it may take to say so. */
const pulseMs = 2_000;
const silenceMs = 5_000;

/** Uses the PostgreSQL that DATABASE_URL names. Rejects with one sentence when it does not answer, or when it has an owner already. */
export async function connectPostgres(url: string, options: PostgresOptions = {}): Promise<Engine> {
  const { log, patienceMs = 15_000, everyMs = 500, onTaken = end, shared = false } = options;
  const urls = urlsOfHosts(url);
  const { Client, survey } = createHosts(urls);
  const connection: pg.PoolConfig = {
    connectionString: urls[0]!,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    Client,
  };
  const lock = shared ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock';
  const taken = (): Error =>
    new Error(
      `Another Voltyard is working on the database of DATABASE_URL (${withoutSecret(url)}): ${shared ? 'it was started without NATS_URL, as one node alone: stop it' : 'stop it'}, or name another database.`,
    );
  let owner: pg.Client | undefined;
  let stopping = false;

  /** True: it is ours from now on. Rejects when the database does not answer. */
  const own = async (): Promise<boolean> => {
    const client = new Client({ ...connection, query_timeout: 10_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query(
        `SELECT current_setting('server_version_num')::integer AS version, ${lock}($1) AS mine`,
        [ownerLock],
      );
      if (rows[0].version < 150_000) throw new Error('it is older than PostgreSQL 15');
      if (!rows[0].mine || stopping) {
        await client.end().catch(() => {});
        return false;
      }
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
    owner = client;
    client.once('end', () => void (stopping ? undefined : ownAgain()));
    return true;
  };

  /** A host that goes without a goodbye (its power, its network) is only noticed by asking. */
  const watch = async (): Promise<void> => {
    while (!stopping) {
      await sleep(pulseMs, undefined, { ref: false });
      const asked = owner;
      const alive = asked?.query('SELECT').then(
        () => true,
        () => true,
      );
      const silent = sleep(silenceMs, false, { ref: false });
      if (asked !== undefined && !(await Promise.race([alive, silent]))) cut(asked);
    }
  };

  /** The connection went, and the lock with it. */
  const ownAgain = async (): Promise<void> => {
    owner = undefined;
    for (const until = { at: Number.POSITIVE_INFINITY }; !stopping; await sleep(everyMs)) {
      const mine = await own().catch(() => undefined);
      if (mine) return log?.info('The database is ours again');
      // Our own former connection may take a moment to be noticed as dead.
      if (mine === false) until.at = Math.min(until.at, performance.now() + patienceMs);
      if (performance.now() > until.at && !stopping) return onTaken(taken());
    }
  };

  if (urls.length > 1) await survey();
  let others = urls.length;
  const until = performance.now() + patienceMs;
  for (;;) {
    const mine = await own().catch((cause: Error) => {
      // The next attempt tries the next host.
      if (--others > 0) return false;
      throw new Error(`The database of DATABASE_URL (${withoutSecret(url)}) cannot be used: ${cause.message}.`, {
        cause,
      });
    });
    if (mine) break;
    if (performance.now() >= until) throw taken();
    await sleep(everyMs);
  }
  void watch();
  return {
    connection,
    pid: () => undefined,
    stop: async () => {
      stopping = true;
      await owner?.end().catch(() => {});
    },
  };
}

/** Nobody catches it: the program stops as it does at a bug, with this sentence. */
const end = (reason: Error): never => {
  throw reason;
};

function withoutSecret(url: string): string {
  try {
    const all = urlsOfHosts(url).map((one) => new URL(one));
    return `${all.map(({ host }) => host).join(',')}${all[0]!.pathname}`;
  } catch {
    return 'not a URL';
  }
}
