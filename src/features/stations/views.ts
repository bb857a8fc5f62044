import type pg from 'pg';
import type { Static } from 'typebox';
import type { Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { asOperator } from '../../storage/as-operator.ts';
import type { AuditDeps } from '../audit.ts';
import type { SavedView, stationsContract } from './contract.ts';
import { deleteView, insertView, readViews, type ViewRow } from './store.ts';

const most = 100;
const mostBytes = 8192;

/** A member's own named filters; nobody else sees them. */
export function viewRoutes({
  pool,
  clock,
  newId,
}: AuditDeps & { pool: pg.Pool }): Pick<Handlers<typeof stationsContract>, 'views' | 'saveView' | 'removeView'> {
  return {
    views: ({ caller: { operatorId, entities, userId }, query: { page } }) =>
      asOperator(pool, { operatorId, entities }, async (client) => ({
        items: (await readViews(client, operatorId, userId, page)).map(savedView),
      })),

    saveView: async ({ caller: { operatorId, entities, userId }, body }) => {
      if (JSON.stringify(body.query).length > mostBytes)
        throw new Failure('value.refused', 'This view is too large to be kept.');
      const view = { ...body, id: newId(clock.now()), created_at: new Date(clock.now()) };
      await asOperator(pool, { operatorId, entities }, async (client) => {
        if ((await readViews(client, operatorId, userId, undefined)).length >= most) {
          throw new Failure('state.conflict', `No more than ${most} views can be kept. Remove one first.`);
        }
        await insertView(client, operatorId, userId, view);
      });
      return savedView(view);
    },

    removeView: async ({ caller: { operatorId, entities, userId }, params: { viewId } }) => {
      const gone = await asOperator(pool, { operatorId, entities }, (client) =>
        deleteView(client, operatorId, userId, viewId),
      );
      if (!gone) throw new Failure('thing.unknown', 'There is no such saved view of yours.');
      return undefined;
    },
  };
}

const savedView = ({ id, name, page, query, created_at }: ViewRow): Static<typeof SavedView> => ({
  id,
  name,
  page,
  query,
  createdAt: created_at.toISOString(),
});
