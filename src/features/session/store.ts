import type pg from 'pg';
import type { Caller } from '../../http/contract.ts';

export interface MembershipRow {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly language: 'en' | 'de';
  readonly time_zone: string;
  readonly demo: boolean;
  readonly role: string;
  readonly own_language: 'en' | 'de' | null;
  readonly own_time_zone: string | null;
}

/** All operators a person works for, the first joined first. Across operators, so not behind one operator's wall: by the person's own id. */
export async function membershipsOf(pool: pg.Pool, userId: string): Promise<readonly MembershipRow[]> {
  const { rows } = await pool.query<MembershipRow>(
    `SELECT o.id, o.slug, o.name, o.language, o.time_zone, o.demo, m.role, m.language AS own_language, m.time_zone AS own_time_zone
     FROM members m JOIN operators o ON o.id = m.operator_id WHERE m.user_id = $1 ORDER BY m.created_at, o.id`,
    [userId],
  );
  return rows;
}

export async function operatorOf(
  pool: pg.Pool,
  operatorId: number,
): Promise<Omit<MembershipRow, 'role' | 'own_language' | 'own_time_zone'> | undefined> {
  const { rows } = await pool.query('SELECT id, slug, name, language, time_zone, demo FROM operators WHERE id = $1', [
    operatorId,
  ]);
  return rows[0];
}

export async function chooseOperator(pool: pg.Pool, token: string, operatorId: number): Promise<void> {
  await pool.query('UPDATE auth_session SET operator_id = $2 WHERE token = $1', [token, operatorId]);
}

/** The entity that what the caller sees hangs on; undefined: they see everything. */
export async function entityNameOf(
  pool: pg.Pool,
  { operatorId, userId, entities, viewing }: Pick<Caller, 'operatorId' | 'userId' | 'entities' | 'viewing'>,
): Promise<string | undefined> {
  if (entities === undefined) return undefined;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT name FROM entities WHERE operator_id = $1 AND id = coalesce($2::integer,
       (SELECT entity_id FROM members WHERE operator_id = $1 AND user_id = $3),
       (SELECT entity_id FROM api_keys WHERE operator_id = $1 AND 'key:' || id::text = $3))`,
    [operatorId, viewing?.entityId ?? null, userId],
  );
  return rows[0]?.name;
}
