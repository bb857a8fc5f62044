import type pg from 'pg';

export interface ReservationRow {
  readonly station_id: number;
  readonly id: number;
  readonly evse: number | null;
  readonly connector: number | null;
  readonly connector_type: string | null;
  readonly token_number: string;
  readonly token_type: string;
  readonly token_group: string | null;
  readonly expires_at: Date;
  readonly status: string;
  readonly reason: string | null;
  readonly asked_at: Date;
  readonly answered_at: Date | null;
  readonly ended_at: Date | null;
  readonly transaction_number: number | null;
  readonly station_name: string;
  readonly identity: string;
  readonly asked_by_name: string | null;
}

export interface ReservationFilter {
  readonly stationId?: number;
  readonly id?: number;
  readonly isOpen?: boolean;
  readonly after?: readonly [askedAt: string, stationId: number, id: number];
  readonly limit: number;
}

/** One query for the station's list and the fleet's: newest first, then by station. */
export async function listReservations(
  client: pg.ClientBase,
  operatorId: number,
  { stationId, id, isOpen, after, limit }: ReservationFilter,
): Promise<ReservationRow[]> {
  const { rows } = await client.query<ReservationRow>(
    `SELECT r.*, s.name AS station_name, s.identity, 
       coalesce(u.name, (SELECT k.name FROM api_keys k WHERE k.operator_id = r.operator_id AND 'key:' || k.id = r.asked_by), r.asked_by) AS asked_by_name
     FROM reservations r LEFT JOIN auth_user u ON u.id = r.asked_by
     JOIN stations s ON s.operator_id = r.operator_id AND s.id = r.station_id
     WHERE r.operator_id = $1 AND ($2::integer IS NULL OR r.station_id = $2) AND ($3::integer IS NULL OR r.id = $3)
       AND ($4::boolean IS NULL OR (r.ended_at IS NULL) = $4)
       AND ($5::timestamptz IS NULL OR r.asked_at <= $5 AND (r.asked_at < $5 OR r.station_id > $6 OR (r.station_id = $6 AND r.id < $7)))
     ORDER BY r.asked_at DESC, r.station_id, r.id DESC LIMIT $8`,
    [
      operatorId,
      stationId ?? null,
      id ?? null,
      isOpen ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      after?.[2] ?? null,
      limit,
    ],
  );
  return rows;
}

/** Whose cards these are, by the normal form of their numbers. */
export async function holdersOf(
  client: pg.ClientBase,
  operatorId: number,
  normals: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (normals.length === 0) return new Map();
  const { rows } = await client.query<{ number_normal: string; holder: string }>(
    'SELECT number_normal, holder FROM cards WHERE operator_id = $1 AND number_normal = ANY ($2) AND holder IS NOT NULL',
    [operatorId, normals],
  );
  return new Map(rows.map((row) => [row.number_normal, row.holder]));
}
