import type pg from 'pg';
import type { Caller } from './contract.ts';
import { isRight } from './rights.ts';
import { isRole, rightsOf, type Scope, scopeOf } from './roles.ts';

export type StandingIn = Pick<Caller, 'role' | 'roleName' | 'rights' | 'entities' | 'scope'>;

interface Known {
  readonly name?: string;
  readonly rights: Caller['rights'];
  readonly scope: Scope;
}

/** What a role gives somebody of an entity; undefined: there is no such role (any more), which gives nothing. */
export async function standingIn(
  pool: pg.Pool,
  operatorId: number,
  role: string,
  entityId: number | null,
): Promise<StandingIn | undefined> {
  const known = isRole(role) ? { rights: rightsOf[role], scope: scopeOf[role] } : await ownRole(pool, operatorId, role);
  if (known === undefined) return undefined;
  return {
    role,
    roleName: known.name,
    rights: known.rights,
    scope: known.scope,
    entities: known.scope === 'everything' ? undefined : await entitiesOf(pool, operatorId, entityId, known.scope),
  };
}

async function ownRole(pool: pg.Pool, operatorId: number, role: string): Promise<Known | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(role)) return undefined;
  const { rows } = await pool.query<{ name: string; rights: string[]; scope: Scope }>(
    'SELECT name, rights, scope FROM roles WHERE operator_id = $1 AND id = $2',
    [operatorId, role],
  );
  const found = rows[0];
  return found && { name: found.name, scope: found.scope, rights: new Set(found.rights.filter(isRight)) };
}

/** Ascending. Who has no entity but a role that is about one's own sees nothing. */
async function entitiesOf(pool: pg.Pool, operatorId: number, entityId: number | null, scope: Scope): Promise<number[]> {
  if (entityId === null) return [];
  if (scope === 'own') return [entityId];
  const { rows } = await pool.query<{ id: number }>(
    `WITH RECURSIVE below AS (
       SELECT id FROM entities WHERE operator_id = $1 AND id = $2
       UNION SELECT e.id FROM entities e JOIN below b ON e.operator_id = $1 AND e.parent_id = b.id)
     SELECT id FROM below ORDER BY id`,
    [operatorId, entityId],
  );
  return rows.map(({ id }) => id);
}
