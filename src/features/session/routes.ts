import type pg from 'pg';
import type { Auth } from '../../http/auth.ts';
import type { Handlers } from '../../http/contract.ts';
import { nextCookies } from '../../http/cookies.ts';
import { viewingCookie, viewingText } from '../../http/viewing.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { sessionContract } from './contract.ts';
import { type State, sessionState } from './state.ts';
import { chooseOperator, membershipsOf } from './store.ts';

export interface SessionDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly auth: Auth;
  /** Cookies only over https. */
  readonly secure?: boolean;
}

type From = { headers: Readonly<Record<string, string | string[] | undefined>>; address: string };
type Into = From & { setHeader: (name: string, value: string | string[]) => void };

export function sessionRoutes(deps: SessionDeps): Handlers<typeof sessionContract> {
  const { pool, auth } = deps;
  return {
    state: async (request) => sessionState(pool, await auth.callers.resolve(request.headers, request.address)),

    signIn: async (request) => {
      const { email, password } = request.body;
      await auth.limits.attempt(email, request.address);
      const { codeNeeded, cookies } = await auth.signIn.withPassword(email, password, request);
      if (!codeNeeded) await auth.limits.succeeded(email, request.address);
      if (codeNeeded) {
        request.setHeader('set-cookie', cookies);
        return { signedIn: false, codeNeeded: true };
      }
      return openSession(deps, request, cookies);
    },

    code: async (request) => {
      const { code, kind, trustDevice = false } = request.body;
      await auth.limits.guess('code', request.address);
      const { cookies } = await auth.signIn.withCode(kind, code.replaceAll(' ', ''), trustDevice, request);
      return openSession(deps, request, cookies);
    },

    signOut: async (request) => {
      const { cookies } = await auth.signIn.signOut(request.headers);
      auth.callers.forget();
      request.setHeader('set-cookie', cookies);
      return undefined;
    },

    chooseOperator: async (request) => {
      const resolved = await auth.callers.resolve(request.headers, request.address);
      if (!resolved?.session) throw new Failure('state.conflict', 'An API key belongs to one operator.');
      const { operatorId } = request.body;
      const memberships = await membershipsOf(pool, request.caller.userId);
      if (!memberships.some(({ id }) => id === operatorId))
        throw new Failure('thing.unknown', 'You do not work for such an operator.');
      await chooseOperator(pool, resolved.session.token, operatorId);
      auth.callers.forget();
      return sessionState(pool, await auth.callers.resolve(request.headers, request.address));
    },

    viewAs: async (request) => {
      const { role, entityId, userId } = request.body;
      if ((role === undefined) === (userId === undefined))
        throw new Failure('value.refused', 'Look at the console as a role or as a person: name one of them.');
      const whom = userId === undefined ? present({ role: role!, entityId }) : { userId };
      const state = await seenWith(request, `${viewingCookie}=${viewingText(whom)}`);
      if (state.viewing === undefined) throw new Failure('thing.unknown', 'There is no such role or person here.');
      const { caller } = request;
      await asOperator(pool, caller, (client) => audit(client, deps, caller, 'session.viewedAs', { ...whom }));
      return state;
    },

    endViewAs: (request) => seenWith(request, `${viewingCookie}=; Max-Age=0`),
  };

  /** The console as it is seen with this cookie from now on. */
  async function seenWith(request: Into, cookie: string): Promise<State> {
    const line = `${cookie}; Path=/; HttpOnly; SameSite=Lax${deps.secure === true ? '; Secure' : ''}`;
    const headers = { ...request.headers, cookie: nextCookies(request.headers.cookie, [line]) };
    const state = await sessionState(pool, await auth.callers.resolve(headers, request.address));
    request.setHeader('set-cookie', [line]);
    return state;
  }
}

/** The session behind fresh cookies: the one before it, if any, ends; the opening is noted; the cookies go out. */
export async function openSession(deps: SessionDeps, request: Into, cookies: readonly string[]): Promise<State> {
  const { pool, auth } = deps;
  const before = await auth.callers.resolve(request.headers, request.address);
  const headers = { ...request.headers, cookie: nextCookies(request.headers.cookie, cookies) };
  const resolved = await auth.callers.resolve(headers, request.address);
  if (!resolved) throw new Failure('session.refused', 'This person does not work for any operator.');
  if (before?.session && before.session.token !== resolved.session?.token) {
    await auth.signIn.endSessions([before.session.token]);
    auth.callers.forget();
  }
  const { caller } = resolved;
  await asOperator(pool, caller, (client) => audit(client, deps, caller, 'session.opened', {}));
  request.setHeader('set-cookie', [...cookies]);
  return sessionState(pool, resolved);
}
