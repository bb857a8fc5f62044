import type pg from 'pg';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { escapeLike } from '../../lib/like.ts';
import type { Wall } from '../../storage/as-operator.ts';
import { conditions, type Values, values } from './filter.ts';
import type { StationFilter, StationSort } from './rules.ts';

/** What an order compares, in SQL over `stations s` and, where it moves with every message, `station_live l`. The id is always last. */
const orders: Readonly<
  Record<
    StationSort,
    { readonly by: readonly string[]; readonly form: readonly ('number' | 'string')[]; readonly live?: true }
  >
> = {
  name: { by: ['lower(s.name)'], form: ['string'] },
  standing: { by: ['standing_rank(s.standing)', 'lower(s.name)'], form: ['number', 'string'] },
  model: { by: ["lower(coalesce(s.vendor, '') || ' ' || coalesce(s.model, ''))"], form: ['string'] },
  protocol: { by: ["coalesce(s.last_protocol, '')", 'lower(s.name)'], form: ['string', 'string'] },
  lastMessage: { by: ['coalesce(extract(epoch FROM l.last_message_at), 0)::float8'], form: ['number'], live: true },
  power: { by: ['coalesce(l.power_w, -1)'], form: ['number'], live: true },
};

export interface ListQuery {
  readonly filter: StationFilter;
  readonly sort: StationSort;
  readonly order: 'asc' | 'desc';
  readonly after: string | undefined;
  readonly limit: number;
}

/** A text that more stations have than this is not looked up but looked for: first near the page's beginning. */
const rare = 2000;
/** So many of the first in order are looked at before all are. */
const near = 3000;

/** The ids of one page in order, and the marker of the next. */
export async function pageOfStations(
  client: pg.ClientBase,
  wall: Wall,
  query: ListQuery,
): Promise<{ ids: number[]; next?: string }> {
  const { live } = orders[query.sort];
  const hits = await hitsOf(client, wall.operatorId, query.filter.text);
  let rows = live || hits === 'many' ? await pageFrom(client, wall, query, hits, near) : undefined;
  if (rows === undefined || rows.length <= query.limit) rows = await pageFrom(client, wall, query, hits);
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    ids: page.map(({ id }) => id),
    ...(last ? { next: writeCursor(query.sort, ...last.keys, last.id) } : {}),
  };
}

/**
 * One more row than the page has. `among` takes only so many from the front of the order: for values that move with every
 * message and have no index, and for a common text, that is quick; a page that is full after that is right.
 */
async function pageFrom(client: pg.ClientBase, wall: Wall, query: ListQuery, hits: Hits, among?: number) {
  const { by, form, live } = orders[query.sort];
  const statement = values(wall.operatorId);
  const where = conditions(wall, query.filter, statement);
  const words = wordsCondition(hits, query.filter.text, statement);
  const beyond = (id: string): string => {
    if (query.after === undefined) return 'true';
    const marker = readCursor(query.after, 'string', ...form, 'integer') as unknown as (string | number)[];
    if (marker[0] !== query.sort) throw new Failure('request.invalid', 'The page marker `after` is of another order.');
    const at = marker.slice(1).map((part) => statement.put(part));
    return `(${[...by, id].join(', ')}) ${query.order === 'asc' ? '>' : '<'} (${at.join(', ')})`;
  };
  const order = (id: string) => [...by, id].map((key) => `${key} ${query.order}`).join(', ');
  let from: string;
  let after: string[];
  if (among !== undefined && live) {
    from = `(SELECT * FROM station_live l WHERE l.operator_id = $1 AND ${beyond('l.station_id')} ORDER BY ${order('l.station_id')} LIMIT ${among}) l
      JOIN stations s ON s.operator_id = l.operator_id AND s.id = l.station_id`;
    after = [...where, words];
  } else if (among !== undefined) {
    from = `(SELECT s.* FROM stations s WHERE ${[...where, beyond('s.id')].join(' AND ')} ORDER BY ${order('s.id')} LIMIT ${among}) s`;
    after = [words];
  } else {
    from = `stations s ${live ? 'LEFT JOIN station_live l ON l.operator_id = s.operator_id AND l.station_id = s.id' : ''}`;
    after = [...where, words, beyond('s.id')];
  }
  const { rows } = await client.query<{ id: number; keys: (string | number)[] }>({
    text: `SELECT s.id, json_build_array(${by.join(', ')}) AS keys FROM ${from}
      WHERE ${after.join(' AND ')} ORDER BY ${order('s.id')} LIMIT ${statement.put(query.limit + 1)}`,
    values: statement.list,
  });
  return rows;
}

export async function countStations(client: pg.ClientBase, wall: Wall, filter: StationFilter): Promise<number> {
  const statement = values(wall.operatorId);
  const hits = await hitsOf(client, wall.operatorId, filter.text);
  const where = [...conditions(wall, filter, statement), wordsCondition(hits, filter.text, statement)];
  const { rows } = await client.query<{ stations: number }>(
    `SELECT count(*)::integer AS stations FROM stations s WHERE ${where.join(' AND ')}`,
    statement.list,
  );
  return rows[0]!.stations;
}

/** The stations that have a text; `all` when no text is asked for. */
export type Hits = 'all' | 'many' | readonly number[];

export async function hitsOf(client: pg.ClientBase, operatorId: number, text: string | undefined): Promise<Hits> {
  if (text === undefined) return 'all';
  const { rows } = await client.query<{ ids: number[] }>(
    `SELECT coalesce(array_agg(station_id), ARRAY[]::integer[]) AS ids
     FROM (SELECT station_id FROM station_search WHERE operator_id = $1 AND words LIKE $2 LIMIT $3) found`,
    [operatorId, partOf(text), rare + 1],
  );
  const { ids } = rows[0]!;
  return ids.length > rare ? 'many' : ids;
}

const partOf = (text: string): string => `%${escapeLike(text)}%`;

export function wordsCondition(hits: Hits, text: string | undefined, { put }: Values): string {
  if (hits === 'all' || text === undefined) return 'true';
  if (hits !== 'many') return `s.id = ANY(${put(hits)})`;
  return `EXISTS (SELECT FROM station_search w WHERE w.operator_id = s.operator_id AND w.station_id = s.id AND w.words LIKE ${put(partOf(text))})`;
}
