import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { Email, maybe, oneOf } from '../../http/schema.ts';
import { Role, SessionState } from '../../http/session-state.ts';

export const sessionContract = {
  state: {
    method: 'GET',
    url: '/session',
    right: 'public',
    tag: 'Session',
    summary: 'Who is signed in, for which operator, with which rights',
    reply: SessionState,
  },
  signIn: {
    method: 'POST',
    url: '/session',
    right: 'public',
    tag: 'Session',
    summary: 'Sign in with e-mail and password',
    body: Type.Object({ email: Email, password: Type.String({ minLength: 1, maxLength: 200 }) }),
    reply: SessionState,
  },
  code: {
    method: 'POST',
    url: '/session/code',
    right: 'public',
    tag: 'Session',
    summary: 'Finish signing in with a code of the authenticator app, or a backup code',
    body: Type.Object({
      code: Type.String({ minLength: 6, maxLength: 40 }),
      kind: oneOf(['totp', 'backup']),
      trustDevice: maybe(Type.Boolean()),
    }),
    reply: SessionState,
  },
  signOut: { method: 'DELETE', url: '/session', right: 'public', tag: 'Session', summary: 'Sign out' },
  chooseOperator: {
    method: 'PUT',
    url: '/session/operator',
    right: 'member',
    tag: 'Session',
    summary: 'Work for another operator from now on',
    body: Type.Object({ operatorId: Type.Integer({ minimum: 1, maximum: 2147483647 }) }),
    reply: SessionState,
  },
  viewAs: {
    method: 'PUT',
    url: '/session/view-as',
    right: 'organisation.administer',
    tag: 'Session',
    summary:
      'Look at the console as a role or a person, with no more than one’s own rights; nothing can be changed meanwhile',
    body: Type.Object({
      role: maybe(Role),
      entityId: maybe(Type.Integer({ minimum: 1, maximum: 2147483647 })),
      userId: maybe(Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' })),
    }),
    reply: SessionState,
  },
  endViewAs: {
    method: 'DELETE',
    url: '/session/view-as',
    right: 'member',
    whileViewing: true,
    tag: 'Session',
    summary: 'Look at the console as oneself again',
    reply: SessionState,
  },
} as const satisfies Contract;
