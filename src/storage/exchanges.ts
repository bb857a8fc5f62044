import type pg from 'pg';
import type { Protocol, StationKey } from '../domain/ports.ts';
import { type FrameCursor, type FrameFilter, framePlace, readFrames, type StoredFrame } from './frame-store.ts';

/** A frame with the version its connection spoke; absent where that connection is not known. */
export interface Exchange extends StoredFrame {
  readonly protocol?: Protocol;
}

export interface ExchangeSearch {
  readonly filter: FrameFilter;
  /** newest: from `after` back in time; oldest: forward. */
  readonly order: 'newest' | 'oldest';
  readonly after?: FrameCursor;
  readonly limit: number;
  /** Decides about what SQL cannot see, e.g. text in a sentence. */
  readonly accept?: (exchange: Exchange) => boolean;
  /** How many frames one request looks at at most: a rare word among millions must not hold a connection. */
  readonly budget?: number;
}

export interface ExchangePage {
  readonly items: Exchange[];
  /** Where to go on; absent at the end. */
  readonly next?: FrameCursor;
  /** True when the search stopped for its budget and not because the page was full. */
  readonly stopped: boolean;
}

export const usualBudget = 20_000;
const chunk = 500;

/**
 * Searches the exchanges of one station along the primary key. A filter that finds little costs a bounded time and says
 * how far it got.
 */
export async function findExchanges(
  client: pg.ClientBase,
  key: StationKey,
  search: ExchangeSearch,
): Promise<ExchangePage> {
  const { filter, order, limit, accept } = search;
  const from = search.after === undefined ? {} : { after: search.after };
  const steps = search.budget ?? usualBudget;
  const bound = isSelective(search)
    ? await framePlace(client, key, rangeOf(filter), { order, ...from }, steps)
    : undefined;
  const want = accept === undefined ? limit + 1 : chunk;
  const items: Exchange[] = [];
  let after = search.after;
  for (;;) {
    const page = { limit: want, order, ...(after && { after }), ...(bound && { bound }) };
    const frames = await withProtocols(client, key, await readFrames(client, key, filter, page));
    for (const frame of frames) {
      if (accept?.(frame) === false) continue;
      if (items.length === limit) return { items, next: placeOf(items[limit - 1]!), stopped: false };
      items.push(frame);
    }
    if (frames.length < want)
      return bound === undefined ? { items, stopped: false } : { items, next: bound, stopped: true };
    after = placeOf(frames[frames.length - 1]!);
  }
}

/** Adds the version each connection spoke. */
export async function withProtocols(
  client: pg.ClientBase,
  key: StationKey,
  frames: readonly StoredFrame[],
): Promise<Exchange[]> {
  if (frames.length === 0) return [];
  const connections = [...new Set(frames.map((frame) => frame.connectionId))];
  const { rows } = await client.query<{ id: string; protocol: Protocol | null }>(
    'SELECT id, protocol FROM connections WHERE operator_id = $1 AND station_id = $2 AND id = ANY($3::uuid[])',
    [key.operatorId, key.stationId, connections],
  );
  const protocols = new Map(rows.map((row) => [row.id, row.protocol]));
  return frames.map((frame) => {
    const protocol = protocols.get(frame.connectionId);
    return protocol == null ? frame : { ...frame, protocol };
  });
}

/** Which actions occur among the newest frames of a station, and how often. */
export async function recentActions(
  client: pg.ClientBase,
  key: StationKey,
): Promise<{ action: string; count: number }[]> {
  const { rows } = await client.query<{ action: string; count: number }>(
    `SELECT action, count(*)::integer AS count FROM (
       SELECT action FROM frames WHERE operator_id = $1 AND station_id = $2
       ORDER BY received_at DESC, id DESC LIMIT 5000) AS newest
     WHERE action IS NOT NULL GROUP BY action ORDER BY action`,
    [key.operatorId, key.stationId],
  );
  return rows;
}

const placeOf = (frame: StoredFrame): FrameCursor => ({ receivedAt: frame.receivedAt, id: frame.id });

const rangeOf = ({ from, until }: FrameFilter): Pick<FrameFilter, 'from' | 'until'> => ({
  ...(from !== undefined && { from }),
  ...(until !== undefined && { until }),
});

/** Could it look at many frames to find few? Time, action and weight are found by an index, the rest is not. */
function isSelective({ filter, accept }: ExchangeSearch): boolean {
  const { from: _from, until: _until, actions, weightAtLeast, ...others } = filter;
  if (accept !== undefined || (actions !== undefined && weightAtLeast !== undefined)) return true;
  return Object.values(others).some((value) => value !== undefined);
}
