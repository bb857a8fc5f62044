import { statfs } from 'node:fs/promises';
import type pg from 'pg';
import type { Measurement } from '../http/metrics.ts';
import { type Clock, minute } from '../lib/time.ts';
import { readSizes } from '../storage/retention/sizes.ts';

const gauge = (
  name: string,
  help: string,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): Measurement => ({
  name,
  kind: 'gauge',
  help,
  labels,
  value,
});

/** How large database, archives and disk are, under the names of /metrics: looked at once a minute, and left out while that fails. */
export function sizeMeasurements(pool: pg.Pool, clock: Clock, folder: string): () => Promise<readonly Measurement[]> {
  let last: { readonly at: number; readonly found: Promise<readonly Measurement[]> } | undefined;
  return () => {
    if (last === undefined || clock.monotonic() - last.at > minute)
      last = { at: clock.monotonic(), found: look(pool, folder).catch(() => []) };
    return last.found;
  };
}

async function look(pool: pg.Pool, folder: string): Promise<readonly Measurement[]> {
  const { tables, database, archives } = await readSizes(pool);
  const { bavail, blocks, bsize } = await statfs(folder);
  const jobs = await pool.query<{ name: string; failed: boolean }>(
    'SELECT name, fault IS NOT NULL AS failed FROM jobs ORDER BY name',
  );
  return [
    gauge('db_bytes', 'Size of the database', database),
    ...tables.map(({ table, bytes }) => gauge('db_table_bytes', 'Size of a table with its indexes', bytes, { table })),
    ...tables.map(({ table, rows }) => gauge('db_table_rows', 'Rows of a table, estimated', rows, { table })),
    gauge('archive_bytes', 'Size of archived messages in the file store', archives.bytes),
    gauge('archive_frames', 'Archived messages', archives.frames),
    // What its outside partners (a file store that hangs …) let wait: 1 until a turn goes through again (F-12).
    ...jobs.rows.map(({ name, failed }) =>
      gauge('job_failed', 'The last turn of a timed work failed', failed ? 1 : 0, { job: name }),
    ),
    gauge('disk_free_bytes', 'Room left on the disk of the data folder', bavail * bsize),
    gauge('disk_bytes', 'Size of the disk of the data folder', blocks * bsize),
  ];
}
