import type pg from 'pg';
import { escapeLike } from '../../lib/like.ts';
import type { Wall } from '../../storage/as-operator.ts';
import type { Contact, ContactDetail } from './contract.ts';

export interface ContactRow {
  readonly id: number;
  readonly kind: Contact['kind'];
  readonly name: string;
  readonly company: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: 'en' | 'de' | null;
  readonly time_zone: string | null;
  readonly note: string | null;
  readonly entity_id: number | null;
  readonly active: boolean;
  readonly created_at: Date;
}
export type ContactValues = Omit<ContactRow, 'id' | 'created_at'>;

const columns = 'id, kind, name, company, email, phone, language, time_zone, note, entity_id, active, created_at';

export const sortedName = (name: string): string => name.trim().toLowerCase();
const wordsOf = ({ name, company, email, phone }: ContactValues): string =>
  [name, company, email, phone, phone?.replace(/[^+\d]/g, '')].filter(Boolean).join(' ').toLowerCase();

export interface ContactFilter {
  readonly active: boolean;
  readonly kind?: string | undefined;
  readonly after?: readonly [string, number] | undefined;
  readonly limit: number;
}

export async function listContacts(
  client: pg.ClientBase,
  operatorId: number,
  { active, kind, after, limit }: ContactFilter,
): Promise<ContactRow[]> {
  const values: unknown[] = [operatorId, active, limit];
  const where = ['operator_id = $1', 'active = $2'];
  if (kind !== undefined) where.push(`kind = $${values.push(kind)}`);
  if (after) where.push(`(sorted, id) > ($${values.push(after[0])}, $${values.push(after[1])})`);
  const { rows } = await client.query<ContactRow>(
    `SELECT ${columns} FROM contacts WHERE ${where.join(' AND ')} ORDER BY sorted, id LIMIT $3`,
    values,
  );
  return rows;
}

/** Looked for without row-level security, which would keep the index of parts from being used: the entities are a condition of the statement. */
export async function findContacts(
  pool: pg.Pool,
  { operatorId, entities }: Wall,
  text: string,
  limit: number,
): Promise<number[]> {
  const like = escapeLike(text.toLowerCase());
  const values: unknown[] = [operatorId, `%${like}%`, limit, like];
  const own = entities === undefined ? '' : `AND entity_id = ANY($${values.push(entities)})`;
  const inside = text.length >= 3 ? 'words LIKE $2' : "sorted >= $4 AND sorted < $4 || chr(1114111) AND $2 <> ''";
  const { rows } = await pool.query<{ id: number }>(
    `SELECT id FROM (SELECT id, active, sorted FROM contacts WHERE operator_id = $1 AND ${inside} ${own} LIMIT 500) found
     ORDER BY active DESC, sorted = $4 DESC, sorted, id LIMIT $3`,
    values,
  );
  return rows.map(({ id }) => id);
}

export async function contactsOf(
  client: pg.ClientBase,
  operatorId: number,
  ids: readonly number[],
): Promise<ContactRow[]> {
  const { rows } = await client.query<ContactRow>(
    `SELECT ${columns} FROM contacts WHERE operator_id = $1 AND id = ANY($2)`,
    [operatorId, ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function readContact(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  lock = false,
): Promise<ContactRow | undefined> {
  const { rows } = await client.query<ContactRow>(
    `SELECT ${columns} FROM contacts WHERE operator_id = $1 AND id = $2${lock ? ' FOR UPDATE' : ''}`,
    [operatorId, id],
  );
  return rows[0];
}

const valuesOf = (row: ContactValues): unknown[] => [
  row.kind,
  row.name,
  sortedName(row.name),
  row.company,
  row.email,
  row.phone,
  row.language,
  row.time_zone,
  row.note,
  row.entity_id,
  row.active,
  wordsOf(row),
];

export async function insertContact(
  client: pg.ClientBase,
  operatorId: number,
  row: ContactValues,
  at: string,
): Promise<ContactRow> {
  const { rows } = await client.query<ContactRow>(
    `INSERT INTO contacts (operator_id, kind, name, sorted, company, email, phone, language, time_zone, note, entity_id, active, words, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING ${columns}`,
    [operatorId, ...valuesOf(row), at],
  );
  return rows[0]!;
}

export async function changeContact(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  row: ContactValues,
): Promise<ContactRow> {
  const { rows } = await client.query<ContactRow>(
    `UPDATE contacts SET kind = $3, name = $4, sorted = $5, company = $6, email = $7, phone = $8, language = $9, time_zone = $10, note = $11,
       entity_id = $12, active = $13, words = $14 WHERE operator_id = $1 AND id = $2 RETURNING ${columns}`,
    [operatorId, id, ...valuesOf(row)],
  );
  return rows[0]!;
}

export async function removeContact(client: pg.ClientBase, operatorId: number, id: number): Promise<void> {
  await client.query('DELETE FROM contacts WHERE operator_id = $1 AND id = $2', [operatorId, id]);
}

/** Whether any station names it, also one that who asks does not see. */
export async function usedByStations(pool: pg.Pool, operatorId: number, id: number): Promise<boolean> {
  const { rows } = await pool.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM stations WHERE operator_id = $1 AND owner_contact_id = $2)
       OR EXISTS (SELECT 1 FROM stations WHERE operator_id = $1 AND technician_contact_id = $2) AS used`,
    [operatorId, id],
  );
  return rows[0]!.used;
}

export async function stationsOf(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
): Promise<ContactDetail['stations']> {
  const { rows } = await client.query<ContactDetail['stations'][number]>(
    `(SELECT id, name, 'owner' AS as FROM stations WHERE operator_id = $1 AND owner_contact_id = $2 ORDER BY id LIMIT 50)
     UNION ALL (SELECT id, name, 'technician' AS as FROM stations WHERE operator_id = $1 AND technician_contact_id = $2 ORDER BY id LIMIT 50)
     LIMIT 50`,
    [operatorId, id],
  );
  return rows;
}
