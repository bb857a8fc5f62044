import type pg from 'pg';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { componentRoutes } from './component-routes.ts';
import type { assetsContract } from './contract.ts';
import { moves } from './moves.ts';
import { articleOf, warehouseOf } from './present-rows.ts';
import { type SheetDeps, sheetRoutes } from './sheet-routes.ts';
import * as store from './store.ts';
import { unique } from './unique.ts';

export interface AssetsDeps extends AuditDeps, SheetDeps {
  readonly pool: pg.Pool;
}

export function assetsRoutes(deps: AssetsDeps): Handlers<typeof assetsContract> {
  const { pool, clock } = deps;
  const { placeOf } = moves(deps);
  return {
    ...componentRoutes(deps),
    ...sheetRoutes(deps),

    articles: ({ caller, query: { after, limit = 50, group } }) =>
      asOperator(pool, caller, async (client) => {
        const marker = after === undefined ? undefined : readCursor(after, 'string', 'integer');
        const rows = await store.listArticles(client, caller.operatorId, { group, after: marker, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({
          items: rows.slice(0, limit).map(articleOf),
          next: last && writeCursor(last.key, last.id),
        });
      }),

    groups: ({ caller }) =>
      asOperator(pool, caller, async (client) => ({ items: await store.readGroups(client, caller.operatorId) })),

    addArticle: ({ caller, body }) =>
      asOperator(pool, caller, async (client) => {
        checkPrice(body);
        const id = await unique('name', 'There is an article with this name already.', () =>
          store.insertArticle(
            client,
            caller.operatorId,
            { ...body, name: body.name.trim(), group: body.group.trim() },
            iso(clock.now()),
          ),
        );
        await audit(client, deps, caller, 'article.created', { article: id, ...body });
        return articleOf(foundArticle(await store.readArticle(client, caller.operatorId, id)));
      }),

    changeArticle: ({ caller, params: { articleId }, body }) =>
      asOperator(pool, caller, async (client) => {
        const before = articleOf(foundArticle(await store.readArticle(client, caller.operatorId, articleId)));
        checkPrice({ ...before, ...body });
        await unique('name', 'There is an article with this name already.', () =>
          store.updateArticle(client, caller.operatorId, articleId, body),
        );
        const old = Object.fromEntries(
          Object.keys(body).map((key) => [key, before[key as keyof typeof before] ?? null]),
        );
        await audit(client, deps, caller, 'article.changed', { article: articleId, change: body, before: old });
        return articleOf(foundArticle(await store.readArticle(client, caller.operatorId, articleId)));
      }),

    articleLife: ({ caller, params: { articleId } }) =>
      asOperator(pool, caller, async (client) => {
        foundArticle(await store.readArticle(client, caller.operatorId, articleId));
        const { ever, failed, days } = await store.articleLife(client, caller.operatorId, articleId);
        return present({ everInstalled: ever, failed, meanLifeDays: days });
      }),

    warehouses: ({ caller }) =>
      asOperator(pool, caller, async (client) => ({
        items: (await store.readWarehouses(client, caller.operatorId)).map(warehouseOf),
      })),

    addWarehouse: ({ caller, body }) =>
      asOperator(pool, caller, async (client) => {
        const entityId = await entityOf(client, caller, body.entityId ?? undefined);
        const id = await unique('name', 'There is a warehouse with this name already.', () =>
          store.insertWarehouse(
            client,
            caller.operatorId,
            { name: body.name.trim(), note: body.note?.trim() ?? null, entityId },
            iso(clock.now()),
          ),
        );
        await audit(
          client,
          deps,
          caller,
          'warehouse.created',
          present({ warehouse: id, name: body.name, entity: entityId }),
        );
        return warehouseOf((await placeOf(client, caller, id))!);
      }),

    stock: ({ caller, query: { after, limit = 50, warehouseId, articleId } }) =>
      asOperator(pool, caller, async (client) => {
        const marker = after === undefined ? undefined : readCursor(after, 'integer', 'integer');
        const rows = await store.readStock(client, caller.operatorId, {
          warehouseId,
          articleId,
          after: marker,
          limit: limit + 1,
        });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({
          items: rows.slice(0, limit).map((row) => ({
            warehouseId: row.warehouse_id,
            warehouse: row.warehouse,
            articleId: row.article_id,
            article: row.article,
            inStock: row.n,
          })),
          next: last && writeCursor(last.article_id, last.warehouse_id),
        });
      }),
  };
}

function checkPrice({ price, currency }: { price?: number | null; currency?: string | null }): void {
  if ((price ?? undefined) !== undefined && !currency)
    throw new Failure('value.refused', 'A price needs its currency.', { fields: { currency: 'is missing' } });
}

/** An entity that the caller sees; who sees some only makes things for the first of theirs. */
async function entityOf(
  client: pg.ClientBase,
  { operatorId, entities }: Caller,
  id: number | undefined,
): Promise<number | null> {
  const wanted = id ?? entities?.[0];
  if (wanted === undefined) return null;
  const { rowCount } = await client.query('SELECT FROM entities WHERE operator_id = $1 AND id = $2', [
    operatorId,
    wanted,
  ]);
  if (rowCount === 0)
    throw new Failure('value.refused', 'There is no such entity here.', { fields: { entityId: 'is not known here' } });
  return wanted;
}

function foundArticle(row: store.ArticleRow | undefined): store.ArticleRow {
  if (!row) throw new Failure('thing.unknown', 'There is no such article here.');
  return row;
}
