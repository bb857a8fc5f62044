import type pg from 'pg';
import { day, type Instant, iso } from '../../lib/time.ts';
import { type ArchiveFramesOptions, archiveFrames, unlessBackup } from '../archives/archive-frames.ts';
import { boundsOf, dropPartition, finishDetaching, looseTables } from '../archives/drop-partition.ts';
import { ensurePartitions } from '../migrate.ts';
import { deleteExpired, deleteOld } from './rows.ts';
import { readRetention } from './settings.ts';

/** What one turn took out of the database. */
export interface RetentionReport {
  readonly partitions: number;
  /** Messages that went into archives. */
  readonly archived: number;
  readonly archivesDeleted: number;
  readonly rows: number;
}

/**
 * One turn of the housekeeping: partitions made ahead, what is older than the settings say archived or deleted. On one node at a time. May be
 * cut off at any moment (`signal`) and goes on with the next turn.
 */
export async function keepRetention(options: ArchiveFramesOptions): Promise<RetentionReport> {
  const { pool, clock, signal } = options;
  const now = clock.now();
  const retention = await readRetention(pool);
  await ensurePartitions(pool, now);
  await deleteExpired(pool, now);
  let rows = 0;
  for (const [table, days] of [
    ['connections', retention.connectionsDays],
    ['commands', retention.commandsDays],
    ['errors', retention.errorsDays],
  ] as const)
    if (days !== null) rows += await deleteOld(pool, table, now - days * day, signal);
  const { framesDays, archiveFrames: keep, archivesDays } = retention;
  const archivesDeleted = archivesDays === null ? 0 : await deleteArchives(options, now - archivesDays * day);
  if (framesDays === null) return { partitions: 0, archived: 0, archivesDeleted, rows };
  const frames = await archiveFrames(options, now - framesDays * day, keep);
  const commits = await dropCommits(options, now - framesDays * day);
  return { partitions: frames.partitions + commits, archived: frames.frames, archivesDeleted, rows };
}

/** When our answers left is in the archive of the frames: it goes when no frame is left that could ask for it. */
async function dropCommits({ pool }: { pool: pg.Pool }, cutoff: Instant): Promise<number> {
  await finishDetaching(pool, 'commits');
  for (const name of await looseTables(pool, 'commits')) await pool.query(`DROP TABLE "${name}"`);
  const oldest = (await boundsOf(pool, 'frames'))[0]?.from ?? cutoff;
  let dropped = 0;
  for (const partition of await boundsOf(pool, 'commits')) {
    if (partition.until > Math.min(cutoff, oldest)) break;
    const gone = await unlessBackup({ pool }, () => dropPartition(pool, 'commits', partition));
    if (gone === undefined) return dropped;
    dropped++;
  }
  return dropped;
}

async function deleteArchives({ pool, files, signal }: ArchiveFramesOptions, cutoff: Instant): Promise<number> {
  const { rows } = await pool.query<{ operator_id: number; id: string; file_key: string }>(
    "SELECT operator_id, id, file_key FROM frame_archives WHERE state = 'only' AND until_at <= $1 ORDER BY until_at LIMIT 10000",
    [iso(cutoff)],
  );
  let deleted = 0;
  for (const { operator_id, id, file_key } of rows) {
    signal.throwIfAborted();
    const done = await unlessBackup({ pool }, async () => {
      await pool.query('DELETE FROM frame_archives WHERE operator_id = $1 AND id = $2', [operator_id, id]);
      await files.remove(file_key);
      return true;
    });
    if (done === undefined) return deleted;
    deleted++;
  }
  return deleted;
}
