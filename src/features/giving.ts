import type pg from 'pg';
import type { Caller } from '../http/contract.ts';
import { isRight, type Right } from '../http/rights.ts';
import { isRole, rightsOf, type Scope, scopeOf } from '../http/roles.ts';
import { Failure } from '../lib/errors.ts';

const width: Readonly<Record<Scope, number>> = { own: 0, ownAndBelow: 1, everything: 2 };

export interface Given {
  readonly rights: Iterable<Right>;
  readonly scope: Scope;
}

/**
 * Nobody gives what they do not have themselves: neither rights nor a wider view. Otherwise who administers one entity could make
 * themself the administrator of all.
 */
export function refusalToGive(caller: Pick<Caller, 'rights' | 'scope'>, given: Given): string | undefined {
  const more = [...given.rights].filter((right) => !caller.rights.has(right));
  if (more.length > 0) return `You cannot give a right that you do not have yourself: ${more.slice(0, 3).join(', ')}.`;
  return width[given.scope] > width[caller.scope ?? 'everything']
    ? 'You cannot give a wider view than you have yourself.'
    : undefined;
}

/** What a role gives; throws Failure `value.refused` where there is none. */
export async function roleGiven(client: pg.ClientBase, operatorId: number, role: string): Promise<Given> {
  if (isRole(role)) return { rights: rightsOf[role], scope: scopeOf[role] };
  const { rows } = await client.query<{ rights: string[]; scope: Scope }>(
    'SELECT rights, scope FROM roles WHERE operator_id = $1 AND id::text = $2',
    [operatorId, role],
  );
  const found = rows[0];
  if (!found) throw new Failure('value.refused', 'There is no such role.', { fields: { role: 'does not exist' } });
  return { rights: found.rights.filter(isRight), scope: found.scope };
}

/** May the caller make somebody (a person, a key) this role of this entity? Throws why not. */
export async function checkGiving(
  client: pg.ClientBase,
  caller: Caller,
  role: string,
  entityId: number | undefined,
): Promise<void> {
  const given = await roleGiven(client, caller.operatorId, role);
  const refusal = refusalToGive(caller, given);
  if (refusal !== undefined) throw new Failure('right.missing', refusal);
  if (entityId === undefined) {
    if (caller.entities !== undefined)
      throw new Failure('value.refused', 'Choose one of your entities.', { fields: { entityId: 'is missing' } });
    if (given.scope !== 'everything')
      throw new Failure('value.refused', 'This role is about an entity: choose one.', {
        fields: { entityId: 'is missing' },
      });
    return;
  }
  // Behind the wall: a foreign entity is one that does not exist.
  const { rowCount } = await client.query('SELECT FROM entities WHERE operator_id = $1 AND id = $2', [
    caller.operatorId,
    entityId,
  ]);
  if (rowCount === 0)
    throw new Failure('value.refused', 'There is no such entity.', { fields: { entityId: 'does not exist' } });
}
