import type pg from 'pg';
import type { Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import type { AuditDeps } from '../audit.ts';
import { type ComponentRow, listComponents, readComponent, readLife } from './component-store.ts';
import type { assetsContract } from './contract.ts';
import { moves } from './moves.ts';
import { componentOf } from './present-rows.ts';
import { serialKey, warrantyFrom } from './rules.ts';
import * as store from './store.ts';
import { unique } from './unique.ts';

const doubled = 'There is a component of this article with this serial number already.';

/** Components for themselves: in lists, in stock, with their life. */
export function componentRoutes(
  deps: AuditDeps & { readonly pool: pg.Pool },
): Pick<Handlers<typeof assetsContract>, 'list' | 'add' | 'get' | 'change'> {
  const { pool, clock } = deps;
  const { tell, locked, placeOf } = moves(deps);
  return {
    list: ({ caller, query: { after, limit = 50, serial, ...filter } }) =>
      asOperator(pool, caller, async (client) => {
        const before = after === undefined ? undefined : readCursor(after, 'integer')[0];
        const rows = await listComponents(client, caller.operatorId, {
          ...filter,
          serial: serialKey(serial),
          before,
          limit: limit + 1,
        });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({ items: rows.slice(0, limit).map(componentOf), next: last && writeCursor(last.id) });
      }),

    add: ({ caller, body: { articleId, warehouseId, ...body } }) =>
      asOperator(pool, caller, async (client) => {
        const { operatorId } = caller;
        const article = await store.readArticle(client, operatorId, articleId);
        if (!article)
          throw new Failure('value.refused', 'There is no such article here.', {
            fields: { articleId: 'is not known here' },
          });
        const place = (await placeOf(client, caller, warehouseId))!;
        const at = iso(clock.now());
        const months = article.warranty_months;
        const id = await unique('serial', doubled, () =>
          store.insertComponent(
            client,
            operatorId,
            {
              ...body,
              articleId,
              warehouseId,
              status: 'inStock',
              entityId: place.entity_id,
              serialKey: serialKey(body.serial) ?? null,
              warrantyUntil: body.warrantyUntil ?? (months === null ? null : warrantyFrom(at.slice(0, 10), months)),
            },
            at,
          ),
        );
        const made = (await readComponent(client, operatorId, id))!;
        await tell(client, caller, made, 'created', { body: present({ warehouse: place.name, batch: body.batch }) });
        return componentOf(made);
      }),

    get: ({ caller, params: { componentId } }) =>
      asOperator(pool, caller, async (client) => {
        const row = foundComponent(await readComponent(client, caller.operatorId, componentId));
        const life = await readLife(client, caller.operatorId, componentId);
        return {
          component: componentOf(row),
          life: life.map((event) => ({
            id: event.id,
            at: event.at.toISOString(),
            kind: event.kind,
            what: event.body,
            ...present({
              stationId: event.station_id,
              station: event.station,
              otherId: event.other_id,
              by: event.by_name,
            }),
          })),
        };
      }),

    change: ({ caller, params: { componentId }, body }) =>
      asOperator(pool, caller, async (client) => {
        const row = await locked(client, caller, componentId);
        const { status, warehouseId, ...about } = body;
        const moving = status !== undefined || warehouseId !== undefined;
        if (moving && row.station_id !== null)
          throw new Failure('state.conflict', 'It is installed at a station: take it off there.');
        const place = await placeOf(client, caller, warehouseId);
        if (status === 'inStock' && !place && row.warehouse_id === null)
          throw new Failure('value.refused', 'Say in which warehouse it lies.', {
            fields: { warehouseId: 'is missing' },
          });
        await unique('serial', doubled, () =>
          store.updateComponent(client, caller.operatorId, componentId, {
            ...about,
            ...(about.serial === undefined ? {} : { serialKey: serialKey(about.serial) ?? null }),
            ...(status === undefined ? {} : { status }),
            ...(place === undefined ? {} : { warehouseId, entityId: place.entity_id }),
            ...(status === 'defective' && row.failed_at === null && row.first_installed_at !== null
              ? { failedAt: iso(clock.now()) }
              : {}),
          }),
        );
        const before = componentOf(row);
        const old = Object.fromEntries(
          Object.keys(body).map((key) => [key, before[key as keyof typeof before] ?? null]),
        );
        await tell(client, caller, row, 'changed', { stationId: row.station_id, body: { change: body, before: old } });
        return componentOf((await readComponent(client, caller.operatorId, componentId))!);
      }),
  };
}

function foundComponent(row: ComponentRow | undefined): ComponentRow {
  if (!row) throw new Failure('thing.unknown', 'There is no such component here.');
  return row;
}
