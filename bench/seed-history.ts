import type pg from 'pg';

export interface HistoryOptions {
  readonly operatorId: number;
  /** Stations whose identity begins like this. */
  readonly prefix: string;
  readonly sessions: number;
  readonly frames: number;
  /** How far the past reaches, days. */
  readonly days: number;
}

const step = 500_000;

/** A past for stations, straight into the tables: ended sessions with their facts, and messages. Stations go on counting behind it. */
export async function seedHistory(pool: pg.Pool, options: HistoryOptions): Promise<void> {
  const { operatorId, prefix, sessions, frames, days } = options;
  for (const table of ['frames', 'facts', 'commits'])
    await pool.query("SELECT ensure_partitions($1, now() - $2 * interval '1 day', now())", [table, days + 1]);
  const { rows } = await pool.query<{ id: number }>(
    "SELECT id FROM stations WHERE operator_id = $1 AND identity LIKE $2 || '-%' ORDER BY id",
    [operatorId, prefix],
  );
  const ids = rows.map((row) => row.id);
  for (let from = 0; from < sessions; from += step) {
    const until = Math.min(from + step, sessions) - 1;
    await pool.query(
      `INSERT INTO transactions (operator_id, station_id, number, transaction_id, evse, connector, token_number, token_normal, token_type,
         started_at, start_received_at, start_known, ended_at, end_received_at, ended_by, reason, meter_start, meter_end, energy_wh, seq_nos, meter_at)
       SELECT $1, ($2::integer[])[n % $3 + 1], n / $3 + 1, 'seed-' || n, 1, 1, 'BENCH0001', 'BENCH0001', 'iso14443', t, t, true,
         t + interval '40 min', t + interval '40 min', 'station', 'EVDisconnected', n, n + 12000, 12000, '[0,1,2]', t
       FROM (SELECT n::integer, now() - interval '1 hour' - ($6 * n::float8 / $7) * interval '1 day' AS t FROM generate_series($4::bigint, $5::bigint) AS n) AS s`,
      [operatorId, ids, ids.length, from, until, days, sessions],
    );
    await pool.query(
      `INSERT INTO facts (operator_id, station_id, seq, received_at, at, type, transaction_number, body)
       SELECT $1, ($2::integer[])[n % $3 + 1], (n / $3) * 2 + e + 1, t, t, CASE e WHEN 0 THEN 'transaction.started' ELSE 'transaction.ended' END, n / $3 + 1,
         json_build_object('transactionId', 'seed-' || n, 'place', json_build_object('evse', 1, 'connector', 1), 'meterWh', n, 'filler', repeat('x', 120))
       FROM (SELECT n::integer, e, now() - interval '1 hour' - ($6 * n::float8 / $7) * interval '1 day' AS t
             FROM generate_series($4::bigint, $5::bigint) AS n, generate_series(0, 1) AS e) AS s`,
      [operatorId, ids, ids.length, from, until, days, sessions],
    );
  }
  for (let from = 0; from < frames; from += step) {
    await pool.query(
      `INSERT INTO frames (operator_id, station_id, received_at, id, connection_id, direction, kind, action, message_id, call, answer, commit_id, weight)
       SELECT $1, ($2::integer[])[n % $3 + 1], now() - interval '1 hour' - ($6 * n::float8 / $7) * interval '1 day', gen_random_uuid(), '00000000-0000-7000-8000-000000000000',
         'in', 'call', (ARRAY['MeterValues', 'Heartbeat', 'StatusNotification', 'Authorize'])[n % 4 + 1], n::text,
         '[2,"' || n || '","MeterValues",{"connectorId":1,"transactionId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":"' || n
           || '","measurand":"Energy.Active.Import.Register","unit":"Wh"},{"value":"11000","measurand":"Power.Active.Import","unit":"W"}]}]}]',
         '[3,"' || n || '",{}]', gen_random_uuid(), 0
       FROM generate_series($4::bigint, $5::bigint) AS n`,
      [operatorId, ids, ids.length, from, Math.min(from + step, frames) - 1, days, frames],
    );
  }
  await pool.query(
    `UPDATE stations SET last_transaction_number = $3, seq = $4 WHERE operator_id = $1 AND id = ANY($2)`,
    [operatorId, ids, Math.ceil(sessions / ids.length) + 1, Math.ceil(sessions / ids.length) * 2 + 2],
  );
  await pool.query('ANALYZE');
  await pool.query('CHECKPOINT');
}

/** Bytes of a row with its share of the indexes, by table, as they lie on the disk now. */
export async function rowBytes(pool: pg.Pool, tables: readonly string[]): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await pool.query(
      `SELECT coalesce((SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree($1) WHERE isleaf), pg_total_relation_size($1::regclass))::float8 AS bytes,
         (SELECT count(*) FROM ${table})::float8 AS n`,
      [table],
    );
    sizes[table] = rows[0].n === 0 ? 0 : Math.round(rows[0].bytes / rows[0].n);
  }
  return sizes;
}
