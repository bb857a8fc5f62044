import type { Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { audit } from '../audit.ts';
import type { documentsContract } from './contract.ts';
import type { Place } from './list-store.ts';
import { attachmentRoutes, type DocumentsDeps } from './routes.ts';
import { categories, documentKinds, keptDays } from './rules.ts';
import * as settings from './settings-store.ts';

/** Documents of stations, models, locations and articles, their categories and settings. */
export function documentRoutes(deps: DocumentsDeps): Handlers<typeof documentsContract> {
  const { pool, clock, newId, documentLimitBytes } = deps;
  const { handlers, ofPlaces } = attachmentRoutes(deps, documentKinds);

  return {
    ...handlers,
    ofStation: async ({ caller, params: { stationId }, query }) => {
      const places = await asOperator(pool, caller, async (client) => {
        const { rows } = await client.query<{ model_id: number | null; location_id: number | null }>(
          'SELECT model_id, location_id FROM stations WHERE operator_id = $1 AND id = $2',
          [caller.operatorId, stationId],
        );
        if (rows[0] === undefined) throw new Failure('thing.unknown', `There is no station ${stationId}.`);
        const { model_id: model, location_id: location } = rows[0];
        const all: Place[] = [{ kind: 'station', subject: String(stationId) }];
        if (model !== null) all.push({ kind: 'model', subject: String(model) });
        if (location !== null) all.push({ kind: 'location', subject: String(location) });
        return all;
      });
      return ofPlaces(caller, places, query);
    },

    categories: async ({ caller }) => {
      const own = await asOperator(pool, caller, (client) => settings.listCategories(client, caller.operatorId));
      return { items: [...categories.map((id) => ({ id })), ...own.map(shownCategory)] };
    },
    addCategory: async ({ caller, body }) => {
      const at = clock.now();
      const category = { id: newId(at), name: body.name.trim(), at };
      await asOperator(pool, caller, async (client) => {
        if (!(await settings.insertCategory(client, caller.operatorId, category))) throw categoryTaken();
        const { id, name } = category;
        await audit(client, deps, caller, 'documentCategory.added', { category: id, name });
      });
      return { id: category.id, name: category.name };
    },
    changeCategory: async ({ caller, params: { categoryId }, body }) => {
      const name = body.name.trim();
      await asOperator(pool, caller, async (client) => {
        const before = await findCategory(client, caller.operatorId, categoryId);
        if (!(await settings.renameCategory(client, caller.operatorId, categoryId, name))) throw categoryTaken();
        await audit(client, deps, caller, 'documentCategory.renamed', {
          category: categoryId,
          name,
          before: before.name,
        });
      });
      return { id: categoryId, name };
    },
    removeCategory: async ({ caller, params: { categoryId } }) => {
      await asOperator(pool, caller, async (client) => {
        const { name } = await findCategory(client, caller.operatorId, categoryId);
        await settings.putCategoryAway(client, caller.operatorId, categoryId, clock.now());
        await audit(client, deps, caller, 'documentCategory.removed', { category: categoryId, name });
      });
      return undefined;
    },

    settings: async ({ caller }) => {
      const { reminder_days } = await asOperator(pool, caller, (client) =>
        settings.readSettings(client, caller.operatorId),
      );
      return { reminderDays: reminder_days, limitBytes: documentLimitBytes, keptDays };
    },
    changeSettings: async ({ caller, body: { reminderDays } }) => {
      await asOperator(pool, caller, async (client) => {
        const { reminder_days: before } = await settings.readSettings(client, caller.operatorId);
        await settings.changeReminder(client, caller.operatorId, reminderDays);
        await audit(client, deps, caller, 'documentReminder.changed', { reminderDays, before });
      });
      return undefined;
    },
  };
}

const categoryTaken = () =>
  new Failure('name.taken', 'There is a category of this name already.', {
    fields: { name: 'is in use here already' },
  });

async function findCategory(
  client: Parameters<typeof settings.readCategory>[0],
  operatorId: number,
  id: string,
): Promise<settings.CategoryRow> {
  const row = await settings.readCategory(client, operatorId, id);
  if (row === undefined || row.removed_at !== null) throw new Failure('thing.unknown', 'There is no such category.');
  return row;
}

const shownCategory = ({ id, name, removed_at }: settings.CategoryRow) =>
  present({ id, name, removedAt: removed_at?.toISOString() });
