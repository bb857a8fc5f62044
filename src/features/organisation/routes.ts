import type pg from 'pg';
import type { Auth } from '../../http/auth.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { isRight, sections } from '../../http/rights.ts';
import { rightsOf, roles, type Scope, scopeOf } from '../../http/roles.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { refusalToGive } from '../giving.ts';
import type { Entity, organisationContract, RoleRow } from './contract.ts';
import { refusalToMove } from './rules.ts';
import * as store from './store.ts';
import { sectionNames } from './words.ts';

export interface OrganisationDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly auth: Pick<Auth, 'callers'>;
}

export function organisationRoutes(deps: OrganisationDeps): Handlers<typeof organisationContract> {
  const { pool, auth, clock, newId } = deps;
  const forget = () => auth.callers.forget();

  const saveRole = (caller: Caller, id: string, body: { name: string; rights: RoleRow['rights']; scope: Scope }) =>
    asOperator(pool, caller, async (client) => {
      const { operatorId } = caller;
      const before = await store.readRole(client, operatorId, id);
      const refusal = refusalToGive(caller, body) ?? (before && refusalToGive(caller, rowOf(before, 0)));
      if (refusal !== undefined) throw new Failure('right.missing', refusal);
      if (before === undefined && (await store.listRoles(client, operatorId)).length >= store.mostRoles)
        throw new Failure('state.conflict', `There are ${store.mostRoles} roles already.`);
      const role = { id, name: body.name.trim(), rights: [...new Set(body.rights)].sort(), scope: body.scope };
      if (!(await store.putRole(client, operatorId, role, clock.now())))
        throw new Failure('name.taken', 'There is a role of this name already.', {
          fields: { name: 'is already in use' },
        });
      const told = { role: id, name: role.name, rights: role.rights, scope: role.scope };
      await audit(client, deps, caller, before ? 'role.changed' : 'role.added', present({ ...told, before }));
      return rowOf(role, (await store.countByRole(client, operatorId)).get(id) ?? 0);
    }).finally(forget);

  return {
    entities: ({ caller, query: { after, limit = 200 } }) =>
      asOperator(pool, caller, async (client) => {
        const from = after === undefined ? undefined : readCursor(after, 'integer')[0];
        const rows = await store.listEntities(client, caller.operatorId, from, limit + 1);
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({ items: rows.slice(0, limit).map(entityOf), next: last && writeCursor(last.id) });
      }),

    addEntity: ({ caller, body }) =>
      asOperator(pool, caller, async (client) => {
        await checkPlace(client, caller, undefined, body.parentId);
        const at = clock.now();
        const entity = { ...body, name: body.name.trim() };
        const id = await named(store.insertEntity(client, caller.operatorId, entity, at));
        await audit(client, deps, caller, 'entity.added', { entity: id, ...body });
        return present({ id, ...entity, stations: 0, members: 0, createdAt: iso(at) });
      }).finally(forget),

    changeEntity: ({ caller, params: { entityId }, body }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readEntity(client, caller.operatorId, entityId));
        if (body.parentId !== undefined) await checkPlace(client, caller, entityId, body.parentId ?? undefined);
        const next = {
          name: body.name?.trim() ?? before.name,
          parentId: body.parentId === undefined ? before.parent_id : body.parentId,
          note: body.note === undefined ? before.note : body.note,
        };
        await named(store.updateEntity(client, caller.operatorId, entityId, next));
        const { name, parent_id: parentId, note } = before;
        await audit(client, deps, caller, 'entity.changed', {
          entity: entityId,
          change: body,
          before: { name, parentId, note },
        });
        return entityOf(found(await store.readEntity(client, caller.operatorId, entityId)));
      }).finally(forget),

    removeEntity: ({ caller, params: { entityId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readEntity(client, caller.operatorId, entityId));
        mustBeBelow(caller, await store.parentsLocked(client, caller.operatorId), entityId);
        const kept = await store.holdsStill(client, caller.operatorId, entityId);
        if (kept.length > 0)
          throw new Failure('state.conflict', 'Something still belongs to this entity: move it first.', {
            fields: Object.fromEntries(kept.map((table) => [table, 'still belong to it'])),
          });
        await store.deleteEntity(client, caller.operatorId, entityId);
        await audit(client, deps, caller, 'entity.removed', { entity: entityId, name: before.name });
        return undefined;
      }).finally(forget),

    roles: ({ caller }) =>
      asOperator(pool, caller, async (client) => {
        const counts = await store.countByRole(client, caller.operatorId);
        const own = await store.listRoles(client, caller.operatorId);
        return {
          items: [
            ...roles.map((role) => ({
              id: role,
              readyMade: true,
              rights: [...rightsOf[role]],
              scope: scopeOf[role],
              members: counts.get(role) ?? 0,
            })),
            ...own.map((role) => rowOf(role, counts.get(role.id) ?? 0)),
          ],
          sections: sectionNames.map((section) => ({ section, levels: [...sections[section]] })),
        };
      }),

    addRole: ({ caller, body }) => saveRole(caller, newId(clock.now()), body),

    changeRole: async ({ caller, params: { roleId }, body }) => {
      const known = await asOperator(pool, caller, (client) => store.readRole(client, caller.operatorId, roleId));
      if (known === undefined) throw noRole();
      return saveRole(caller, roleId, body);
    },

    removeRole: ({ caller, params: { roleId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = await store.readRole(client, caller.operatorId, roleId);
        if (before === undefined) throw noRole();
        if (await store.roleIsUsed(client, caller.operatorId, roleId))
          throw new Failure('state.conflict', 'Somebody still has this role: give them another one first.');
        await store.deleteRole(client, caller.operatorId, roleId);
        await audit(client, deps, caller, 'role.removed', { role: roleId, before });
        return undefined;
      }).finally(forget),
  };

  /** Somebody of an entity stays inside it: a new one is below what they see, and none is moved out. */
  async function checkPlace(client: pg.ClientBase, caller: Caller, entity: number | undefined, to: number | undefined) {
    const parents = await store.parentsLocked(client, caller.operatorId);
    if (to === undefined && caller.entities !== undefined)
      throw new Failure('right.missing', 'You can only change entities below your own.');
    if (to !== undefined && !parents.has(to))
      throw new Failure('value.refused', 'There is no such entity.', { fields: { parentId: 'does not exist' } });
    if (entity !== undefined) mustBeBelow(caller, parents, entity);
    const refusal = refusalToMove(parents, entity, to);
    if (refusal !== undefined) throw new Failure('value.refused', refusal, { fields: { parentId: refusal } });
  }
}

