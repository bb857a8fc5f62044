import type pg from 'pg';
import { type Handlers, type Slice, slice } from '../../http/contract.ts';
import { wordsOf } from '../../http/query-parts.ts';
import { present } from '../../lib/present.ts';
import { type Clock, day, hour, iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { connectionHistoryContract } from './contract.ts';
import { availabilityOf } from './rules.ts';
import { findConnections, findSpans } from './store.ts';

export interface ConnectionHistoryDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}

/** When a station was connected, how each connection ended, and who was refused. */
export function createConnectionHistory({ pool, clock }: ConnectionHistoryDeps): Slice {
  const handlers: Handlers<typeof connectionHistoryContract> = {
    listConnections: ({ caller: { operatorId }, params: { stationId }, query }) =>
      asOperator(pool, operatorId, async (client) => {
        await requireStation(client, operatorId, stationId);
        const { kind, from, to, side } = query;
        const filter = present({ kind, from, to, side, codes: wordsOf(query.code), causes: wordsOf(query.cause) });
        const page = present({ after: query.after, limit: query.limit ?? 100 });
        return findConnections(client, operatorId, stationId, filter, page, clock.now());
      }),

    availability: ({ caller: { operatorId }, params: { stationId }, query }) =>
      asOperator(pool, operatorId, async (client) => {
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
  };
  return slice('connectionHistory', connectionHistoryContract, handlers);
}
