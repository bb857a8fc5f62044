import type pg from 'pg';
import { type Handlers, type Slice, slice } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { type HeardVendor, type VendorRoute, vendorsContract } from './contract.ts';
import * as store from './store.ts';

export interface VendorsDeps extends AuditDeps {
  readonly pool: pg.Pool;
  /** Every node reads the routes anew. */
  readonly forgetRoutes: (operatorId: number) => void;
}

/** Messages that manufacturers made up for themselves: what is answered to them, and which ones come. */
export function createVendors(deps: VendorsDeps): Slice {
  const { pool, clock, newId, forgetRoutes } = deps;
  const known = async (client: pg.PoolClient, operatorId: number, id: string): Promise<store.RouteRow> => {
    const row = await store.readRoute(client, operatorId, id);
    if (row === undefined) throw new Failure('thing.unknown', 'There is no such route.');
    return row;
  };
  const handlers: Handlers<typeof vendorsContract> = {
    list: ({ caller: { operatorId } }) =>
      asOperator(pool, allOf(operatorId), async (client) => ({
        items: (await store.listRoutes(client, operatorId)).map(shown),
      })),

    heard: ({ caller: { operatorId } }) =>
      asOperator(pool, allOf(operatorId), async (client) => ({
        items: (await store.listHeard(client, operatorId)).map(heard),
      })),

    create: async ({ caller, body }) => {
      const { operatorId } = caller;
      const route = await asOperator(pool, allOf(operatorId), async (client) => {
        if ((await store.listRoutes(client, operatorId)).length >= store.mostRoutes)
          throw new Failure('state.conflict', `There are ${store.mostRoutes} routes already.`);
        const at = clock.now();
        const row = await store.insertRoute(client, operatorId, {
          id: newId(at),
          vendor_id: body.vendorId.trim(),
          message_id: body.messageId?.trim() ?? '',
          accept: body.accept,
          data: body.data ?? null,
          note: body.note ?? null,
          at: iso(at),
        });
        if (row === undefined)
          throw new Failure('state.conflict', 'There is a route for this already.', {
            fields: { [body.messageId === undefined ? 'vendorId' : 'messageId']: 'has a route already' },
          });
        await audit(client, deps, caller, 'vendorRoute.created', { ...shown(row) });
        return shown(row);
      });
      forgetRoutes(operatorId);
      return route;
    },

    change: async ({ caller, params: { routeId }, body }) => {
      const { operatorId } = caller;
      const route = await asOperator(pool, allOf(operatorId), async (client) => {
        const before = await known(client, operatorId, routeId);
        const after = await store.changeRoute(client, operatorId, {
          id: routeId,
          accept: body.accept ?? before.accept,
          data: body.data === undefined ? before.data : body.data,
          note: body.note === undefined ? before.note : body.note,
        });
        await audit(client, deps, caller, 'vendorRoute.changed', { before: shown(before), after: shown(after) });
        return shown(after);
      });
      forgetRoutes(operatorId);
      return route;
    },

    remove: async ({ caller, params: { routeId } }) => {
      const { operatorId } = caller;
      await asOperator(pool, allOf(operatorId), async (client) => {
        const before = await known(client, operatorId, routeId);
        await store.removeRoute(client, operatorId, routeId);
        await audit(client, deps, caller, 'vendorRoute.removed', { ...shown(before) });
      });
      forgetRoutes(operatorId);
      return undefined;
    },
  };
  return slice('vendors', vendorsContract, handlers);
}

const shown = (row: store.RouteRow): VendorRoute =>
  present({
    id: row.id,
    vendorId: row.vendor_id,
    messageId: row.message_id || undefined,
    accept: row.accept,
    data: row.data,
    note: row.note,
    createdAt: row.created_at.toISOString(),
  });

const heard = ({ value, at, stations, station_id, station_name }: store.HeardRow): HeardVendor =>
  present({
    ...value,
    stations,
    lastAt: at.toISOString(),
    stationId: station_id,
    stationName: station_name,
  });
