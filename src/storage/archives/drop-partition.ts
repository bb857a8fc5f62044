import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';

export interface Bounds {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** The partitions of a table in the order of time. */
export async function boundsOf(pool: pg.Pool, parent: string): Promise<readonly Bounds[]> {
  const { rows } = await pool.query<{ child: string; lower_at: Date; upper_at: Date }>(
    'SELECT * FROM partition_bounds($1)',
    [parent],
  );
  return rows.map((row) => ({ name: row.child, from: row.lower_at.getTime(), until: row.upper_at.getTime() }));
}

/**
 * Takes a partition out of its table and drops it, without keeping those waiting who read and write the table. `stillRight` is asked
 * when nobody can write to it any more; with a no it is put back. True: it is gone.
 */
export async function dropPartition(
  pool: pg.Pool,
  parent: string,
  { name, from, until }: Bounds,
  stillRight: () => Promise<boolean> = async () => true,
): Promise<boolean> {
  await pool.query(`ALTER TABLE "${parent}" DETACH PARTITION "${name}" CONCURRENTLY`);
  if (await stillRight()) {
    await pool.query(`DROP TABLE "${name}"`);
    return true;
  }
  await pool.query(
    `ALTER TABLE "${parent}" ATTACH PARTITION "${name}" FOR VALUES FROM ('${iso(from)}') TO ('${iso(until)}')`,
  );
  return false;
}

/** Finishes what a program that was killed left half way: a partition on its way out is out afterwards, and a table by itself. */
export async function finishDetaching(pool: pg.Pool, parent: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = $1::regclass AND i.inhdetachpending`,
    [parent],
  );
  for (const { name } of rows) await pool.query(`ALTER TABLE "${parent}" DETACH PARTITION "${name}" FINALIZE`);
}

/** Tables that once were partitions of `parent` and are by themselves now. */
export async function looseTables(pool: pg.Pool, parent: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relispartition
       AND relname ~ ('^' || $1 || '_(y[0-9]{4}m[0-9]{2}|[0-9]{8})$') ORDER BY 1`,
    [parent],
  );
  return rows.map((row) => row.name);
}
