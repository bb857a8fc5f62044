import { Type } from 'typebox';
import { rights } from './contract.ts';
import { roles } from './rights.ts';
import { Language, maybe, oneOf, TimeZone } from './schema.ts';

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
