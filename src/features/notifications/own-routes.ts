import type pg from 'pg';
import type { Caller, Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { audit } from '../audit.ts';
import type { notificationsContract, Own } from './contract.ts';
import type { NotificationsDeps } from './routes.ts';
import * as store from './store.ts';
import { sendTests } from './testing.ts';

type Routes = Pick<Handlers<typeof notificationsContract>, 'own' | 'changeOwn' | 'testOwn'>;

/** What a person wants to be told of themself. What they may not see they do not hear, whatever they choose. */
export function ownRoutes(deps: NotificationsDeps): Routes {
  const { pool, clock, newId } = deps;
  return {
    own: ({ caller }) => {
      person(caller);
      return asOperator(pool, caller, (client) => read(client, caller));
    },

    changeOwn: ({ caller, body }) => {
      person(caller);
      return asOperator(pool, caller, async (client) => {
        const before = await read(client, caller);
        const at = clock.now();
        const known = await store.ownRule(client, caller.operatorId, caller.userId);
        await store.setReceives(client, caller.operatorId, caller.userId, body.receives);
        const values = {
          id: known?.id ?? newId(at),
          name: caller.userId,
          active: body.receives && body.events.length > 0,
          events: [...body.events],
          stations: { kind: 'all' },
          recipients: [{ kind: 'user', userId: caller.userId }],
          digest: body.digest as store.RuleValues['digest'],
          quiet: body.quiet ?? null,
          entity_id: null,
          user_id: caller.userId,
        } satisfies store.RuleValues;
        await store.writeRule(client, caller.operatorId, values, iso(at));
        await audit(client, deps, caller, 'account.notificationsChanged', { change: body, before });
        return read(client, caller);
      });
    },

    testOwn: ({ caller }) => {
      person(caller);
      return asOperator(pool, caller, async (client) => {
        await sendTests(client, deps, caller.operatorId, [{ kind: 'user', userId: caller.userId }]);
        await audit(client, deps, caller, 'account.notificationsTested', {});
        return undefined;
      });
    },
  };
}

function person(caller: Caller): void {
  if (caller.userId.startsWith('key:'))
    throw new Failure('state.conflict', 'An API key has no account: sign in as a person.');
}

async function read(client: pg.ClientBase, { operatorId, userId }: Caller): Promise<Own> {
  const rule = await store.ownRule(client, operatorId, userId);
  return present({
    receives: await store.receives(client, operatorId, userId),
    events: (rule?.events ?? []) as Own['events'],
    digest: (rule?.digest ?? { kind: 'now' }) as Own['digest'],
    quiet: rule?.quiet ?? undefined,
  });
}
