import type pg from 'pg';
import type { Static } from 'typebox';
import type { Auth } from '../../http/auth.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { checkTimeZone } from '../time-zones.ts';
import type { Account, accountContract } from './contract.ts';
import { type PersonRow, personOf, setOwnDefaults } from './store.ts';

export interface AccountDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly auth: Auth;
}

/** What a person changes about themself. An API key is not a person and is told so. */
export function accountRoutes(deps: AccountDeps): Handlers<typeof accountContract> {
  const { pool, auth } = deps;
  const { signIn, limits, callers } = auth;
  const note = (caller: Caller, type: string, body: Record<string, unknown> = {}) =>
    asOperator(pool, caller, (client) => audit(client, deps, caller, type, body));

  return {
    get: async ({ caller }) => {
      person(caller);
      return asOperator(pool, caller, async (client) =>
        account(await personOf(client, caller.operatorId, caller.userId)),
      );
    },

    change: async ({ caller, body }) => {
      person(caller);
      checkTimeZone(body.timeZone);
      if (body.name !== undefined) await signIn.rename(caller.userId, body.name);
      callers.forget();
      return asOperator(pool, caller, async (client) => {
        const before = account(await personOf(client, caller.operatorId, caller.userId));
        await setOwnDefaults(client, caller.operatorId, caller.userId, body);
        await audit(client, deps, caller, 'account.changed', {
          change: body,
          before: { ...before, name: caller.name },
        });
        return account(await personOf(client, caller.operatorId, caller.userId));
      });
    },

    changePassword: async ({ caller, body, headers, setHeader }) => {
      person(caller);
      await limits.guess('password', caller.userId);
      const { cookies } = await signIn.changePassword(headers, body.current, body.next);
      callers.forget();
      await note(caller, 'account.passwordChanged');
      setHeader('set-cookie', cookies);
      return undefined;
    },

    sessions: async ({ caller, headers, address }) => {
      person(caller);
      const current = (await callers.resolve(headers, address))?.session?.sessionId;
      const sessions = await signIn.sessions(caller.userId);
      return {
        items: sessions.map(({ id, createdAt, lastSeenAt, expiresAt, address: from, browser }) =>
          present({
            id,
            current: id === current,
            createdAt: createdAt.toISOString(),
            lastSeenAt: lastSeenAt.toISOString(),
            expiresAt: expiresAt.toISOString(),
            address: from,
            browser,
          }),
        ),
      };
    },

    endSession: async ({ caller, params }) => {
      person(caller);
      const session = (await signIn.sessions(caller.userId)).find(({ id }) => id === params.sessionId);
      if (!session) throw new Failure('thing.unknown', 'There is no such session of yours.');
      await signIn.endSessions([session.token]);
      callers.forget();
      await note(caller, 'session.ended', { session: session.id });
      return undefined;
    },

    endOtherSessions: async ({ caller, headers, address }) => {
      person(caller);
      const current = (await callers.resolve(headers, address))?.session?.sessionId;
      const others = (await signIn.sessions(caller.userId)).filter(({ id }) => id !== current);
      await signIn.endSessions(others.map(({ token }) => token));
      callers.forget();
      await note(caller, 'session.ended', { sessions: others.map(({ id }) => id) });
      return undefined;
    },

    enrolTwoFactor: async ({ caller, body, headers }) => {
      person(caller);
      await limits.guess('password', caller.userId);
      return signIn.enrolTwoFactor(headers, body.password);
    },

    confirmTwoFactor: async ({ caller, body, headers, setHeader }) => {
      person(caller);
      await limits.guess('code', caller.userId);
      const { cookies } = await signIn.confirmTwoFactor(headers, body.code.replaceAll(' ', ''));
      callers.forget();
      await note(caller, 'account.twoFactorEnabled');
      setHeader('set-cookie', cookies);
      return undefined;
    },

    renewBackupCodes: async ({ caller, body, headers }) => {
      person(caller);
      await limits.guess('password', caller.userId);
      const codes = await signIn.renewBackupCodes(headers, body.password);
      await note(caller, 'account.backupCodesRenewed');
      return codes;
    },

    disableTwoFactor: async ({ caller, body, headers, setHeader }) => {
      person(caller);
      await limits.guess('password', caller.userId);
      const { cookies } = await signIn.disableTwoFactor(headers, body.password);
      callers.forget();
      await note(caller, 'account.twoFactorDisabled');
      setHeader('set-cookie', cookies);
      return undefined;
    },
  };
}

function person(caller: Caller): void {
  if (caller.userId.startsWith('key:'))
    throw new Failure('state.conflict', 'An API key has no account: sign in as a person.');
}

const account = (row: PersonRow | undefined): Static<typeof Account> => {
  if (!row) throw new Failure('thing.unknown', 'This person does not work here any more.');
  return present({
    name: row.name,
    email: row.email,
    twoFactor: row.two_factor_enabled,
    language: row.language,
    timeZone: row.time_zone,
  });
};
