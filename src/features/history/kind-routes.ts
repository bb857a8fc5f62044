import type { Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { audit } from '../audit.ts';
import type { historyContract } from './contract.ts';
import type { HistoryDeps } from './routes.ts';
import { entryKinds } from './rules.ts';
import * as store from './store.ts';

type Kinds = Pick<Handlers<typeof historyContract>, 'kinds' | 'addKind' | 'changeKind' | 'removeKind'>;

/** The kinds of entries: six that everybody has, and the operator's own. */
export function kindRoutes(deps: HistoryDeps): Kinds {
  const { pool, clock, newId } = deps;
  const find = async (...args: Parameters<typeof store.readKind>): Promise<store.KindRow> => {
    const row = await store.readKind(...args);
    if (row === undefined || row.removed_at !== null)
      throw new Failure('thing.unknown', 'There is no such kind of entries.');
    return row;
  };
  return {
    kinds: async ({ caller }) => {
      const own = await asOperator(pool, caller, (client) => store.listKinds(client, caller.operatorId));
      return {
        items: [
          ...entryKinds.map((id) => ({ id })),
          ...own.map(({ id, name, removed_at }) => present({ id, name, removedAt: removed_at?.toISOString() })),
        ],
      };
    },
    addKind: async ({ caller, body }) => {
      const at = clock.now();
      const kind = { id: newId(at), name: body.name.trim(), at };
      await asOperator(pool, caller, async (client) => {
        if (!(await store.insertKind(client, caller.operatorId, kind))) throw taken();
        await audit(client, deps, caller, 'historyKind.added', { kind: kind.id, name: kind.name });
      });
      return { id: kind.id, name: kind.name };
    },
    changeKind: async ({ caller, params: { kindId }, body }) => {
      const name = body.name.trim();
      await asOperator(pool, caller, async (client) => {
        const before = await find(client, caller.operatorId, kindId);
        if (!(await store.renameKind(client, caller.operatorId, kindId, name))) throw taken();
        await audit(client, deps, caller, 'historyKind.renamed', { kind: kindId, name, before: before.name });
      });
      return { id: kindId, name };
    },
    removeKind: async ({ caller, params: { kindId } }) => {
      await asOperator(pool, caller, async (client) => {
        const { name } = await find(client, caller.operatorId, kindId);
        await store.putKindAway(client, caller.operatorId, kindId, clock.now());
        await audit(client, deps, caller, 'historyKind.removed', { kind: kindId, name });
      });
      return undefined;
    },
  };
}

const taken = () =>
  new Failure('name.taken', 'There is a kind of this name already.', { fields: { name: 'is in use here already' } });
