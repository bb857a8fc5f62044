import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';

/** What is deleted row by row. `over` is the condition, the cutoff is $3; it begins as an index by station and time does. */
const ending = {
  connections: 'opened_at < $3 AND (closed_at < $3 OR refused IS NOT NULL)',
  commands: 'asked_at < $3 AND ended_at < $3',
  errors: 'first_seen < $3 AND closed_at < $3',
} as const;

const stationsAtOnce = 100;

/** Deletes what is over for longer, a few stations per statement: locks are short, and it may be cut off at any moment. */
export async function deleteOld(
  pool: pg.Pool,
  table: keyof typeof ending,
  cutoff: Instant,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (let after = { operatorId: 0, stationId: 0 }; ; ) {
    signal.throwIfAborted();
    const { rows } = await pool.query<{ operator_id: number; ids: number[] }>(
      `SELECT operator_id, array_agg(id ORDER BY id) AS ids FROM (
         SELECT operator_id, id FROM stations WHERE (operator_id, id) > ($1, $2) ORDER BY operator_id, id LIMIT ${stationsAtOnce}) AS page
       GROUP BY operator_id ORDER BY operator_id`,
      [after.operatorId, after.stationId],
    );
    if (rows.length === 0) return deleted;
    for (const { operator_id, ids } of rows) {
      const { rowCount } = await pool.query(
        `DELETE FROM ${table} WHERE operator_id = $1 AND station_id = ANY($2) AND ${ending[table]}`,
        [operator_id, ids, iso(cutoff)],
      );
      deleted += rowCount ?? 0;
      after = { operatorId: operator_id, stationId: ids.at(-1)! };
    }
  }
}

/** What has run out by itself and nobody asks for any more: sessions of people, their one-time links, counters of attempts. */
export async function deleteExpired(pool: pg.Pool, now: Instant): Promise<void> {
  await pool.query("DELETE FROM auth_session WHERE expires_at < $1::timestamptz - interval '1 day'", [iso(now)]);
  await pool.query("DELETE FROM auth_verification WHERE expires_at < $1::timestamptz - interval '1 day'", [iso(now)]);
  await pool.query('DELETE FROM auth_attempts WHERE expire < $1', [now]);
}
