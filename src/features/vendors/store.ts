import type pg from 'pg';
import type { HoldingValues } from '../../domain/holding.ts';

export interface RouteRow {
  readonly id: string;
  readonly vendor_id: string;
  readonly message_id: string;
  readonly accept: boolean;
  readonly data: string | null;
  readonly note: string | null;
  readonly created_at: Date;
}
const columns = 'id, vendor_id, message_id, accept, data, note, created_at';

/** An operator has a few of them: more than this are refused. */
export const mostRoutes = 500;

export async function listRoutes(client: pg.ClientBase, operatorId: number): Promise<RouteRow[]> {
  const { rows } = await client.query<RouteRow>(
    `SELECT ${columns} FROM vendor_routes WHERE operator_id = $1 ORDER BY lower(vendor_id), lower(message_id) LIMIT ${mostRoutes}`,
    [operatorId],
  );
  return rows;
}

/** Undefined: there is one of this name already. */
export async function insertRoute(
  client: pg.ClientBase,
  operatorId: number,
  row: Omit<RouteRow, 'created_at'> & { readonly at: string },
): Promise<RouteRow | undefined> {
  const { rows } = await client.query<RouteRow>(
    `INSERT INTO vendor_routes (operator_id, id, vendor_id, message_id, accept, data, note, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (operator_id, lower(vendor_id), lower(message_id)) DO NOTHING RETURNING ${columns}`,
    [operatorId, row.id, row.vendor_id, row.message_id, row.accept, row.data, row.note, row.at],
  );
  return rows[0];
}

export async function readRoute(client: pg.ClientBase, operatorId: number, id: string): Promise<RouteRow | undefined> {
  const { rows } = await client.query<RouteRow>(
    `SELECT ${columns} FROM vendor_routes WHERE operator_id = $1 AND id = $2 FOR UPDATE`,
    [operatorId, id],
  );
  return rows[0];
}

export async function changeRoute(
  client: pg.ClientBase,
  operatorId: number,
  { id, accept, data, note }: Pick<RouteRow, 'id' | 'accept' | 'data' | 'note'>,
): Promise<RouteRow> {
  const { rows } = await client.query<RouteRow>(
    `UPDATE vendor_routes SET accept = $3, data = $4, note = $5 WHERE operator_id = $1 AND id = $2 RETURNING ${columns}`,
    [operatorId, id, accept, data, note],
  );
  return rows[0]!;
}

export async function removeRoute(client: pg.ClientBase, operatorId: number, id: string): Promise<void> {
  await client.query('DELETE FROM vendor_routes WHERE operator_id = $1 AND id = $2', [operatorId, id]);
}

export interface HeardRow {
  readonly value: HoldingValues['vendorMessage'];
  readonly at: Date;
  readonly stations: number;
  readonly station_id: number;
  readonly station_name: string;
}

const mostHeard = 200;

/** Kinds of messages by vendor and message: where each came last, and from how many stations. */
export async function listHeard(client: pg.ClientBase, operatorId: number): Promise<HeardRow[]> {
  const { rows } = await client.query<HeardRow>(
    // A station has one row with a route, and one without, of the same kind.
    `SELECT * FROM (
       SELECT DISTINCT ON (h.label) h.*, s.name AS station_name,
         (count(*) OVER (PARTITION BY h.label))::integer AS stations FROM (
         SELECT DISTINCT ON (label, station_id) * FROM (
           SELECT lower(value->>'vendorId') || ' ' || lower(coalesce(value->>'messageId', '')) AS label, value, at, station_id
           FROM holdings WHERE operator_id = $1 AND kind = 'vendorMessage' AND value IS NOT NULL
         ) told ORDER BY label, station_id, at DESC
       ) h JOIN stations s ON s.operator_id = $1 AND s.id = h.station_id
       ORDER BY h.label, h.at DESC
     ) newest ORDER BY at DESC LIMIT ${mostHeard}`,
    [operatorId],
  );
  return rows;
}
