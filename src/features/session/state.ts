import type pg from 'pg';
import type { Static } from 'typebox';
import type { Resolved } from '../../http/callers.ts';
import type { SessionState } from '../../http/session-state.ts';
import { present } from '../../lib/present.ts';
import { entityNameOf, membershipsOf, operatorOf } from './store.ts';

export type State = Static<typeof SessionState>;

/** What the console draws its frame from. */
export async function sessionState(pool: pg.Pool, resolved: Resolved | undefined): Promise<State> {
  if (!resolved) return { signedIn: false };
  const { caller, session } = resolved;
  const memberships = session ? await membershipsOf(pool, caller.userId) : [];
  const own = memberships.find(({ id }) => id === caller.operatorId);
  const operator = own ?? (await operatorOf(pool, caller.operatorId));
  if (!operator) return { signedIn: false };
  return present({
    signedIn: true,
    user: {
      id: caller.userId,
      name: caller.name,
      email: session?.user.email ?? '',
      twoFactor: session?.user.twoFactor ?? false,
    },
    operator: {
      id: operator.id,
      slug: operator.slug,
      name: operator.name,
      timeZone: operator.time_zone,
      language: operator.language,
      demo: operator.demo,
    },
    operators: memberships.map(({ id, slug, name, role }) => ({ id, slug, name, role })),
    role: caller.role,
    roleName: caller.roleName,
    entityName: await entityNameOf(pool, caller),
    viewing: caller.viewing && present({ name: caller.viewing.name }),
    rights: [...caller.rights],
    language: own?.own_language ?? operator.language,
    timeZone: own?.own_time_zone ?? operator.time_zone,
  });
}
