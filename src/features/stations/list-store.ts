import type pg from 'pg';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { conditions, escapeLike, type Values, values } from './filter.ts';
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

/** Above this a text is so common that walking the list in its order finds a page sooner than looking the text up. */
const rare = 2000;
const shortest = 3;

/** The ids of one page in order, and the marker of the next. */
export async function pageOfStations(
  client: pg.ClientBase,
  operatorId: number,
  query: ListQuery,
): Promise<{ ids: number[]; next?: string }> {
  const { by, form, live } = orders[query.sort];
  const statement = values(operatorId);
  const where = [
    ...conditions(query.filter, statement),
    ...(await textCondition(client, operatorId, query.filter.text, statement)),
  ];
  if (query.after !== undefined) {
    const marker = readCursor(query.after, 'string', ...form, 'number') as unknown as (string | number)[];
    const at = marker.slice(1).map((part) => statement.put(part));
    where.push(`(${[...by, 's.id'].join(', ')}) ${query.order === 'asc' ? '>' : '<'} (${at.join(', ')})`);
  }
  const { rows } = await client.query<{ id: number; keys: unknown[] }>({
    text: `SELECT s.id, json_build_array(${by.join(', ')}) AS keys FROM stations s
      ${live ? 'LEFT JOIN station_live l ON l.operator_id = s.operator_id AND l.station_id = s.id' : ''}
      WHERE ${where.join(' AND ')} ORDER BY ${[...by, 's.id'].map((key) => `${key} ${query.order}`).join(', ')}
      LIMIT ${statement.put(query.limit + 1)}`,
    values: statement.list,
  });
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    ids: page.map(({ id }) => id),
    ...(last ? { next: writeCursor(query.sort, ...(last.keys as (string | number)[]), last.id) } : {}),
  };
}

export async function countStations(client: pg.ClientBase, operatorId: number, filter: StationFilter): Promise<number> {
  const statement = values(operatorId);
  const where = [
    ...conditions(filter, statement),
    ...(await textCondition(client, operatorId, filter.text, statement)),
  ];
  const { rows } = await client.query<{ stations: number }>(
    `SELECT count(*)::integer AS stations FROM stations s WHERE ${where.join(' AND ')}`,
    statement.list,
  );
  return rows[0]!.stations;
}

/** A rare text becomes the few stations that have it; a common one is looked for while walking. */
async function textCondition(
  client: pg.ClientBase,
  operatorId: number,
  text: string | undefined,
  statement: Values,
): Promise<string[]> {
  if (text === undefined) return [];
  const part = `%${escapeLike(text)}%`;
  if (text.length >= shortest) {
    const { rows } = await client.query<{ ids: number[] }>(
      'SELECT coalesce(array_agg(station_id), ARRAY[]::integer[]) AS ids FROM (SELECT station_id FROM station_search WHERE operator_id = $1 AND words LIKE $2 LIMIT $3) found',
      [operatorId, part, rare + 1],
    );
    if (rows[0]!.ids.length <= rare) return [`s.id = ANY(${statement.put(rows[0]!.ids)})`];
  }
  return [
    `EXISTS (SELECT FROM station_search w WHERE w.operator_id = s.operator_id AND w.station_id = s.id AND w.words LIKE ${statement.put(part)})`,
  ];
}
