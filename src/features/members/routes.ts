import type pg from 'pg';
import type { Static } from 'typebox';
import type { Auth } from '../../http/auth.ts';
import type { Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { readablePassword } from '../../lib/passwords.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { Member, membersContract } from './contract.ts';
import { firstPasswordLength, refusesToLose } from './rules.ts';
import * as store from './store.ts';

export interface MembersDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly auth: Auth;
}

export function membersRoutes(deps: MembersDeps): Handlers<typeof membersContract> {
  const { pool, auth, clock } = deps;
  const { signIn, callers } = auth;

  return {
    list: async ({ caller, query: { after, limit = 50 } }) => {
      const from = after === undefined ? undefined : readCursor(after, 'string', 'string');
      const rows = await asOperator(pool, caller, (client) =>
        store.listMembers(client, caller.operatorId, from, limit + 1),
      );
      const seen = await store.lastSeen(
        pool,
        rows.map(({ user_id }) => user_id),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({
        items: rows.slice(0, limit).map((row) => member(row, seen.get(row.user_id))),
        next: last && writeCursor(last.name.toLowerCase(), last.user_id),
      });
    },

    add: async ({ caller, body }) => {
      const known = await signIn.userByEmail(body.email);
      const password = known === undefined ? readablePassword(firstPasswordLength) : undefined;
      const userId = known ?? (await signIn.createUser({ ...body, password: password! }));
      const added = await asOperator(pool, caller, async (client) => {
        if (!(await store.insertMember(client, caller.operatorId, userId, body.role, clock.now()))) {
          throw new Failure('name.taken', 'This person works here already.', {
            fields: { email: 'works here already' },
          });
        }
        await audit(client, deps, caller, 'member.added', { member: userId, role: body.role });
        return store.memberOf(client, caller.operatorId, userId);
      });
      return present({ member: member(found(added)), password });
    },

    changeRole: ({ caller, params: { userId }, body: { role } }) =>
      asOperator(pool, caller, async (client) => {
        const administrators = await store.administratorsLocked(client, caller.operatorId);
        const before = found(await store.memberOf(client, caller.operatorId, userId));
        const refusal = role === before.role ? undefined : refusesToLose(administrators, before.role);
        if (refusal) throw new Failure('state.conflict', refusal);
        await store.setRole(client, caller.operatorId, userId, role);
        await audit(client, deps, caller, 'member.roleChanged', { member: userId, role, before: before.role });
        return member({ ...before, role });
      }).finally(() => callers.forget()),

    remove: ({ caller, params: { userId } }) =>
      asOperator(pool, caller, async (client) => {
        const administrators = await store.administratorsLocked(client, caller.operatorId);
        const before = found(await store.memberOf(client, caller.operatorId, userId));
        const refusal = refusesToLose(administrators, before.role);
        if (refusal) throw new Failure('state.conflict', refusal);
        await store.removeMember(client, caller.operatorId, userId);
        await audit(client, deps, caller, 'member.removed', { member: userId, before: before.role });
        return undefined;
      }).finally(() => callers.forget()),

    resetPassword: async ({ caller, params: { userId } }) => {
      await asOperator(pool, caller, async (client) => {
        found(await store.memberOf(client, caller.operatorId, userId));
        if (await store.worksElsewhere(pool, caller.operatorId, userId)) {
          throw new Failure(
            'state.conflict',
            'This person works for another operator too and changes the password themself.',
          );
        }
        await audit(client, deps, caller, 'member.passwordReset', { member: userId });
      });
      const password = readablePassword(firstPasswordLength);
      await signIn.resetPassword(userId, password);
      callers.forget();
      return { password };
    },
  };
}

function found(row: store.MemberRow | undefined): store.MemberRow {
  if (!row) throw new Failure('thing.unknown', 'There is no such member here.');
  return row;
}

const member = (row: store.MemberRow, seen?: Date): Static<typeof Member> =>
  present({
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    twoFactor: row.two_factor_enabled,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: seen?.toISOString(),
  });
