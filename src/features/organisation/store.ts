import type pg from 'pg';
import type { Scope } from '../../http/roles.ts';
import { type Instant, iso } from '../../lib/time.ts';

export interface EntityRow {
  readonly id: number;
  readonly parent_id: number | null;
  readonly name: string;
  readonly note: string | null;
  readonly stations: number;
  readonly members: number;
  readonly created_at: Date;
}

const entityColumns = `e.id, e.parent_id, e.name, e.note, e.created_at,
  (SELECT count(*)::integer FROM stations s WHERE s.operator_id = e.operator_id AND s.entity_id = e.id AND s.adopted AND NOT s.decommissioned) AS stations,
  (SELECT count(*)::integer FROM members m WHERE m.operator_id = e.operator_id AND m.entity_id = e.id AND m.deactivated_at IS NULL) AS members`;

export async function listEntities(
  client: pg.ClientBase,
  operatorId: number,
  after: number | undefined,
  limit: number,
): Promise<EntityRow[]> {
  const { rows } = await client.query<EntityRow>(
    `SELECT ${entityColumns} FROM entities e WHERE e.operator_id = $1 AND e.id > $2 ORDER BY e.id LIMIT $3`,
    [operatorId, after ?? 0, limit],
  );
  return rows;
}

export async function readEntity(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
): Promise<EntityRow | undefined> {
  const { rows } = await client.query<EntityRow>(
    `SELECT ${entityColumns} FROM entities e WHERE e.operator_id = $1 AND e.id = $2`,
    [operatorId, id],
  );
  return rows[0];
}

/** Locks the tree against another change of it; whoever reads waits for nobody. */
export async function parentsLocked(
  client: pg.ClientBase,
  operatorId: number,
): Promise<ReadonlyMap<number, number | undefined>> {
  await client.query("SELECT pg_advisory_xact_lock(hashtext('entities'), $1)", [operatorId]);
  const { rows } = await client.query<{ id: number; parent_id: number | null }>(
    'SELECT id, parent_id FROM entities WHERE operator_id = $1 ORDER BY id',
    [operatorId],
  );
  return new Map(rows.map(({ id, parent_id }) => [id, parent_id ?? undefined]));
}

/** Its number first: who is of an entity does not see a row that they are just making. Rejects where the name is taken beside it. */
export async function insertEntity(
  client: pg.ClientBase,
  operatorId: number,
  entity: { readonly name: string; readonly parentId?: number | undefined; readonly note?: string | undefined },
  at: Instant,
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    "SELECT nextval(pg_get_serial_sequence('entities', 'id'))::integer AS id",
  );
  const { id } = rows[0]!;
  await client.query(
    'INSERT INTO entities (operator_id, id, parent_id, name, note, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [operatorId, id, entity.parentId ?? null, entity.name, entity.note ?? null, iso(at)],
  );
  return id;
}

export async function updateEntity(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  entity: { readonly name: string; readonly parentId: number | null; readonly note: string | null },
): Promise<void> {
  await client.query('UPDATE entities SET name = $3, parent_id = $4, note = $5 WHERE operator_id = $1 AND id = $2', [
    operatorId,
    id,
    entity.name,
    entity.parentId,
    entity.note,
  ]);
}

/** What keeps an entity from being removed, by name of the table; nothing: it can go. */
export async function holdsStill(client: pg.ClientBase, operatorId: number, id: number): Promise<string[]> {
  const kept: string[] = [];
  for (const [table, column] of [
    ['entities', 'parent_id'],
    ['stations', 'entity_id'],
    ['members', 'entity_id'],
    ['api_keys', 'entity_id'],
    ['cards', 'entity_id'],
  ] as const) {
    const { rowCount } = await client.query(`SELECT FROM ${table} WHERE operator_id = $1 AND ${column} = $2 LIMIT 1`, [
      operatorId,
      id,
    ]);
    if (rowCount === 1) kept.push(table);
  }
  return kept;
}

export async function deleteEntity(client: pg.ClientBase, operatorId: number, id: number): Promise<void> {
  await client.query('DELETE FROM entities WHERE operator_id = $1 AND id = $2', [operatorId, id]);
}

export interface OwnRole {
  readonly id: string;
  readonly name: string;
  readonly rights: readonly string[];
  readonly scope: Scope;
}

export async function listRoles(client: pg.ClientBase, operatorId: number): Promise<OwnRole[]> {
  const { rows } = await client.query<OwnRole>(
    'SELECT id, name, rights, scope FROM roles WHERE operator_id = $1 ORDER BY lower(name), id LIMIT $2',
    [operatorId, mostRoles],
  );
  return rows;
}

/** An operator with more roles than this has lost sight of them. */
export const mostRoles = 200;

export async function countByRole(client: pg.ClientBase, operatorId: number): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ role: string; members: number }>(
    'SELECT role, count(*)::integer AS members FROM members WHERE operator_id = $1 AND deactivated_at IS NULL GROUP BY role',
    [operatorId],
  );
  return new Map(rows.map(({ role, members }) => [role, members]));
}

export async function readRole(client: pg.ClientBase, operatorId: number, id: string): Promise<OwnRole | undefined> {
  const { rows } = await client.query<OwnRole>(
    'SELECT id, name, rights, scope FROM roles WHERE operator_id = $1 AND id = $2 FOR UPDATE',
    [operatorId, id],
  );
  return rows[0];
}

/** Makes it, or writes it anew. False: another role has this name. */
export async function putRole(client: pg.ClientBase, operatorId: number, role: OwnRole, at: Instant): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT FROM roles WHERE operator_id = $1 AND lower(name) = lower($2) AND id <> $3',
    [operatorId, role.name, role.id],
  );
  if (rowCount === 1) return false;
  await client.query(
    `INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (operator_id, id) DO UPDATE SET name = excluded.name, rights = excluded.rights, scope = excluded.scope`,
    [operatorId, role.id, role.name, role.rights, role.scope, iso(at)],
  );
  return true;
}

export async function roleIsUsed(client: pg.ClientBase, operatorId: number, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM members WHERE operator_id = $1 AND role = $2 UNION ALL
     SELECT FROM api_keys WHERE operator_id = $1 AND role = $2 AND revoked_at IS NULL LIMIT 1`,
    [operatorId, id],
  );
  return rowCount === 1;
}

export async function deleteRole(client: pg.ClientBase, operatorId: number, id: string): Promise<void> {
  await client.query('DELETE FROM roles WHERE operator_id = $1 AND id = $2', [operatorId, id]);
}
