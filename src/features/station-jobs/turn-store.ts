import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';
import type { RowRecord } from './store.ts';

export interface Running {
  readonly operator_id: number;
  readonly id: string;
  readonly user_id: string;
  readonly entities: number[] | null;
  readonly seed: string | null;
  readonly started_at: Date;
}

/** Jobs that people began and that are not at their end. Of all operators: this is the program's own work. */
export async function runningJobs(pool: pg.Pool): Promise<Running[]> {
  const { rows } = await pool.query<Running>(
    "SELECT operator_id, id, user_id, entities, seed, started_at FROM station_jobs WHERE state = 'running' ORDER BY started_at LIMIT 50",
  );
  return rows;
}

/** The next rows, marked as begun: what was cut off is begun again, and known to be. */
export async function takeRows(
  pool: pg.Pool,
  job: Running,
  limit: number,
): Promise<(RowRecord & { readonly again: boolean })[]> {
  const { rows } = await pool.query<RowRecord & { again: boolean }>(
    `WITH next AS (SELECT row, state FROM station_job_rows WHERE operator_id = $1 AND job_id = $2 AND state IN ('waiting', 'running') ORDER BY row LIMIT $3)
     UPDATE station_job_rows r SET state = 'running' FROM next, station_jobs j
     WHERE r.operator_id = $1 AND r.job_id = $2 AND r.row = next.row AND j.operator_id = $1 AND j.id = $2 AND j.state = 'running'
     RETURNING r.row, r.station_id, r.label, r.action, r.plan, r.state, r.detail, next.state = 'running' AS again`,
    [job.operator_id, job.id, limit],
  );
  return rows;
}

export interface Outcome {
  readonly row: number;
  readonly stationId: number | undefined;
  readonly detail: string | undefined;
}

export async function keepOutcomes(pool: pg.Pool, job: Running, outcomes: readonly Outcome[]): Promise<void> {
  await pool.query(
    `UPDATE station_job_rows r SET state = CASE WHEN o.detail IS NULL THEN 'done' ELSE 'failed' END, detail = o.detail, station_id = coalesce(o.station_id, r.station_id)
     FROM unnest($3::integer[], $4::integer[], $5::text[]) AS o (row, station_id, detail) WHERE r.operator_id = $1 AND r.job_id = $2 AND r.row = o.row`,
    [
      job.operator_id,
      job.id,
      outcomes.map(({ row }) => row),
      outcomes.map(({ stationId }) => stationId ?? null),
      outcomes.map(({ detail }) => detail ?? null),
    ],
  );
}

export async function finishJob(pool: pg.Pool, job: Running, at: Instant): Promise<void> {
  await pool.query(
    `UPDATE station_jobs j SET state = 'done', ended_at = $3, seed = CASE WHEN EXISTS (SELECT FROM station_job_rows r WHERE r.operator_id = $1 AND r.job_id = $2
       AND r.action = 'create' AND r.state = 'done') THEN seed END
     WHERE operator_id = $1 AND id = $2 AND state = 'running'`,
    [job.operator_id, job.id, iso(at)],
  );
}

/** Passwords nobody fetched within a day are gone; new ones can be given on the data sheet. Plans nobody began go after a week. */
export async function forgetOld(pool: pg.Pool, day: Instant, week: Instant): Promise<void> {
  await pool.query(
    "UPDATE station_jobs SET seed = NULL WHERE seed IS NOT NULL AND state IN ('done', 'ended') AND ended_at < $1",
    [iso(day)],
  );
  await pool.query("DELETE FROM station_jobs WHERE state = 'planned' AND created_at < $1", [iso(week)]);
}

/** The number of a station of this identity that has come to be since then. */
export async function madeSince(
  pool: pg.Pool,
  operatorId: number,
  identity: string,
  since: Date,
): Promise<number | undefined> {
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM stations WHERE operator_id = $1 AND identity = $2 AND created_at >= $3 AND NOT decommissioned',
    [operatorId, identity, since],
  );
  return rows[0]?.id;
}

export async function stillSeen(
  client: pg.ClientBase,
  operatorId: number,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM stations WHERE operator_id = $1 AND id = ANY($2::integer[])',
    [operatorId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
