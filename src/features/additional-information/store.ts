import type pg from 'pg';
import type { FieldKind, FieldValue } from '../../domain/station-field.ts';
import { type Instant, iso } from '../../lib/time.ts';

export interface FieldRow {
  readonly id: number;
  readonly name: string;
  readonly kind: FieldKind;
  readonly unit: string | null;
  readonly choices: readonly string[];
  readonly note: string | null;
  readonly internal: boolean;
}

const columns = 'f.id, f.name, f.kind, f.unit, f.choices, f.note, f.internal';

/** In their order. `internal` false: without those that only the people see who administer the fields. */
export async function readFields(client: pg.ClientBase, operatorId: number, internal: boolean): Promise<FieldRow[]> {
  const { rows } = await client.query<FieldRow>(
    `SELECT ${columns} FROM station_fields f WHERE f.operator_id = $1 AND (NOT f.internal OR $2) ORDER BY f.place, f.id`,
    [operatorId, internal],
  );
  return rows;
}

export async function readField(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  internal: boolean,
  lock: 'FOR UPDATE' | 'FOR SHARE' | '' = '',
): Promise<FieldRow | undefined> {
  const { rows } = await client.query<FieldRow>(
    `SELECT ${columns} FROM station_fields f WHERE f.operator_id = $1 AND f.id = $2 AND (NOT f.internal OR $3) ${lock}`,
    [operatorId, id, internal],
  );
  return rows[0];
}

export type NewField = Omit<FieldRow, 'id'>;

/** Undefined: another field has this name. */
export async function insertField(
  client: pg.ClientBase,
  operatorId: number,
  field: NewField,
  at: Instant,
): Promise<FieldRow | undefined> {
  const { rows } = await client.query<FieldRow>(
    `INSERT INTO station_fields AS f (operator_id, name, kind, unit, choices, note, internal, place, created_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, coalesce(max(place), 0) + 1, $8 FROM station_fields WHERE operator_id = $1
     ON CONFLICT (operator_id, lower(name)) DO NOTHING RETURNING ${columns}`,
    [operatorId, field.name, field.kind, field.unit, field.choices, field.note, field.internal, iso(at)],
  );
  return rows[0];
}

/** False: another field has this name. */
export async function updateField(client: pg.ClientBase, operatorId: number, field: FieldRow): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE station_fields SET name = $3, unit = $4, choices = $5, note = $6, internal = $7 WHERE operator_id = $1 AND id = $2
       AND NOT EXISTS (SELECT FROM station_fields o WHERE o.operator_id = $1 AND o.id <> $2 AND lower(o.name) = lower($3))`,
    [operatorId, field.id, field.name, field.unit, field.choices, field.note, field.internal],
  );
  return rowCount === 1;
}

export async function orderFields(client: pg.ClientBase, operatorId: number, ids: readonly number[]): Promise<void> {
  await client.query(
    `UPDATE station_fields f SET place = w.place FROM unnest($2::integer[]) WITH ORDINALITY AS w (id, place)
     WHERE f.operator_id = $1 AND f.id = w.id`,
    [operatorId, ids],
  );
}

export async function countUse(client: pg.ClientBase, operatorId: number, id: number): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM station_field_values WHERE operator_id = $1 AND field_id = $2',
    [operatorId, id],
  );
  return rows[0]!.n;
}

/** The first of these choices that some station has. */
export async function usedChoice(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  keys: readonly string[],
): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>(
    'SELECT value FROM station_field_values WHERE operator_id = $1 AND field_id = $2 AND key = ANY($3) LIMIT 1',
    [operatorId, id, keys],
  );
  return rows[0]?.value;
}

/** Some of the values of a field, taken away; what they were, for the record. */
export async function takeValues(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  most: number,
): Promise<{ station_id: number; value: string }[]> {
  const { rows } = await client.query<{ station_id: number; value: string }>(
    `DELETE FROM station_field_values WHERE operator_id = $1 AND field_id = $2 AND station_id IN
       (SELECT station_id FROM station_field_values WHERE operator_id = $1 AND field_id = $2 ORDER BY station_id LIMIT $3)
     RETURNING station_id, value`,
    [operatorId, id, most],
  );
  return rows;
}

export const deleteField = (client: pg.ClientBase, operatorId: number, id: number) =>
  client.query('DELETE FROM station_fields WHERE operator_id = $1 AND id = $2', [operatorId, id]);

export interface ValueRow extends FieldRow {
  readonly value: string | null;
  readonly changed_at: Date | null;
  readonly changed_by: string | null;
}

export async function readValues(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
  internal: boolean,
): Promise<ValueRow[]> {
  const { rows } = await client.query<ValueRow>(
    `SELECT ${columns}, v.value, v.changed_at, u.name AS changed_by FROM station_fields f
     LEFT JOIN station_field_values v ON v.operator_id = f.operator_id AND v.station_id = $2 AND v.field_id = f.id
     LEFT JOIN auth_user u ON u.id = v.changed_by
     WHERE f.operator_id = $1 AND (NOT f.internal OR $3) ORDER BY f.place, f.id`,
    [operatorId, stationId, internal],
  );
  return rows;
}

export interface ValueKey {
  readonly operatorId: number;
  readonly stationId: number;
  readonly fieldId: number;
}

/** Writes a value and gives the one before; undefined: there was none. */
export async function writeValue(
  client: pg.ClientBase,
  key: ValueKey,
  value: FieldValue,
  { at, by }: { readonly at: Instant; readonly by: string },
): Promise<string | undefined> {
  const before = await lockValue(client, key);
  await client.query(
    `INSERT INTO station_field_values (operator_id, station_id, field_id, value, key, number, changed_at, changed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (operator_id, station_id, field_id)
     DO UPDATE SET value = $4, key = $5, number = $6, changed_at = $7, changed_by = $8`,
    [...partsOf(key), value.value, value.key, value.number ?? null, iso(at), by],
  );
  return before;
}

export async function eraseValue(client: pg.ClientBase, key: ValueKey): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>(
    'DELETE FROM station_field_values WHERE operator_id = $1 AND station_id = $2 AND field_id = $3 RETURNING value',
    partsOf(key),
  );
  return rows[0]?.value;
}

async function lockValue(client: pg.ClientBase, key: ValueKey): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>(
    'SELECT value FROM station_field_values WHERE operator_id = $1 AND station_id = $2 AND field_id = $3 FOR UPDATE',
    partsOf(key),
  );
  return rows[0]?.value;
}

const partsOf = ({ operatorId, stationId, fieldId }: ValueKey) => [operatorId, stationId, fieldId];