/** `parents` are those that the caller sees: an entity whose parent is not among them is their own. */
function mustBeBelow(caller: Caller, parents: ReadonlyMap<number, number | undefined>, entity: number): void {
  const parent = parents.get(entity);
  if (caller.entities !== undefined && (parent === undefined || !parents.has(parent)))
    throw new Failure('right.missing', 'You can only change entities below your own.');
}

async function named<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    throw (error as { code?: string }).code === '23505' ? nameTaken(error) : error;
  }
}

const noRole = () => new Failure('thing.unknown', 'There is no such role of your own here.');
const nameTaken = (cause?: unknown) =>
  new Failure('name.taken', 'There is an entity of this name beside it already.', {
    fields: { name: 'is already in use' },
    cause,
  });

function found(row: store.EntityRow | undefined): store.EntityRow {
  if (!row) throw new Failure('thing.unknown', 'There is no such entity here.');
  return row;
}

const entityOf = (row: store.EntityRow): Entity =>
  present({
    id: row.id,
    parentId: row.parent_id ?? undefined,
    name: row.name,
    note: row.note ?? undefined,
    stations: row.stations,
    members: row.members,
    createdAt: row.created_at.toISOString(),
  });

const rowOf = ({ id, name, rights, scope }: store.OwnRole, members: number): RoleRow => ({
  id,
  name,
  readyMade: false,
  rights: rights.filter(isRight),
  scope,
  members,
});
