import type pg from 'pg';
import type { Caller, Viewing } from './contract.ts';
import { type StandingIn, standingIn } from './standing-in.ts';

/** The cookie by which an administrator looks at the console as a role or a person. It only ever takes rights away, so anybody may forge it. */
export const viewingCookie = 'voltyard.view-as';

const form = /^(?:role:([A-Za-z0-9-]{1,36})(?::(\d{1,10}))?|user:([A-Za-z0-9_-]{1,100}))$/;

export const viewingText = (what: { role: string; entityId?: number } | { userId: string }): string =>
  'userId' in what
    ? `user:${what.userId}`
    : `role:${what.role}${what.entityId === undefined ? '' : `:${what.entityId}`}`;

/** The caller with the eyes of whom the cookie names: never more than they have themself. As they are, where it names nobody. */
export async function viewedBy(pool: pg.Pool, caller: Caller, cookies: string): Promise<Caller> {
  const value = new RegExp(`(?:^|;\\s*)${viewingCookie.replace('.', '\\.')}=([^;]+)`).exec(cookies)?.[1];
  if (value === undefined || !caller.rights.has('organisation.administer')) return caller;
  const found = form.exec(decodeURIComponent(value));
  if (!found) return caller;
  const [, role, entity, userId] = found;
  const named =
    userId === undefined
      ? { role: role!, entityId: entity === undefined ? null : Number(entity), name: undefined }
      : await memberNamed(pool, caller.operatorId, userId);
  const standing = named && (await standingIn(pool, caller.operatorId, named.role, named.entityId));
  return standing ? narrowed(caller, standing, { name: named.name, entityId: named.entityId ?? undefined }) : caller;
}

async function memberNamed(pool: pg.Pool, operatorId: number, userId: string) {
  const { rows } = await pool.query<{ role: string; entity_id: number | null; name: string }>(
    `SELECT m.role, m.entity_id, u.name FROM members m JOIN auth_user u ON u.id = m.user_id
     WHERE m.operator_id = $1 AND m.user_id = $2 AND m.deactivated_at IS NULL`,
    [operatorId, userId],
  );
  const found = rows[0];
  return found && { role: found.role, entityId: found.entity_id, name: found.name };
}

function narrowed(caller: Caller, { entities, ...standing }: StandingIn, viewing: Viewing): Caller {
  const own = caller.entities && new Set(caller.entities);
  return {
    ...caller,
    ...standing,
    rights: new Set([...standing.rights].filter((right) => caller.rights.has(right))),
    entities:
      own === undefined ? entities : entities === undefined ? caller.entities : entities.filter((id) => own.has(id)),
    viewing,
  };
}
