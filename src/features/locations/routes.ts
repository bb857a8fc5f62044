import type pg from 'pg';
import type { Bus } from '../../domain/ports.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { Failure, isFailure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { day } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { finding } from '../../storage/finding.ts';
import { changeStation } from '../ask-station.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { checkLinks, entityOfNew } from '../station-links.ts';
import type { locationsContract } from './contract.ts';
import { pageOfLocations } from './find-store.ts';
import { checkPlace, location } from './place.ts';
import * as store from './store.ts';

export interface LocationsDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
}

export function locationsRoutes(deps: LocationsDeps): Handlers<typeof locationsContract> {
  const { pool, bus, clock } = deps;
  return {
    list: async ({ caller, query: { text, country, sort = 'name', after, limit = 50 } }) => {
      const looked = text?.trim().toLowerCase() || undefined;
      const { ids, next } = await finding(pool, (client) =>
        pageOfLocations(client, caller, { text: looked, country, sort, after, limit }),
      );
      const rows = await asOperator(pool, caller, (client) => store.readLocations(client, caller.operatorId, ids));
      return present({ items: rows.map(location), next });
    },

    get: ({ caller, params: { locationId } }) =>
      asOperator(pool, caller, async (client) => {
        const row = await found(client, caller, locationId);
        const now = clock.now();
        const sums = await store.readFigures(client, caller.operatorId, locationId, now - day, now - 30 * day);
        return {
          ...location(row),
          figures: present({
            chargePoints: sums.charge_points,
            powerW: sums.power_w,
            energy24hWh: sums.energy_24h,
            energy30dWh: sums.energy_30d,
            sessions30d: sums.sessions_30d,
          }),
        };
      }),

    create: async ({ caller, body }) => {
      checkPlace(body);
      const writing = present({ ...body, name: body.name.trim(), entityId: entityOfNew(caller, body.entityId) });
      return asOperator(pool, caller, async (client) => {
        await checkLinks(client, caller, present({ entityId: writing.entityId }));
        const id = await store.insertLocation(client, caller.operatorId, writing, clock.now());
        await audit(client, deps, caller, 'location.created', { location: id, ...writing });
        return location(await found(client, caller, id));
      });
    },

    change: async ({ caller, params: { locationId }, body }) =>
      asOperator(pool, caller, async (client) => {
        const before = location(await found(client, caller, locationId));
        checkPlace(
          present({
            timeZone: body.timeZone,
            country: body.country,
            latitude: body.latitude === undefined ? before.latitude : body.latitude,
            longitude: body.longitude === undefined ? before.longitude : body.longitude,
          }),
        );
        await checkLinks(client, caller, body.entityId === undefined ? {} : { entityId: body.entityId });
        if (!(await store.updateLocation(client, caller.operatorId, locationId, body))) throw foreign();
        const fields = Object.keys(body) as (keyof typeof body)[];
        const changed = fields.filter((field) => (body[field] ?? null) !== (before[field] ?? null));
        if (changed.length > 0)
          await audit(client, deps, caller, 'location.changed', {
            location: locationId,
            change: Object.fromEntries(changed.map((field) => [field, body[field] ?? null])),
            before: Object.fromEntries(changed.map((field) => [field, before[field] ?? null])),
          });
        return location(await found(client, caller, locationId));
      }),

    remove: async ({ caller, params: { locationId } }) =>
      asOperator(pool, caller, async (client) => {
        const row = await found(client, caller, locationId);
        const stations = await store.standsThere(client, caller.operatorId, locationId);
        if (stations > 0)
          throw new Failure('state.conflict', `${stations} stations stand here. Move them to another location first.`);
        if (!(await store.deleteLocation(client, caller.operatorId, locationId))) throw foreign();
        await audit(client, deps, caller, 'location.deleted', { location: locationId, name: row.name });
        return undefined;
      }),

    move: async ({ caller, params: { locationId }, body }) => {
      const seen = await asOperator(pool, caller, async (client) => {
        await found(client, caller, locationId);
        return store.seenStations(client, caller.operatorId, body.stationIds);
      });
      const items: { stationId: number; changed: boolean; detail?: string }[] = [];
      for (const stationId of new Set(body.stationIds)) {
        const detail = seen.has(stationId)
          ? await told(() => changeStation(bus, caller, stationId, { kind: 'describeStation', locationId }))
          : `There is no station ${stationId}.`;
        items.push({ stationId, changed: detail === undefined, ...(detail === undefined ? {} : { detail }) });
      }
      return { changed: items.filter(({ changed }) => changed).length, items };
    },
  };
}

/** The sentence of a known failure, undefined when it went well: one station of many must not end the others. */
async function told(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (isFailure(error)) return error.detail;
    throw error;
  }
}

async function found(client: pg.ClientBase, { operatorId }: Caller, id: number): Promise<store.LocationRow> {
  const [row] = await store.readLocations(client, operatorId, [id]);
  if (!row) throw new Failure('thing.unknown', 'There is no such location here.');
  return row;
}

const foreign = (): Failure =>
  new Failure('right.missing', 'This location belongs to others: you see it because a station of yours stands there.');
