import type pg from 'pg';
import type { StationKey } from '../domain/ports.ts';
import { minute } from '../lib/time.ts';
import { type Block, compare, matches, placeOf } from './archives/block.ts';
import { archivedActions, blocksAround, findBlocks } from './archives/block-store.ts';
import { readBlock, walkBlocks } from './archives/read-blocks.ts';
import { allOf, asOperator } from './as-operator.ts';
import {
  type Exchange,
  type ExchangePage,
  type ExchangeSearch,
  findExchanges,
  recentActions,
  usualBudget,
  withProtocols,
} from './exchanges.ts';
import type { FileStore } from './files/file-store.ts';
import { type FrameCursor, readFrame, timeOfId } from './frame-store.ts';
import { requireStation } from './require-station.ts';

/** Where frames are: the young ones in the database, the old ones in archives of the file store. */
export interface ExchangeSource {
  readonly pool: pg.Pool;
  readonly files: FileStore;
}

/** Blocks that one request reads at most; each is about a megabyte of text. */
const mostBlocks = 24;

/**
 * Searches the exchanges of one station wherever they are, along one order. Both sources are asked as far as one request may go, and what
 * is given ends where the first of them ended, so that nothing is left out; a frame that is in both (its partition is about to be dropped)
 * is given once. Failures: `thing.unknown` for a station that is not the operator's, and those of the file store.
 */
export async function searchExchanges(
  { pool, files }: ExchangeSource,
  key: StationKey,
  search: ExchangeSearch,
): Promise<ExchangePage> {
  const { filter, order, after } = search;
  const { page, blocks } = await asOperator(pool, allOf(key.operatorId), async (client) => {
    await requireStation(client, key.operatorId, key.stationId);
    // Archives are looked up second: what is dropped between the two is in them by then.
    const page = await findExchanges(client, key, search);
    const blocks = await findBlocks(client, key, {
      order,
      filter,
      limit: mostBlocks + 1,
      ...(after && { after }),
      ...(page.next && { bound: page.next }),
    });
    return { page, blocks };
  });
  if (blocks.length === 0) return page;
  return merge(page, await searchBlocks(files, blocks, search, page.next), search);
}

interface Archived {
  readonly items: readonly Exchange[];
  /** The last one that was looked at, where there is more. */
  readonly end?: FrameCursor;
}

async function searchBlocks(
  files: FileStore,
  blocks: readonly Block[],
  { filter, order, after, limit, accept, budget = usualBudget }: ExchangeSearch,
  bound: FrameCursor | undefined,
): Promise<Archived> {
  const sign = order === 'newest' ? -1 : 1;
  const sentinel = blocks[mostBlocks];
  const items: Exchange[] = [];
  let looked = 0;
  let end: FrameCursor | undefined;
  for await (const exchange of walkBlocks(files, blocks.slice(0, mostBlocks), order, sentinel)) {
    const place = placeOf(exchange);
    if (after !== undefined && sign * compare(place, after) <= 0) continue;
    if (bound !== undefined && sign * compare(place, bound) > 0) return { items };
    // Full: the one before was the last that was looked at.
    if (items.length === limit || looked === budget) return end === undefined ? { items } : { items, end };
    looked++;
    end = place;
    if (matches(filter, exchange) && accept?.(exchange) !== false) items.push(exchange);
  }
  // A walk that reached nothing before the sentinel has only looked at what lies on both sides of `after`: that cannot be, blocks would
  // have to overlap 24 times. Then the page ends at the sentinel's side rather than in an endless list of empty pages.
  return sentinel !== undefined && end !== undefined ? { items, end } : { items };
}

function merge(page: ExchangePage, archived: Archived, { order, limit }: ExchangeSearch): ExchangePage {
  const sign = order === 'newest' ? -1 : 1;
  const nearer = (a: FrameCursor | undefined, b: FrameCursor | undefined) =>
    a === undefined || (b !== undefined && sign * compare(b, a) < 0) ? b : a;
  const horizon = nearer(page.next, archived.end);
  const known = new Set(page.items.map(({ id }) => id));
  const all = [...page.items, ...archived.items.filter(({ id }) => !known.has(id))]
    .filter((exchange) => horizon === undefined || sign * compare(placeOf(exchange), horizon) <= 0)
    .sort((a, b) => sign * compare(placeOf(a), placeOf(b)));
  if (all.length > limit) return { items: all.slice(0, limit), next: placeOf(all[limit - 1]!), stopped: false };
  if (horizon === undefined) return { items: all, stopped: false };
  return { items: all, next: horizon, stopped: all.length < limit };
}

/** One exchange, wherever it is; undefined when this station has none of that id. */
export async function findExchange(
  { pool, files }: ExchangeSource,
  key: StationKey,
  id: string,
): Promise<Exchange | undefined> {
  const about = timeOfId(id);
  const found = await asOperator(pool, allOf(key.operatorId), async (client) => {
    const frame = await readFrame(client, key, id);
    if (frame !== undefined) return { exchange: (await withProtocols(client, key, [frame]))[0]! };
    return { blocks: await blocksAround(client, key, about - 10 * minute, about + 10 * minute, mostBlocks) };
  });
  if ('exchange' in found) return found.exchange;
  for (const block of found.blocks) {
    const exchange = (await readBlock(files, block)).find((one) => one.id === id);
    if (exchange !== undefined) return exchange;
  }
  return undefined;
}

/** Which actions occur among the newest exchanges of a station; of a station that is silent for long, among the newest archived ones. */
export async function actionsOf(client: pg.ClientBase, key: StationKey): Promise<{ action: string; count: number }[]> {
  const recent = await recentActions(client, key);
  return recent.length > 0 ? recent : archivedActions(client, key);
}
