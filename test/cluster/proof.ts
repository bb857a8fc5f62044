import type pg from 'pg';
import type { Steadfast } from '../../sim/steadfast.ts';

/** A station, and what it remembers. */
export interface Proven {
  readonly stationId: number;
  readonly identity: string;
  readonly station: Pick<Steadfast, 'sessions' | 'answered'>;
}

export interface Proof {
  readonly sessions: number;
  readonly messages: number;
  /** One line for each thing that the database has otherwise than its station. */
  readonly faults: readonly string[];
}

/** Whether the database has what the stations have, when all have ended. */
export async function proofOf(pool: pg.Pool, all: readonly Proven[]): Promise<Proof> {
  const faults: string[] = [];
  const ids = all.map(({ stationId }) => stationId);
  await proveFacts(pool, ids, faults);
  return { sessions: await proveSessions(pool, all, faults), messages: await proveMessages(pool, all, faults), faults };
}

/** Each session once, ended, with the energy that the station counted. */
async function proveSessions(pool: pg.Pool, all: readonly Proven[], faults: string[]): Promise<number> {
  const { rows } = await pool.query<{ station_id: number; lines: string[] }>(
    `SELECT station_id, array_agg(concat_ws(' ', transaction_id, energy_wh, CASE WHEN ended_at IS NULL THEN 'open' END, nullif(suspect, '{}')::text)) AS lines
     FROM transactions WHERE station_id = ANY($1) GROUP BY station_id`,
    [all.map(({ stationId }) => stationId)],
  );
  const found = new Map(rows.map(({ station_id, lines }) => [station_id, lines.sort().join()]));
  let sessions = 0;
  for (const { stationId, identity, station } of all) {
    const known = station.sessions
      .map(({ id, energyWh }) => `${id} ${energyWh}`)
      .sort()
      .join();
    const has = found.get(stationId) ?? '';
    if (has !== known) faults.push(`${identity}: the sessions are ${has}, and should be ${known}`);
    sessions += station.sessions.length;
  }
  return sessions;
}

/** Facts are numbered without a gap, none twice. */
async function proveFacts(pool: pg.Pool, ids: readonly number[], faults: string[]): Promise<void> {
  const { rows } = await pool.query(
    `SELECT station_id, count(*)::integer AS n, max(seq)::integer AS last FROM facts
     WHERE station_id = ANY($1) GROUP BY station_id HAVING count(*) <> max(seq) OR count(DISTINCT seq) <> count(*)`,
    [ids],
  );
  for (const { station_id, n, last } of rows) faults.push(`station ${station_id}: ${n} facts, and the last is ${last}`);
}

/** Every message that was answered is in the log, with its answer. */
async function proveMessages(pool: pg.Pool, all: readonly Proven[], faults: string[]): Promise<number> {
  const { rows } = await pool.query<{ station_id: number; ids: string[] }>(
    `SELECT station_id, array_agg(message_id) AS ids FROM frames
     WHERE station_id = ANY($1) AND direction = 'in' AND answer IS NOT NULL GROUP BY station_id`,
    [all.map(({ stationId }) => stationId)],
  );
  const kept = new Map(rows.map(({ station_id, ids }) => [station_id, new Set(ids)]));
  let messages = 0;
  for (const { stationId, identity, station } of all) {
    const lost = station.answered.filter((id) => kept.get(stationId)?.has(id) !== true);
    if (lost.length > 0) faults.push(`${identity}: answered and not kept: ${lost.join()}`);
    messages += station.answered.length;
  }
  return messages;
}
