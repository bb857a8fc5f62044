import type { Log } from '../../lib/log.ts';
import type { Instant } from '../../lib/time.ts';
import { filesLock } from '../backup/catalog.ts';
import { type ArchiveOptions, archivePartition, forgetCopy } from './archive-partition.ts';
import { boundsOf, dropPartition, finishDetaching, looseTables } from './drop-partition.ts';

export interface ArchiveFramesOptions extends ArchiveOptions {
  readonly log: Log;
}

export interface ArchiveReport {
  readonly partitions: number;
  readonly frames: number;
}

/**
 * Every partition of frames that ends before `cutoff` leaves the database: with `keep` into archives, else for good. May be cut off at any moment
 * and goes on the next time. Does nothing more while a backup runs, and says so in the log.
 */
export async function archiveFrames(
  options: ArchiveFramesOptions,
  cutoff: Instant,
  keep: boolean,
): Promise<ArchiveReport> {
  const { pool, signal, log } = options;
  await finishDetaching(pool, 'frames');
  await finishDropping(options, keep);
  const report = { partitions: 0, frames: 0 };
  for (const partition of await boundsOf(pool, 'frames')) {
    if (partition.until > cutoff) continue;
    signal.throwIfAborted();
    const frames = keep ? await archivePartition(options, partition) : 0;
    const gone = await unlessBackup(options, () =>
      dropPartition(pool, 'frames', partition, async () => !keep || (await rowsOf(options, partition.name)) === frames),
    );
    if (gone === undefined) {
      log.info('A backup is running: old messages leave the database after it');
      return report;
    }
    if (!gone) {
      await forgetCopy(options, partition.name);
      throw new Error(
        `Messages came into ${partition.name} while it was archived: it stays, and is archived again later.`,
      );
    }
    await pool.query("UPDATE frame_archives SET state = 'only' WHERE partition = $1 AND state = 'whole'", [
      partition.name,
    ]);
    report.partitions++;
    report.frames += frames;
  }
  return report;
}

/** Tables that were taken out and not dropped any more: a program was killed between the two. Their copy is counted again. */
async function finishDropping(options: ArchiveFramesOptions, keep: boolean): Promise<void> {
  const { pool } = options;
  for (const name of await looseTables(pool, 'frames')) {
    const { rows } = await pool.query<{ frames: number; from_at: Date | null; until_at: Date | null }>(
      `SELECT coalesce(sum(frames), 0)::float8 AS frames, min(from_at) AS from_at, max(until_at) AS until_at
       FROM frame_archives WHERE partition = $1 AND state = 'whole'`,
      [name],
    );
    const { frames, from_at, until_at } = rows[0]!;
    const copied = (await rowsOf(options, name)) === frames;
    if (copied || (!keep && from_at === null)) await unlessBackup(options, () => pool.query(`DROP TABLE "${name}"`));
    else if (from_at !== null && until_at !== null)
      await pool.query(
        `ALTER TABLE frames ATTACH PARTITION "${name}" FOR VALUES FROM ('${from_at.toISOString()}') TO ('${until_at.toISOString()}')`,
      );
  }
  await pool.query(
    "UPDATE frame_archives SET state = 'only' WHERE state = 'whole' AND to_regclass(quote_ident(partition)) IS NULL",
  );
  const { rows } = await pool.query<{ partition: string }>(
    "SELECT DISTINCT partition FROM frame_archives WHERE state = 'writing' AND to_regclass(quote_ident(partition)) IS NULL",
  );
  for (const { partition } of rows) await forgetCopy(options, partition);
}

async function rowsOf({ pool }: Pick<ArchiveOptions, 'pool'>, table: string): Promise<number> {
  const { rows } = await pool.query<{ n: string }>(`SELECT count(*) AS n FROM "${table}"`);
  return Number(rows[0]!.n);
}

/** A backup copies rows and then the files they name: meanwhile nothing moves from one to the other. undefined: one is running. */
export async function unlessBackup<T>(
  { pool }: Pick<ArchiveOptions, 'pool'>,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query(`SELECT pg_try_advisory_lock(${filesLock}) AS mine`);
    if (!rows[0].mine) return undefined;
    try {
      return await work();
    } finally {
      await client.query(`SELECT pg_advisory_unlock(${filesLock})`);
    }
  } finally {
    client.release();
  }
}
