import type pg from 'pg';
import type { Bus } from '../../domain/ports.ts';
import { standings } from '../../domain/standing.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { finding } from '../../storage/finding.ts';
import { requireStation } from '../../storage/require-station.ts';
import { changeStation, liveValues } from '../ask-station.ts';
import type { AuditDeps } from '../audit.ts';
import { remember } from '../remember.ts';
import { checkLinks, entityOfNew } from '../station-links.ts';
import { checkTimeZone } from '../time-zones.ts';
import { cloneRoutes } from './clone.ts';
import { withEvseIds } from './clone-store.ts';
import type { stationsContract } from './contract.ts';
import { type CredentialsDeps, issueCredentials } from './credentials.ts';
import { readEntities } from './entities-store.ts';
import { pageByField } from './field-list.ts';
import { askedFields, fieldValues } from './field-store.ts';
import { countStations, pageOfStations } from './list-store.ts';
import { stationHeader, stationRow } from './present-rows.ts';
import { type CountRow, readChoices, readCounts, readRows } from './row-store.ts';
import { type StationFilter, type StationSort, searchText, usualOrder } from './rules.ts';
import { hitOf } from './search.ts';
import { findStations, readHits } from './search-store.ts';
import { claimIdentity, readHeader } from './store.ts';
import { viewRoutes } from './views.ts';

export interface StationsDeps extends AuditDeps, CredentialsDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
}

/** Figures over the whole fleet are asked for by every open page: once in this time is enough. */
const countsKeptMs = 2000;
const choicesKeptMs = 30_000;

