import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';

export interface LocationRow {
  readonly id: number;
  readonly entity_id: number | null;
  readonly entity: string | null;
  readonly name: string;
  readonly street: string | null;
  readonly house_number: string | null;
  readonly postal_code: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly time_zone: string | null;
  readonly parking_type: string | null;
  readonly directions: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly access_note: string | null;
  readonly floor: string | null;
  readonly note: string | null;
  readonly contact_id: number | null;
  readonly address: string | null;
  readonly created_at: Date;
  readonly stations: number;
  readonly connected: number;
  readonly open_errors: number;
}

/** API name -> column: only these can be written. */
export const writable = {
  name: 'name',
  street: 'street',
  houseNumber: 'house_number',
  postalCode: 'postal_code',
  city: 'city',
  country: 'country',
  timeZone: 'time_zone',
  parkingType: 'parking_type',
  directions: 'directions',
  latitude: 'latitude',
  longitude: 'longitude',
  accessNote: 'access_note',
  floor: 'floor',
  note: 'note',
  contactId: 'contact_id',
  entityId: 'entity_id',
} as const;
export type Writing = { readonly [K in keyof typeof writable]?: string | number | null };
const fieldsOf = (writing: Writing) =>
  (Object.keys(writable) as (keyof typeof writable)[]).filter((field) => writing[field] !== undefined);

/** These locations with what stands there, in the order of the ids. */
export async function readLocations(
  client: pg.ClientBase,
  operatorId: number,
  ids: readonly number[],
): Promise<LocationRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<LocationRow>({
    name: 'locations.rows',
    text: `SELECT l.*, e.name AS entity, coalesce(s.stations, 0) AS stations, coalesce(s.connected, 0) AS connected,
        coalesce(s.open_errors, 0) AS open_errors
      FROM unnest($2::integer[]) WITH ORDINALITY AS wanted (id, place)
      JOIN locations l ON l.operator_id = $1 AND l.id = wanted.id
      LEFT JOIN entities e ON e.operator_id = l.operator_id AND e.id = l.entity_id
      LEFT JOIN LATERAL (SELECT count(*)::integer AS stations, count(*) FILTER (WHERE connected)::integer AS connected,
          sum(open_errors)::integer AS open_errors
        FROM stations WHERE operator_id = l.operator_id AND location_id = l.id AND adopted AND NOT decommissioned) s ON true
      ORDER BY wanted.place`,
    values: [operatorId, ids],
  });
  return rows;
}

export async function insertLocation(
  client: pg.ClientBase,
  operatorId: number,
  writing: Writing,
  at: Instant,
): Promise<number> {
  const fields = fieldsOf(writing);
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO locations (operator_id, created_at, ${fields.map((field) => writable[field]).join(', ')})
     VALUES ($1, $2, ${fields.map((_, place) => `$${place + 3}`).join(', ')}) RETURNING id`,
    [operatorId, iso(at), ...fields.map((field) => writing[field])],
  );
  return rows[0]!.id;
}

/** False: it is not this person's to change. */
export async function updateLocation(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  writing: Writing,
): Promise<boolean> {
  const fields = fieldsOf(writing);
  if (fields.length === 0) return true;
  const { rowCount } = await client.query(
    `UPDATE locations SET ${fields.map((field, place) => `${writable[field]} = $${place + 3}`).join(', ')} WHERE operator_id = $1 AND id = $2`,
    [operatorId, id, ...fields.map((field) => writing[field])],
  );
  return rowCount === 1;
}

export async function deleteLocation(client: pg.ClientBase, operatorId: number, id: number): Promise<boolean> {
  const { rowCount } = await client.query('DELETE FROM locations WHERE operator_id = $1 AND id = $2', [operatorId, id]);
  return rowCount === 1;
}

export interface FiguresRow {
  readonly charge_points: number;
  readonly power_w: number | null;
  readonly energy_24h: number | null;
  readonly energy_30d: number | null;
  readonly sessions_30d: number;
}

export async function readFigures(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  day: Instant,
  month: Instant,
): Promise<FiguresRow> {
  const { rows } = await client.query<FiguresRow>({
    name: 'locations.figures',
    text: `SELECT coalesce(sum(s.connector_count), 0)::integer AS charge_points, sum(l.power_w) FILTER (WHERE s.connected) AS power_w,
        sum(t.day) AS energy_24h, sum(t.month) AS energy_30d, coalesce(sum(t.sessions), 0)::integer AS sessions_30d
      FROM stations s
      LEFT JOIN station_live l ON l.operator_id = s.operator_id AND l.station_id = s.id
      LEFT JOIN LATERAL (SELECT sum(energy_wh) FILTER (WHERE started_at > $3) AS day, sum(energy_wh) AS month, count(*) AS sessions
        FROM transactions WHERE operator_id = s.operator_id AND station_id = s.id AND started_at > $4) t ON true
      WHERE s.operator_id = $1 AND s.location_id = $2 AND s.adopted AND NOT s.decommissioned`,
    values: [operatorId, id, iso(day), iso(month)],
  });
  return rows[0]!;
}

/** Of all stations that stand there, also those that have left the network. */
export async function standsThere(client: pg.ClientBase, operatorId: number, id: number): Promise<number> {
  const { rows } = await client.query<{ stations: number }>(
    'SELECT count(*)::integer AS stations FROM stations WHERE operator_id = $1 AND location_id = $2 AND NOT decommissioned',
    [operatorId, id],
  );
  return rows[0]!.stations;
}

/** Those of these stations that are seen here and may be moved. */
export async function seenStations(
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
