import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
 */
export async function migrate(pool: pg.Pool, directory: string): Promise<readonly string[]> {
  const names = await migrationNames(directory);
  const client = await pool.connect();
  const done: string[] = [];
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations');
    const seen = new Set(rows.map((row) => row.name));
    const newer = [...seen].filter((name) => name > names.at(-1)!);
    if (newer.length > 0)
      throw new Error(`The database was written by a newer Voltyard (${newer[0]}): start that one.`);
    for (const name of names) {
      if (seen.has(name)) continue;
      await apply(client, name, await readFile(join(directory, name), 'utf8'));
      done.push(name);
    }
    return done;
  } finally {
    // The session goes and with it the lock, whatever state it is in.
    client.release(true);
  }
}

async function apply(client: pg.PoolClient, name: string, sql: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations (name) VALUES ($1)', [name]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => {});
    throw new Error(`Migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}

const partitioned = ['frames', 'facts', 'commits'] as const;

/**
 * Makes the monthly partitions from 100 days back (simulated history) to two months ahead. Call at start and daily:
 * a row without a partition cannot be written.
 */
export async function ensurePartitions(pool: pg.Pool, now: Instant): Promise<void> {
  for (const table of partitioned) {
    await pool.query('SELECT ensure_partitions($1, $2, $3)', [
      table,
      new Date(now - 100 * day),
      new Date(now + 62 * day),
    ]);
  }
}
