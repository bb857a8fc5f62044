import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';
import type { RowPlan } from './rules.ts';

export interface JobRecord {
  readonly operator_id: number;
  readonly id: string;
  readonly kind: 'import' | 'move' | 'model' | 'places';
  readonly title: string;
  readonly state: 'planned' | 'running' | 'done' | 'ended';
  readonly user_id: string;
  readonly entities: number[] | null;
  readonly seeded: boolean;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly rows: number;
  readonly creating: number;
  readonly changing: number;
  readonly nothing: number;
  readonly refused: number;
  readonly done: number;
  readonly failed: number;
}

export interface RowRecord {
  readonly row: number;
  readonly station_id: number | null;
  readonly label: string;
  readonly action: RowPlan['action'];
  readonly plan: Pick<RowPlan, 'name' | 'steps' | 'says' | 'problems' | 'notes'>;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly detail: string | null;
}

const counted = `SELECT j.operator_id, j.id, j.kind, j.title, j.state, j.user_id, j.entities, j.seed IS NOT NULL AS seeded, j.created_at, j.started_at, j.ended_at,
    c.rows, c.creating, c.changing, c.nothing, c.refused, c.done, c.failed
  FROM station_jobs j LEFT JOIN LATERAL (SELECT count(*)::integer AS rows, count(*) FILTER (WHERE action = 'create')::integer AS creating,
    count(*) FILTER (WHERE action = 'change')::integer AS changing, count(*) FILTER (WHERE action = 'none')::integer AS nothing,
    count(*) FILTER (WHERE action = 'refuse')::integer AS refused,
    count(*) FILTER (WHERE state = 'done' AND action IN ('create', 'change'))::integer AS done,
    count(*) FILTER (WHERE state = 'failed')::integer AS failed
    FROM station_job_rows r WHERE r.operator_id = j.operator_id AND r.job_id = j.id) c ON true`;

export async function readJob(client: pg.ClientBase, operatorId: number, id: string): Promise<JobRecord | undefined> {
  const { rows } = await client.query<JobRecord>(`${counted} WHERE j.operator_id = $1 AND j.id = $2`, [operatorId, id]);
  return rows[0];
}

export async function listJobs(
  client: pg.ClientBase,
  operatorId: number,
  before: readonly [string, string] | undefined,
  limit: number,
): Promise<JobRecord[]> {
  const { rows } = await client.query<JobRecord>(
    `${counted} WHERE j.operator_id = $1 AND ($2::timestamptz IS NULL OR (j.created_at, j.id) < ($2, $3::uuid))
     ORDER BY j.created_at DESC, j.id DESC LIMIT $4`,
    [operatorId, before?.[0] ?? null, before?.[1] ?? null, limit],
  );
  return rows;
}

export interface NewJob {
  readonly operatorId: number;
  readonly id: string;
  readonly kind: JobRecord['kind'];
  readonly title: string;
  readonly state: 'planned' | 'running';
  readonly userId: string;
  readonly entities: readonly number[] | undefined;
  readonly seed: string | undefined;
  readonly at: Instant;
}

export async function insertJob(
  client: pg.ClientBase,
  job: NewJob,
  plans: readonly (RowPlan & { row: number })[],
): Promise<void> {
  await client.query(
    `INSERT INTO station_jobs (operator_id, id, kind, title, state, user_id, entities, seed, created_at, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $5 = 'running' THEN $9::timestamptz END)`,
    [
      job.operatorId,
      job.id,
      job.kind,
      job.title,
      job.state,
      job.userId,
      job.entities ?? null,
      job.seed ?? null,
      iso(job.at),
    ],
  );
  for (let from = 0; from < plans.length; from += 2000) {
    const part = plans.slice(from, from + 2000);
    await client.query(
      `INSERT INTO station_job_rows (operator_id, job_id, row, station_id, label, action, plan, state)
       SELECT $1, $2, r.row, r.station_id, r.label, r.action, r.plan, CASE WHEN r.action IN ('create', 'change') THEN 'waiting' ELSE 'done' END
       FROM unnest($3::integer[], $4::integer[], $5::text[], $6::text[], $7::jsonb[]) AS r (row, station_id, label, action, plan)`,
      [
        job.operatorId,
        job.id,
        part.map(({ row }) => row),
        part.map(({ stationId }) => stationId ?? null),
        part.map(({ identity }) => identity),
        part.map(({ action }) => action),
        part.map(({ name, steps, says, problems, notes }) => JSON.stringify({ name, steps, says, problems, notes })),
      ],
    );
  }
}

export async function readJobRows(
  client: pg.ClientBase,
  operatorId: number,
  jobId: string,
  filter: {
    readonly action?: string | undefined;
    readonly failed?: boolean | undefined;
    readonly after?: number | undefined;
    readonly limit: number;
  },
): Promise<RowRecord[]> {
  const { rows } = await client.query<RowRecord>(
    `SELECT row, station_id, label, action, plan, state, detail FROM station_job_rows
     WHERE operator_id = $1 AND job_id = $2 AND row > $3 ${filter.action === undefined ? '' : 'AND action = $5'} ${filter.failed ? "AND state = 'failed'" : ''}
     ORDER BY row LIMIT $4`,
    [operatorId, jobId, filter.after ?? 0, filter.limit, ...(filter.action === undefined ? [] : [filter.action])],
  );
  return rows;
}

/** From one state to another; false: it was not in that state (any more). */
export async function moveJob(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  from: readonly JobRecord['state'][],
  to: JobRecord['state'],
  at: Instant,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE station_jobs SET state = $4, started_at = CASE WHEN $4 = 'running' THEN $5::timestamptz ELSE started_at END,
       ended_at = CASE WHEN $4 IN ('done', 'ended') THEN $5::timestamptz ELSE ended_at END
     WHERE operator_id = $1 AND id = $2 AND state = ANY($3)`,
    [operatorId, id, from, to, iso(at)],
  );
  return rowCount === 1;
}

/** What passwords are drawn from, once: whoever takes it is the only one who had it. */
export async function takeSeed(client: pg.ClientBase, operatorId: number, id: string): Promise<string | undefined> {
  const { rows } = await client.query<{ seed: string | null }>(
    `WITH had AS (SELECT seed FROM station_jobs WHERE operator_id = $1 AND id = $2 FOR UPDATE)
     UPDATE station_jobs j SET seed = NULL FROM had WHERE j.operator_id = $1 AND j.id = $2 AND had.seed IS NOT NULL RETURNING had.seed`,
    [operatorId, id],
  );
  return rows[0]?.seed ?? undefined;
}

/** The stations that the job has made. */
export async function readMade(client: pg.ClientBase, operatorId: number, jobId: string): Promise<{ label: string }[]> {
  const { rows } = await client.query<{ label: string }>(
    "SELECT label FROM station_job_rows WHERE operator_id = $1 AND job_id = $2 AND action = 'create' AND state = 'done' ORDER BY row",
    [operatorId, jobId],
  );
  return rows;
}
