import type pg from 'pg';
import type { Bus } from '../../domain/ports.ts';
import { type Handlers, type Slice, slice } from '../../http/contract.ts';
import { wordsOf } from '../../http/query-parts.ts';
import { present } from '../../lib/present.ts';
import { type Clock, day, hour, iso } from '../../lib/time.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { askStation, changeStation } from '../ask-station.ts';
import { connectionHistoryContract } from './contract.ts';
import { availabilityOf } from './rules.ts';
import { findConnections, findSpans } from './store.ts';

export interface ConnectionHistoryDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** When a station was connected, how each connection ended, and who was refused. */
export function createConnectionHistory({ pool, bus, clock }: ConnectionHistoryDeps): Slice {
  const exists = (operatorId: number, stationId: number) =>
    asOperator(pool, allOf(operatorId), (client) => requireStation(client, operatorId, stationId));
  const handlers: Handlers<typeof connectionHistoryContract> = {
    listConnections: ({ caller: { operatorId, entities }, params: { stationId }, query }) =>
      asOperator(pool, { operatorId, entities }, async (client) => {
        await requireStation(client, operatorId, stationId);
        const { kind, from, to, side } = query;
        const filter = present({ kind, from, to, side, codes: wordsOf(query.code), causes: wordsOf(query.cause) });
        const page = present({ after: query.after, limit: query.limit ?? 100 });
        return findConnections(client, operatorId, stationId, filter, page, clock.now());
      }),

    availability: ({ caller: { operatorId, entities }, params: { stationId }, query }) =>
      asOperator(pool, { operatorId, entities }, async (client) => {
        await requireStation(client, operatorId, stationId);
        const to = clock.now();
        // Whole hours, so that a bar of the strip is the same hour whenever one looks.
        const from = Math.floor(to / hour) * hour - (query.days ?? 30) * day + hour;
        const found = await findSpans(client, operatorId, stationId, from, to);
        const figures = availabilityOf(found.spans, found.firstEver, from, to, hour);
        const since = found.openSince ?? found.lastEnd;
        return present({
          from: iso(from),
          to: iso(to),
          stepMs: hour,
          ...figures,
          connected: found.openSince !== undefined,
          since: since === undefined ? undefined : iso(since),
        });
      }),

    disconnect: async ({ caller: { operatorId, userId }, params: { stationId } }) => {
      await exists(operatorId, stationId);
      await askStation(bus, { operatorId, stationId }, { kind: 'disconnect', reason: 'kicked', userId });
      return undefined;
    },

    switchConnection: async ({ caller: { operatorId, userId }, params: { stationId }, body: { address } }) => {
      await exists(operatorId, stationId);
      await askStation(bus, { operatorId, stationId }, { kind: 'switch', address, userId });
      return undefined;
    },

    liftBlock: async ({ caller, params: { stationId } }) => {
      await exists(caller.operatorId, stationId);
      await changeStation(bus, caller, stationId, { kind: 'liftBlock' });
      return undefined;
    },
  };
  return slice('connectionHistory', connectionHistoryContract, handlers);
}
