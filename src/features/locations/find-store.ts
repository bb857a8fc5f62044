import type pg from 'pg';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { escapeLike } from '../../lib/like.ts';
import type { Wall } from '../../storage/as-operator.ts';

export interface LocationQuery {
  readonly text: string | undefined;
  readonly country: string | undefined;
  readonly sort: 'name' | 'city';
  readonly after: string | undefined;
  readonly limit: number;
}

const orders = { name: ['lower(l.name)'], city: ["lower(coalesce(l.city, ''))", 'lower(l.name)'] } as const;
/** A text that more locations have than this is not looked up but looked for in the order of the page. */
const rare = 2000;

/** The ids of one page in order. Looked for without row-level security (stations/finding.ts): the entities are a condition of the statement. */
export async function pageOfLocations(
  client: pg.ClientBase,
  { operatorId, entities }: Wall,
  query: LocationQuery,
): Promise<{ ids: number[]; next?: string }> {
  const values: unknown[] = [operatorId];
  const put = (value: unknown) => `$${values.push(value)}`;
  const where = ['l.operator_id = $1'];
  if (entities) {
    const own = put(entities);
    where.push(
      `(l.entity_id = ANY(${own}) OR l.id IN (SELECT s.location_id FROM stations s WHERE s.operator_id = $1 AND s.entity_id = ANY(${own})))`,
    );
  }
  if (query.country !== undefined) where.push(`l.country = ${put(query.country)}`);
  if (query.text !== undefined) where.push(await withText(client, operatorId, query.text, put));
  const by = orders[query.sort];
  if (query.after !== undefined) {
    const [sort, ...marker] =
      query.sort === 'name'
        ? readCursor(query.after, 'string', 'string', 'integer')
        : readCursor(query.after, 'string', 'string', 'string', 'integer');
    if (sort !== query.sort) throw new Failure('request.invalid', 'The page marker `after` is of another order.');
    where.push(`(${[...by, 'l.id'].join(', ')}) > (${marker.map(put).join(', ')})`);
  }
  const { rows } = await client.query<{ id: number; keys: string[] }>(
    `SELECT l.id, ARRAY[${by.join(', ')}] AS keys FROM locations l WHERE ${where.join(' AND ')}
     ORDER BY ${[...by, 'l.id'].join(', ')} LIMIT ${put(query.limit + 1)}`,
    values,
  );
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return {
    ids: rows.slice(0, query.limit).map(({ id }) => id),
    ...(last ? { next: writeCursor(query.sort, ...last.keys, last.id) } : {}),
  };
}

/** Three letters are the shortest part the index knows; less is looked up at the beginnings of names. */
async function withText(
  client: pg.ClientBase,
  operatorId: number,
  text: string,
  put: (value: unknown) => string,
): Promise<string> {
  if (text.length < 3) return `lower(l.name) LIKE ${put(`${escapeLike(text)}%`)}`;
  const like = `%${escapeLike(text)}%`;
  const { rows } = await client.query<{ ids: number[] }>(
    `SELECT coalesce(array_agg(id), ARRAY[]::integer[]) AS ids
     FROM (SELECT id FROM locations WHERE operator_id = $1 AND words LIKE $2 LIMIT $3) found`,
    [operatorId, like, rare + 1],
  );
  const { ids } = rows[0]!;
  return ids.length > rare ? `l.words LIKE ${put(like)}` : `l.id = ANY(${put(ids)})`;
}
