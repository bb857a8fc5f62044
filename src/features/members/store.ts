import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';

export interface MemberRow {
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly two_factor_enabled: boolean;
  readonly created_at: Date;
}

const columns = 'm.user_id, u.name, u.email, m.role, u.two_factor_enabled, m.created_at';

export async function listMembers(
  client: pg.ClientBase,
  operatorId: number,
  after: readonly [name: string, userId: string] | undefined,
  limit: number,
): Promise<MemberRow[]> {
  const { rows } = await client.query<MemberRow>(
    `SELECT ${columns} FROM members m JOIN auth_user u ON u.id = m.user_id
     WHERE m.operator_id = $1 AND ($2::text IS NULL OR (lower(u.name), m.user_id) > ($2, $3)) ORDER BY lower(u.name), m.user_id LIMIT $4`,
    [operatorId, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

export async function memberOf(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
): Promise<MemberRow | undefined> {
  const { rows } = await client.query<MemberRow>(
    `SELECT ${columns} FROM members m JOIN auth_user u ON u.id = m.user_id WHERE m.operator_id = $1 AND m.user_id = $2`,
    [operatorId, userId],
  );
  return rows[0];
}

/** Locks the administrators, so that two of them cannot remove each other at once. */
export async function administratorsLocked(client: pg.ClientBase, operatorId: number): Promise<number> {
  const { rows } = await client.query(
    "SELECT user_id FROM members WHERE operator_id = $1 AND role = 'administrator' ORDER BY user_id FOR UPDATE",
    [operatorId],
  );
  return rows.length;
}

/** False when the person is a member already. */
export async function insertMember(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  role: string,
  at: Instant,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'INSERT INTO members (operator_id, user_id, role, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [operatorId, userId, role, iso(at)],
  );
  return rowCount === 1;
}

export async function setRole(client: pg.ClientBase, operatorId: number, userId: string, role: string): Promise<void> {
  await client.query('UPDATE members SET role = $3 WHERE operator_id = $1 AND user_id = $2', [
    operatorId,
    userId,
    role,
  ]);
}

export async function removeMember(client: pg.ClientBase, operatorId: number, userId: string): Promise<void> {
  await client.query('DELETE FROM members WHERE operator_id = $1 AND user_id = $2', [operatorId, userId]);
}

/** When each of these people was last seen, by their open sessions. People are not one operator's, so neither are sessions. */
export async function lastSeen(pool: pg.Pool, userIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await pool.query<{ user_id: string; at: Date }>(
    'SELECT user_id, max(updated_at) AS at FROM auth_session WHERE user_id = ANY($1) GROUP BY user_id',
    [userIds],
  );
  return new Map(rows.map(({ user_id, at }) => [user_id, at]));
}

/** Works somewhere else too: then this operator's administrator must not take over the account. */
export async function worksElsewhere(pool: pg.Pool, operatorId: number, userId: string): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT 1 FROM members WHERE user_id = $2 AND operator_id <> $1 LIMIT 1', [
    operatorId,
    userId,
  ]);
  return rowCount === 1;
}
