import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { day, type Instant } from '../lib/time.ts';

const migrationLock = 7_208_641_306;

/** The migrations this program brings, in order. */
export async function migrationNames(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).sort();
  if (names.length === 0) throw new Error(`There are no migrations in ${directory}.`);
  return names;
}

/**
 * Brings the schema up to date: every numbered .sql file of `directory` that this database has not seen, in order, each in
 * a transaction of its own. Several nodes may start at once: one works, the others wait. Forward only.
 *
 * A migration only adds (expand), so that a program that does not know it goes on working beside and after newer ones (robustness F-08).
 * One that takes away what older programs need says so in its first line, `-- contract`; after it an older program refuses to start.
 *
 * `wanted` leaves some for later: a backup is restored into the schema it was taken from.
 */
export async function migrate(
  pool: pg.Pool,
  directory: string,
  wanted: (name: string) => boolean = () => true,
): Promise<readonly string[]> {
  const names = await migrationNames(directory);
  const client = await pool.connect();
  const done: string[] = [];
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())',
    );
    await client.query("ALTER TABLE schema_migrations ADD COLUMN IF NOT EXISTS kind text NOT NULL DEFAULT 'expand'");
    const { rows } = await client.query<{ name: string; kind: string }>('SELECT name, kind FROM schema_migrations');
    const seen = new Set(rows.map((row) => row.name));
    const unfit = rows.find(({ name, kind }) => kind === 'contract' && !names.includes(name));
    if (unfit !== undefined)
      throw new Error(`The database was written by a newer Voltyard (${unfit.name}): start that one.`);
    for (const name of names) {
      if (seen.has(name) || !wanted(name)) continue;
      await apply(client, name, await readFile(join(directory, name), 'utf8'));
      done.push(name);
    }
    return done;
  } finally {
    // The session goes and with it the lock, whatever state it is in.
    client.release(true);
  }
}

/**
 * A change of a table waits for those who work with it, and everybody who comes after waits for the change: nodes at work would stand still
 * behind one long report (F-08). So it waits for a moment only, lets the others go on, and tries again.
 */
const lockPatienceMs = 2_000;
const pauseMs = 1_000;
const mostTries = 200;

async function apply(client: pg.PoolClient, name: string, sql: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await applyOnce(client, name, sql);
    } catch (error) {
      // lock_not_available; 40P01: two of them in each other's way.
      const { code } = (error as { cause?: { code?: string } }).cause ?? {};
      if ((code !== '55P03' && code !== '40P01') || tries >= mostTries) throw error;
      await sleep(pauseMs);
    }
  }
}

async function applyOnce(client: pg.PoolClient, name: string, sql: string): Promise<void> {
  await client.query(`BEGIN; SET LOCAL lock_timeout = ${lockPatienceMs}`);
  try {
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations (name, kind) VALUES ($1, $2)', [
      name,
      /^-- contract\b/.test(sql) ? 'contract' : 'expand',
    ]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => {});
    throw new Error(`Migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}

/** A row without a partition cannot be written. */
const ahead = 62 * day;

/**
 * Makes the partitions from a week back to two months ahead: weeks of frames and commits, months of facts. Call at start and daily.
 * `back`: how far the past goes that is about to be written (simulated history), ms.
 */
export async function ensurePartitions(pool: pg.Pool, now: Instant, back = 7 * day): Promise<void> {
  for (const table of ['frames', 'facts', 'commits'])
    await pool.query('SELECT ensure_partitions($1, $2, $3)', [table, new Date(now - back), new Date(now + ahead)]);
}
