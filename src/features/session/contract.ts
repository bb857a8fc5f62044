import { Type } from 'typebox';
import { type Contract, rights } from '../../http/contract.ts';
import { roles } from '../../http/rights.ts';
import { Email, Language, maybe, oneOf, TimeZone } from '../../http/schema.ts';

export const Role = oneOf(roles);

export const OperatorChoice = Type.Object({ id: Type.Integer(), slug: Type.String(), name: Type.String(), role: Role });

/** Everything the console needs to draw its frame. `signedIn: false` has nothing else. */
export const SessionState = Type.Object({
  signedIn: Type.Boolean(),
  /** Right password, but a code is still asked for: POST /session/code. */
  codeNeeded: maybe(Type.Boolean()),
  user: maybe(Type.Object({ id: Type.String(), name: Type.String(), email: Type.String(), twoFactor: Type.Boolean() })),
  operator: maybe(
    Type.Object({
      id: Type.Integer(),
      slug: Type.String(),
      name: Type.String(),
      timeZone: TimeZone,
      language: Language,
      demo: Type.Boolean(),
    }),
  ),
  operators: maybe(Type.Array(OperatorChoice)),
  role: maybe(Role),
  rights: maybe(Type.Array(oneOf(rights))),
  /** The member's own choice, else the operator's. */
  language: maybe(Language),
  timeZone: maybe(TimeZone),
});

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
} as const satisfies Contract;
