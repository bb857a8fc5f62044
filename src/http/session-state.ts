import { Type } from 'typebox';
import { rights } from './contract.ts';
import { roles } from './roles.ts';
import { Language, maybe, oneOf, TimeZone, Uuid } from './schema.ts';

/** A ready-made role, or the id of one of the operator's own. */
export const Role = Type.Union([oneOf(roles), Uuid]);

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
  /** Of a role of the operator's own. */
  roleName: maybe(Type.String()),
  /** The entity the person belongs to, where what they see hangs on it. */
  entityName: maybe(Type.String()),
  /** The console is looked at as somebody else: nothing can be changed. */
  viewing: maybe(Type.Object({ name: maybe(Type.String()) })),
  rights: maybe(Type.Array(oneOf(rights))),
  /** The member's own choice, else the operator's. */
  language: maybe(Language),
  timeZone: maybe(TimeZone),
});
