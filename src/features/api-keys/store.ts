import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';

export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly role: string;
  readonly role_name: string | null;
  readonly entity_id: number | null;
  readonly entity_name: string | null;
  readonly created_by: string | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

const columns =
  'k.id, k.name, k.prefix, k.role, r.name AS role_name, k.entity_id, e.name AS entity_name, coalesce(u.name, k.created_by) AS created_by, k.created_at, k.expires_at, k.last_used_at, k.revoked_at';

export async function listKeys(
  client: pg.ClientBase,
  operatorId: number,
  after: string | undefined,
  limit: number,
): Promise<ApiKeyRow[]> {
  const { rows } = await client.query<ApiKeyRow>(
    `SELECT ${columns} FROM api_keys k LEFT JOIN auth_user u ON u.id = k.created_by
     LEFT JOIN roles r ON r.operator_id = k.operator_id AND r.id::text = k.role
     LEFT JOIN entities e ON e.operator_id = k.operator_id AND e.id = k.entity_id
     WHERE k.operator_id = $1 AND ($2::uuid IS NULL OR k.id < $2) ORDER BY k.id DESC LIMIT $3`,
    [operatorId, after ?? null, limit],
  );
  return rows;
}

export interface NewKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly hash: Buffer;
  readonly role: string;
  readonly entityId: number | undefined;
  readonly createdBy: string;
  readonly at: Instant;
  readonly expiresAt: string | undefined;
}

export async function insertKey(client: pg.ClientBase, operatorId: number, key: NewKey): Promise<void> {
  await client.query(
    `INSERT INTO api_keys (operator_id, id, name, prefix, hash, role, created_by, created_at, expires_at, entity_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      operatorId,
      key.id,
      key.name,
      key.prefix,
      key.hash,
      key.role,
      key.createdBy,
      iso(key.at),
      key.expiresAt ?? null,
      key.entityId ?? null,
    ],
  );
}

/** False when there is no such key, or it was revoked before. */
export async function revokeKey(client: pg.ClientBase, operatorId: number, id: string, at: Instant): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE api_keys SET revoked_at = $3 WHERE operator_id = $1 AND id = $2 AND revoked_at IS NULL',
    [operatorId, id, iso(at)],
  );
  return rowCount === 1;
}
