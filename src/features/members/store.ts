import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';

export interface MemberRow {
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly role_name: string | null;
  readonly entity_id: number | null;
  readonly entity_name: string | null;
  readonly two_factor_enabled: boolean;
  readonly created_at: Date;
  readonly invited_at: Date | null;
  readonly deactivated_at: Date | null;
}

const select = `SELECT m.user_id, u.name, u.email, m.role, r.name AS role_name, m.entity_id, e.name AS entity_name, u.two_factor_enabled,
    m.created_at, m.invited_at, m.deactivated_at
  FROM members m JOIN auth_user u ON u.id = m.user_id
  LEFT JOIN roles r ON r.operator_id = m.operator_id AND r.id::text = m.role
  LEFT JOIN entities e ON e.operator_id = m.operator_id AND e.id = m.entity_id`;

export interface MemberFilter {
  readonly text?: string | undefined;
  readonly role?: string | undefined;
  readonly entityId?: number | undefined;
  readonly state?: 'active' | 'invited' | 'deactivated' | undefined;
}

export async function listMembers(
  client: pg.ClientBase,
  operatorId: number,
  { text, role, entityId, state }: MemberFilter,
  after: readonly [name: string, userId: string] | undefined,
  limit: number,
): Promise<MemberRow[]> {
  const { rows } = await client.query<MemberRow>(
    `${select} WHERE m.operator_id = $1 AND ($2::text IS NULL OR (lower(u.name), m.user_id) > ($2, $3))
       AND ($5::text IS NULL OR strpos(lower(u.name), $5) > 0 OR strpos(lower(u.email), $5) > 0)
       AND ($6::text IS NULL OR m.role = $6) AND ($7::integer IS NULL OR m.entity_id = $7)
       AND ($8::text IS NULL OR $8 = CASE WHEN m.deactivated_at IS NOT NULL THEN 'deactivated' WHEN m.invited_at IS NOT NULL THEN 'invited' ELSE 'active' END)
     ORDER BY lower(u.name), m.user_id LIMIT $4`,
    [
      operatorId,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit,
      text?.toLowerCase() ?? null,
      role ?? null,
      entityId ?? null,
      state ?? null,
    ],
  );
  return rows;
}

export async function memberOf(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
): Promise<MemberRow | undefined> {
  const { rows } = await client.query<MemberRow>(`${select} WHERE m.operator_id = $1 AND m.user_id = $2`, [
    operatorId,
    userId,
  ]);
  return rows[0];
}

/**
 * Locks those who administer, so that two of them cannot remove each other at once. Without the wall of entities: an administrator of
 * everything counts whoever asks.
 */
export async function administratorsLocked(client: pg.ClientBase, operatorId: number): Promise<number> {
  const { rows } = await client.query(
    "SELECT user_id FROM members WHERE operator_id = $1 AND role = 'administrator' AND deactivated_at IS NULL ORDER BY user_id FOR UPDATE",
    [operatorId],
  );
  return rows.length;
}

export interface NewMember {
  readonly userId: string;
  readonly role: string;
  readonly entityId: number | undefined;
  readonly language: string | undefined;
  /** They still have to choose a password. */
  readonly invited: boolean;
}

/** False when the person is a member already. */
export async function insertMember(
  client: pg.ClientBase,
  operatorId: number,
  member: NewMember,
  at: Instant,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO members (operator_id, user_id, role, entity_id, language, created_at, invited_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING`,
    [
      operatorId,
      member.userId,
      member.role,
      member.entityId ?? null,
      member.language ?? null,
      iso(at),
      member.invited ? iso(at) : null,
    ],
  );
  return rowCount === 1;
}

export async function setStanding(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  role: string,
  entityId: number | null,
): Promise<void> {
  await client.query('UPDATE members SET role = $3, entity_id = $4 WHERE operator_id = $1 AND user_id = $2', [
    operatorId,
    userId,
    role,
    entityId,
  ]);
}

export async function setDeactivated(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  at: Instant | undefined,
): Promise<void> {
  await client.query('UPDATE members SET deactivated_at = $3 WHERE operator_id = $1 AND user_id = $2', [
    operatorId,
    userId,
    at === undefined ? null : iso(at),
  ]);
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
