import type pg from 'pg';
import { Failure } from '../../lib/errors.ts';
import { type Instant, iso } from '../../lib/time.ts';
import { categories } from './rules.ts';

export interface CategoryRow {
  readonly id: string;
  readonly name: string;
  readonly removed_at: Date | null;
}

export async function listCategories(client: pg.ClientBase, operatorId: number): Promise<CategoryRow[]> {
  const { rows } = await client.query<CategoryRow>(
    'SELECT id, name, removed_at FROM document_categories WHERE operator_id = $1 ORDER BY lower(name), id LIMIT 500',
    [operatorId],
  );
  return rows;
}

export async function readCategory(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
): Promise<CategoryRow | undefined> {
  const { rows } = await client.query<CategoryRow>(
    'SELECT id, name, removed_at FROM document_categories WHERE operator_id = $1 AND id = $2 FOR UPDATE',
    [operatorId, id],
  );
  return rows[0];
}

/** False when there is one of this name. */
export async function insertCategory(
  client: pg.ClientBase,
  operatorId: number,
  { id, name, at }: { readonly id: string; readonly name: string; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO document_categories (operator_id, id, name, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (operator_id, lower(name)) WHERE removed_at IS NULL DO NOTHING`,
    [operatorId, id, name, iso(at)],
  );
  return rowCount === 1;
}

/** False when another one has this name. */
export async function renameCategory(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  name: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE document_categories SET name = $3 WHERE operator_id = $1 AND id = $2
       AND NOT EXISTS (SELECT FROM document_categories WHERE operator_id = $1 AND id <> $2 AND lower(name) = lower($3) AND removed_at IS NULL)`,
    [operatorId, id, name],
  );
  return rowCount === 1;
}

export async function putCategoryAway(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  at: Instant,
): Promise<void> {
  await client.query('UPDATE document_categories SET removed_at = $3 WHERE operator_id = $1 AND id = $2', [
    operatorId,
    id,
    iso(at),
  ]);
}

export interface SettingsRow {
  readonly reminder_days: number;
  readonly time_zone: string;
}

export async function readSettings(client: pg.ClientBase, operatorId: number): Promise<SettingsRow> {
  const { rows } = await client.query<SettingsRow>(
    'SELECT document_reminder_days AS reminder_days, time_zone FROM operators WHERE id = $1',
    [operatorId],
  );
  return rows[0]!;
}

export async function changeReminder(client: pg.ClientBase, operatorId: number, days: number): Promise<void> {
  await client.query('UPDATE operators SET document_reminder_days = $2 WHERE id = $1', [operatorId, days]);
}

const builtIn: ReadonlySet<string> = new Set(categories);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Throws unless a document can get this category. */
export async function checkCategory(client: pg.ClientBase, operatorId: number, category: string): Promise<void> {
  if (builtIn.has(category)) return;
  const own = uuid.test(category) ? await readCategory(client, operatorId, category) : undefined;
  if (own === undefined || own.removed_at !== null)
    throw new Failure('value.refused', 'There is no such category.', { fields: { category: 'is not known here' } });
}
