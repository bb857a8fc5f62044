import type pg from 'pg';
import type { SickMessage, StationKey } from '../domain/ports.ts';
import { type Instant, iso } from '../lib/time.ts';
import { toText } from './text.ts';

/** Keeps a message that met a bug again and again. */
export async function keepSick(pool: pg.Pool, key: StationKey, sick: SickMessage): Promise<void> {
  await pool.query(
    `INSERT INTO quarantine (operator_id, station_id, id, at, action, call, fault) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING`,
    [
      key.operatorId,
      key.stationId,
      sick.id,
      iso(sick.at),
      toText(sick.action).slice(0, 100),
      toText(sick.call),
      toText(sick.fault).slice(0, 1000),
    ],
  );
}

/** The newest first. */
export async function readSick(
  client: pg.ClientBase,
  key: StationKey,
  page: { readonly limit: number; readonly after?: readonly [at: Instant, id: string] },
): Promise<SickMessage[]> {
  const { rows } = await client.query(
    `SELECT id, at, action, call, fault FROM quarantine WHERE operator_id = $1 AND station_id = $2
       AND ($3::timestamptz IS NULL OR (at, id) < ($3, $4::uuid)) ORDER BY at DESC, id DESC LIMIT $5`,
    [
      key.operatorId,
      key.stationId,
      page.after === undefined ? null : iso(page.after[0]),
      page.after?.[1] ?? null,
      page.limit,
    ],
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
