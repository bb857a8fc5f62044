import type pg from 'pg';
import type { Auth } from '../../http/auth.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { readablePassword } from '../../lib/passwords.ts';
import { present } from '../../lib/present.ts';
import { type Instant, iso } from '../../lib/time.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { checkGiving, refusalToGive, roleGiven } from '../giving.ts';
import { accessOf } from './access.ts';
import type { Member, membersContract } from './contract.ts';
import { invitationMail } from './invitation-mail.ts';
import { addressee, invitationLasts, invite, invitedBy, useInvitation } from './invitations.ts';
import { firstPasswordLength, refusesToLose } from './rules.ts';
import * as store from './store.ts';

export interface MembersDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly auth: Auth;
  /** Where people reach the console, for links. */
  readonly consoleUrl: () => string;
  /** A mail server is named: invitations go there as well. */
  readonly mails: boolean;
}

export function membersRoutes(deps: MembersDeps): Handlers<typeof membersContract> {
  const { pool, auth, clock, newId, consoleUrl } = deps;
  const { signIn, callers, limits } = auth;

  /** A member that the caller sees, locked against other changes. */
  const one = async (client: pg.ClientBase, caller: Caller, userId: string) => {
    const found = await store.memberOf(client, caller.operatorId, userId);
    if (!found) throw new Failure('thing.unknown', 'There is no such member here.');
    return found;
  };
  const shown = async (client: pg.ClientBase, caller: Caller, userId: string) =>
    member(await one(client, caller, userId));

  const inviteNow = async (client: pg.ClientBase, caller: Caller, userId: string) => {
    const { token, expiresAt } = await invite(client, caller.operatorId, userId, caller.userId, clock.now(), newId);
    // After the sign: browsers send it to nobody, so it stands in no log.
    const link = `${consoleUrl()}/invitation#${token}`;
    return {
      link,
      expiresAt: iso(expiresAt),
      mailed: deps.mails && (await mailInvitation(client, caller, userId, link, expiresAt)),
    };
  };

  const mailInvitation = async (
    client: pg.ClientBase,
    caller: Caller,
    userId: string,
    link: string,
    until: Instant,
  ) => {
    const to = await addressee(client, caller.operatorId, userId);
    const language = to.language;
    const written = invitationMail(language, {
      ...to,
      by: caller.name,
      link,
      until: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: to.timeZone }).format(until),
    });
    const sent = await enqueue(client, deps, {
      kind: 'mail',
      operatorId: caller.operatorId,
      key: `invitation ${userId} ${until}`,
      topic: 'member.invited',
      entityId: to.entityId,
      to: to.email,
      language,
      secret: true,
      giveUpAfterMs: invitationLasts,
      ...written,
    });
    return sent === 'queued';
  };

  /** What somebody is now and is to become: nobody changes who has more than themself, and the last administrator stays one. */
  const mayChange = async (client: pg.ClientBase, caller: Caller, before: store.MemberRow, loses: boolean) => {
    // A role that is gone gives nothing: anybody who administers may change that.
    const given = await roleGiven(client, caller.operatorId, before.role).catch(() => undefined);
    const more = given && refusalToGive(caller, given);
    if (more) throw new Failure('right.missing', 'This person has more rights than you have yourself.');
    const administrators = await store.administratorsLocked(client, caller.operatorId);
    const refusal = loses ? refusesToLose(administrators, before.role) : undefined;
    if (refusal) throw new Failure('state.conflict', refusal);
  };

  return {
    list: async ({ caller, query: { after, limit = 50, ...filter } }) => {
      const from = after === undefined ? undefined : readCursor(after, 'string', 'string');
      const rows = await asOperator(pool, caller, (client) =>
        store.listMembers(client, caller.operatorId, filter, from, limit + 1),
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
      await asOperator(pool, caller, (client) => checkGiving(client, caller, body.role, body.entityId));
      const known = await signIn.userByEmail(body.email);
      // Nobody knows this password: who is invited chooses one by the link.
      const userId =
        known ?? (await signIn.createUser({ name: body.name, email: body.email, password: readablePassword(40) }));
      return asOperator(pool, caller, async (client) => {
        const made = { userId, role: body.role, entityId: body.entityId, language: body.language, invited: !known };
        if (!(await store.insertMember(client, caller.operatorId, made, clock.now())))
          throw new Failure('name.taken', 'This person works here already.', {
            fields: { email: 'works here already' },
          });
        await audit(
          client,
          deps,
          caller,
          'member.added',
          present({ member: userId, role: body.role, entity: body.entityId }),
        );
        const invitation = known ? undefined : await inviteNow(client, caller, userId);
        return present({ member: await shown(client, caller, userId), invitation });
      });
    },

    inviteAgain: ({ caller, params: { userId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = await one(client, caller, userId);
        if (before.invited_at === null || before.deactivated_at !== null)
          throw new Failure('state.conflict', 'This person has chosen a password already.');
        await mayChange(client, caller, before, false);
        await audit(client, deps, caller, 'member.invited', { member: userId });
        return inviteNow(client, caller, userId);
      }),

    change: ({ caller, params: { userId }, body }) =>
      asOperator(pool, caller, async (client) => {
        const before = await one(client, caller, userId);
        const role = body.role ?? before.role;
        const entityId = body.entityId === undefined ? before.entity_id : body.entityId;
        await mayChange(client, caller, before, role !== before.role);
        await checkGiving(client, caller, role, entityId ?? undefined);
        await store.setStanding(client, caller.operatorId, userId, role, entityId);
        await audit(client, deps, caller, 'member.changed', {
          member: userId,
          change: { role, entity: entityId },
          before: { role: before.role, entity: before.entity_id },
        });
        return shown(client, caller, userId);
      }).finally(() => callers.forget()),

    deactivate: ({ caller, params: { userId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = await one(client, caller, userId);
        if (before.deactivated_at === null) {
          await mayChange(client, caller, before, true);
          await store.setDeactivated(client, caller.operatorId, userId, clock.now());
          await audit(client, deps, caller, 'member.deactivated', { member: userId, role: before.role });
        }
        return shown(client, caller, userId);
      }).finally(() => callers.forget()),

    activate: ({ caller, params: { userId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = await one(client, caller, userId);
        if (before.deactivated_at !== null) {
          await checkGiving(client, caller, before.role, before.entity_id ?? undefined);
          await store.setDeactivated(client, caller.operatorId, userId, undefined);
          await audit(client, deps, caller, 'member.activated', { member: userId, role: before.role });
        }
        return shown(client, caller, userId);
      }).finally(() => callers.forget()),

    resetPassword: async ({ caller, params: { userId } }) => {
      await asOperator(pool, caller, async (client) => {
        const before = await one(client, caller, userId);
        await mayChange(client, caller, before, false);
        if (before.invited_at !== null)
          throw new Failure('state.conflict', 'This person has not accepted the invitation yet: send a new one.');
        await alone(caller, userId);
        await audit(client, deps, caller, 'member.passwordReset', { member: userId });
      });
      const password = readablePassword(firstPasswordLength);
      await signIn.resetPassword(userId, password);
      callers.forget();
      return { password };
    },

    sessions: async ({ caller, params: { userId } }) => {
      await asOperator(pool, caller, (client) => one(client, caller, userId));
      await alone(caller, userId);
      const sessions = await signIn.sessions(userId);
      return {
        items: sessions.map(({ id, createdAt, lastSeenAt, address, browser }) =>
          present({ id, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(), address, browser }),
        ),
      };
    },

    endSessions: async ({ caller, params: { userId } }) => {
      await asOperator(pool, caller, async (client) => {
        await mayChange(client, caller, await one(client, caller, userId), false);
        await alone(caller, userId);
        await audit(client, deps, caller, 'member.signedOut', { member: userId });
      });
      await signIn.endSessions((await signIn.sessions(userId)).map(({ token }) => token));
      callers.forget();
      return undefined;
    },

    access: ({ caller, params: { userId }, query: { stationId } }) =>
      asOperator(pool, caller, async (client) =>
        accessOf(pool, client, caller.operatorId, await one(client, caller, userId), stationId),
      ),

    invitation: async ({ body: { token }, address }) => {
      await limits.guess('invitation', address);
      const { name, email, operator, language } = await invitedBy(pool, token, clock.now());
      return { name, email, operator, language };
    },

    acceptInvitation: async ({ body: { token, password }, address }) => {
      await limits.guess('invitation', address);
      const at = clock.now();
      const invited = await invitedBy(pool, token, at);
      await asOperator(pool, allOf(invited.operator_id), async (client) => {
        await useInvitation(client, invited, at);
        const who = { operatorId: invited.operator_id, userId: invited.user_id, address };
        await audit(client, deps, who, 'member.accepted', { member: invited.user_id });
        await signIn.resetPassword(invited.user_id, password);
      });
      callers.forget();
      return undefined;
    },
  };

  async function alone(caller: Caller, userId: string): Promise<void> {
    if (await store.worksElsewhere(pool, caller.operatorId, userId))
      throw new Failure(
        'state.conflict',
        'This person works for another operator too and sees to their password and sessions themself.',
      );
  }
}

const member = (row: store.MemberRow, seen?: Date): Member =>
  present({
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    roleName: row.role_name ?? undefined,
    entityId: row.entity_id ?? undefined,
    entityName: row.entity_name ?? undefined,
    state:
      row.deactivated_at !== null
        ? ('deactivated' as const)
        : row.invited_at !== null
          ? ('invited' as const)
          : ('active' as const),
    twoFactor: row.two_factor_enabled,
    createdAt: row.created_at.toISOString(),
    deactivatedAt: row.deactivated_at?.toISOString(),
    lastSeenAt: seen?.toISOString(),
  });