export function stationsRoutes(deps: StationsDeps): Handlers<typeof stationsContract> {
  const { pool, bus, clock } = deps;
  const counts = remember(clock, countsKeptMs, (wall) =>
    asOperator(pool, wall, (client) => readCounts(client, wall.operatorId)),
  );
  const choices = remember(clock, choicesKeptMs, (wall) =>
    asOperator(pool, wall, (client) => readChoices(client, wall.operatorId)),
  );

  return {
    ...viewRoutes(deps),
    ...cloneRoutes(deps),

    list: async ({
      caller,
      query: { after, limit = 50, sort = 'name', order = usualOrder(sort), show, field, ...rest },
    }) => {
      const { ids, next } = await finding(pool, async (client) => {
        const asked = await askedFields(client, caller, field ?? [], sort);
        const query = { filter: { ...withText(rest), fields: asked.fields }, order, after, limit };
        if (asked.order) return pageByField(client, caller, query, asked.order);
        return pageOfStations(client, caller, { ...query, sort: sort as StationSort });
      });
      return present({ items: await rowsOf(caller, ids, show), next });
    },

    rows: async ({ caller, query: { ids, show } }) => ({
      items: await rowsOf(caller, [...new Set(ids)], show),
    }),

    counts: async ({ caller }) => {
      const { byStanding, inbox } = await counts(caller);
      const sum = (of: (row: CountRow) => number) => byStanding.reduce((total, row) => total + of(row), 0);
      const powered = byStanding.filter(({ power_w }) => power_w !== null);
      return present({
        stations: sum((row) => row.stations),
        chargePoints: sum((row) => row.charge_points),
        powerW: powered.length > 0 ? powered.reduce((total, row) => total + row.power_w!, 0) : undefined,
        byStanding: standings.map((standing) => ({
          standing,
          stations: byStanding.find((row) => row.standing === standing)?.stations ?? 0,
        })),
        connected: sum((row) => row.connected),
        openErrors: sum((row) => row.open_errors),
        inbox,
      });
    },

    filtered: async ({ caller, query: { field, ...rest } }) => ({
      stations: await finding(pool, async (client) => {
        const { fields } = await askedFields(client, caller, field ?? [], undefined);
        return countStations(client, caller, { ...withText(rest), fields });
      }),
    }),

    choices: async ({ caller }) => {
      const { vendor, model, firmware, location } = await choices(caller);
      return { vendors: vendor, models: model, firmwares: firmware, locations: location };
    },

    entities: async ({ caller }) => ({
      everything: caller.entities === undefined,
      items: await asOperator(pool, caller, (client) => readEntities(client, caller.operatorId)),
    }),

    search: async ({ caller, query }) => {
      const text = searchText(query.text);
      if (text === undefined) return { items: [] };
      const ids = await finding(pool, (client) => findStations(client, caller, text));
      const rows = await asOperator(pool, caller, (client) => readHits(client, caller.operatorId, ids));
      return { items: rows.map((row) => hitOf(row, text)) };
    },

    get: async ({ caller: { operatorId, entities }, params: { stationId } }) => {
      const key = { operatorId, stationId };
      const row = await asOperator(pool, { operatorId, entities }, (client) => readHeader(client, key));
      if (!row) throw unknown(stationId);
      return stationHeader(stationId, row, row.connected ? await liveValues(bus, key) : undefined, clock.now());
    },

    create: async ({ caller, body: { identity, name, location, locationId, entityId: asked } }) => {
      const entityId = entityOfNew(caller, asked);
      const links = present({ entityId, locationId });
      await asOperator(pool, caller, (client) => checkLinks(client, caller, links));
      const stationId = await claimIdentity(pool, caller, identity, clock.now());
      if (stationId === undefined) {
        throw new Failure('name.taken', 'There is a station with this identity already.', {
          fields: { identity: 'is already in use' },
        });
      }
      await changeStation(bus, caller, stationId, {
        kind: 'adoptStation',
        name,
        ...(location === undefined ? {} : { location }),
      });
      if (Object.keys(links).length > 0)
        await changeStation(bus, caller, stationId, { kind: 'describeStation', ...links });
      return { stationId, credentials: await issueCredentials(deps, caller, stationId, identity) };
    },

    describe: async ({ caller, params: { stationId }, body }) => {
      checkTimeZone(body.timeZone);
      await mustExist(caller.operatorId, stationId);
      await asOperator(pool, caller, (client) => checkLinks(client, caller, body));
      if (Object.keys(body).length > 0)
        await changeStation(bus, caller, stationId, { kind: 'describeStation', ...body });
      return undefined;
    },

    rotateCredentials: async ({ caller, params: { stationId } }) => {
      const { identity } = await mustExist(caller.operatorId, stationId);
      return { stationId, credentials: await issueCredentials(deps, caller, stationId, identity) };
    },

    allowUnauthenticated: async ({ caller, params: { stationId }, body }) => {
      await mustExist(caller.operatorId, stationId);
      await changeStation(bus, caller, stationId, { kind: 'allowUnauthenticated', ...body });
      if (!body.allowed) {
        const row = await asOperator(pool, caller, (client) =>
          readHeader(client, { operatorId: caller.operatorId, stationId }),
        );
        // Who came in without a password must come again, now with one.
        if (row?.connected && row.security_profile === 0)
          await bus.ask({ operatorId: caller.operatorId, stationId }, { kind: 'disconnect', reason: 'kicked' });
      }
      return undefined;
    },

    decommission: async ({ caller, params: { stationId }, body }) => {
      const { identity } = await mustExist(caller.operatorId, stationId);
      if (body.identity !== identity) {
        throw new Failure('value.refused', 'The typed identity is not that of the station.', {
          fields: { identity: `must be ${identity}` },
        });
      }
      // Its EVSE-IDs are free for the station that takes its place; the facts keep them.
      for (const { evse, connector } of await asOperator(pool, allOf(caller.operatorId), (client) =>
        withEvseIds(client, { operatorId: caller.operatorId, stationId }),
      ))
        await changeStation(bus, caller, stationId, { kind: 'describeChargePoint', evse, connector, evseId: null });
      await changeStation(bus, caller, stationId, { kind: 'decommission' });
      await bus.ask({ operatorId: caller.operatorId, stationId }, { kind: 'disconnect', reason: 'kicked' });
      return undefined;
    },
  };

  function rowsOf(caller: Caller, ids: readonly number[], show: readonly number[] = []) {
    return asOperator(pool, caller, async (client) => {
      const rows = await readRows(client, caller.operatorId, ids, clock.now());
      const fields = await fieldValues(client, caller, ids, show);
      return rows.map((row) => present({ ...stationRow(row, clock.now()), fields: fields.get(row.id) }));
    });
  }

  function mustExist(operatorId: number, stationId: number) {
    return asOperator(pool, allOf(operatorId), (client) => requireStation(client, operatorId, stationId));
  }
}

const unknown = (stationId: number): Failure => new Failure('thing.unknown', `There is no station ${stationId}.`);

function withText(filter: StationFilter): StationFilter {
  const { text, ...rest } = filter;
  return present({ ...rest, text: searchText(text) });
}
