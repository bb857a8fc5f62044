import type pg from 'pg';
import type { HoldingKind, HoldingValues } from '../../domain/holding.ts';
import type { StationKey } from '../../domain/ports.ts';

export interface HeldRow<K extends HoldingKind> {
  readonly key: string;
  readonly evse: number | null;
  readonly at: Date;
  readonly value: HoldingValues[K];
}

/** What a station has of a kind, by place and then by number. */
export async function listHeld<K extends HoldingKind>(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  kind: K,
  { after, limit }: { readonly after?: readonly [evse: number, key: string]; readonly limit: number },
): Promise<HeldRow<K>[]> {
  const { rows } = await client.query<HeldRow<K>>(
    `SELECT key, evse, at, value FROM holdings
     WHERE operator_id = $1 AND station_id = $2 AND kind = $3 AND value IS NOT NULL
       AND ($4::integer IS NULL OR (coalesce(evse, 0), length(key), key) > ($4, length($5), $5))
     ORDER BY coalesce(evse, 0), length(key), key LIMIT $6`,
    [operatorId, stationId, kind, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

/** The numbers of sessions by the ids a station knows them by. */
export async function sessionNumbers(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  transactionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (transactionIds.length === 0) return new Map();
  const { rows } = await client.query<{ transaction_id: string; number: number }>(
    `SELECT transaction_id, max(number) AS number FROM transactions
     WHERE operator_id = $1 AND station_id = $2 AND transaction_id = ANY ($3) GROUP BY transaction_id`,
    [operatorId, stationId, transactionIds],
  );
  return new Map(rows.map((row) => [row.transaction_id, row.number]));
}

export interface PlaceRow {
  readonly evse: number;
  readonly phases: number | null;
  readonly max_power_w: number | null;
}

export async function readPlaces(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<{ readonly gridLimitW: number | null; readonly places: readonly PlaceRow[] }> {
  const { rows } = await client.query<PlaceRow>(
    `SELECT evse, max(phases) AS phases, max(max_power_w) AS max_power_w FROM connectors
     WHERE operator_id = $1 AND station_id = $2 AND evse > 0 GROUP BY evse ORDER BY evse`,
    [operatorId, stationId],
  );
  const station = await client.query<{ grid_limit_w: number | null }>(
    'SELECT grid_limit_w FROM stations WHERE operator_id = $1 AND id = $2',
    [operatorId, stationId],
  );
  return { gridLimitW: station.rows[0]?.grid_limit_w ?? null, places: rows };
}

export interface OpenSession {
  readonly number: number;
  readonly transaction_id: string;
  readonly started_at: Date;
}

export async function openSession(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  evse: number,
): Promise<OpenSession | undefined> {
  const { rows } = await client.query<OpenSession>(
    `SELECT number, transaction_id, started_at FROM transactions
     WHERE operator_id = $1 AND station_id = $2 AND evse = $3 AND ended_at IS NULL ORDER BY number DESC LIMIT 1`,
    [operatorId, stationId, evse],
  );
  return rows[0];
}
