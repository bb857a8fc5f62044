import type pg from 'pg';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import type { Wall } from '../../storage/as-operator.ts';
import type { FieldOrder } from './field-store.ts';
import { conditions, values } from './filter.ts';
import { type Hits, hitsOf, type ListQuery, wordsCondition } from './list-store.ts';

type Key = string | number;
interface Found {
  readonly id: number;
  readonly key: Key;
}
/** Where the page before ended: among those with a value, or already among those without. */
interface After extends Found {
  readonly part: 'with' | 'without';
}

/**
 * The ids of one page in the order of a field: those that have a value by it, then those without by their name, whichever
 * the direction. Two walks along an index each, so that neither has to sort all stations.
 */
export async function pageByField(
  client: pg.ClientBase,
  wall: Wall,
  query: Omit<ListQuery, 'sort'>,
  field: FieldOrder,
): Promise<{ ids: number[]; next?: string }> {
  const after = query.after === undefined ? undefined : readMarker(query.after, field);
  const hits = await hitsOf(client, wall.operatorId, query.filter.text);
  const rows: (Found & { part: After['part'] })[] = [];
  if (after?.part !== 'without')
    for (const row of await walk(client, wall, query, field, 'with', after, hits, query.limit + 1))
      rows.push({ ...row, part: 'with' });
  if (rows.length <= query.limit) {
    const from = after?.part === 'without' ? after : undefined;
    for (const row of await walk(client, wall, query, field, 'without', from, hits, query.limit + 1 - rows.length))
      rows.push({ ...row, part: 'without' });
  }
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return {
    ids: rows.slice(0, query.limit).map(({ id }) => id),
    ...(last ? { next: writeCursor('field', field.fieldId, last.part, last.key, last.id) } : {}),
  };
}

function readMarker(text: string, field: FieldOrder): After {
  const part = readPart(text);
  const form = part === 'with' && field.by === 'number' ? 'number' : 'string';
  const [kind, fieldId, , key, id] = readCursor(text, 'string', 'integer', 'string', form, 'integer') as [
    string,
    number,
    string,
    Key,
    number,
  ];
  if (kind !== 'field' || fieldId !== field.fieldId)
    throw new Failure('request.invalid', 'The page marker `after` is of another order.');
  return { part, key, id };
}

/** The kind of the key depends on the part, so that one is looked at first. */
function readPart(text: string): After['part'] {
  for (const form of ['string', 'number'] as const)
    try {
      const [, , part] = readCursor(text, 'string', 'integer', 'string', form, 'integer');
      if (part === 'with' || part === 'without') return part;
    } catch {
      // The other form is tried; what is neither is refused below.
    }
  throw new Failure('request.invalid', 'The page marker `after` is not one this list gave out.');
}

async function walk(
  client: pg.ClientBase,
  wall: Wall,
  { filter, order }: Omit<ListQuery, 'sort'>,
  { fieldId, by }: FieldOrder,
  part: After['part'],
  after: Found | undefined,
  hits: Hits,
  limit: number,
): Promise<Found[]> {
  const statement = values(wall.operatorId);
  const { put } = statement;
  const where = [...conditions(wall, filter, statement), wordsCondition(hits, filter.text, statement)];
  const id = put(fieldId);
  const mine = 'x.operator_id = $1 AND x.field_id =';
  const key = part === 'with' ? `x.${by}` : 'lower(s.name)';
  const last = part === 'with' ? 'x.station_id' : 's.id';
  const direction = part === 'with' ? order : 'asc';
  if (part === 'without')
    where.push(`NOT EXISTS (SELECT FROM station_field_values x WHERE ${mine} ${id} AND x.station_id = s.id)`);
  else if (by === 'number') where.push('x.number IS NOT NULL');
  if (after) where.push(`(${key}, ${last}) ${direction === 'asc' ? '>' : '<'} (${put(after.key)}, ${put(after.id)})`);
  const from =
    part === 'with'
      ? `station_field_values x JOIN stations s ON s.operator_id = x.operator_id AND s.id = x.station_id AND ${mine} ${id}`
      : 'stations s';
  const { rows } = await client.query<Found>({
    text: `SELECT s.id, ${key} AS key FROM ${from} WHERE ${where.join(' AND ')}
      ORDER BY ${key} ${direction}, ${last} ${direction} LIMIT ${put(limit)}`,
    values: statement.list,
  });
  return rows;
}
