import type pg from 'pg';
import { escapeLike } from '../../lib/like.ts';
import { documentKinds, type Kind } from './rules.ts';

export interface ListQuery {
  readonly category?: string | undefined;
  readonly text?: string | undefined;
  /** Only what expires on or before this day, the first to expire first. */
  readonly expiresBy?: string | undefined;
  /** Where the page before ended: a time, or with `expiresBy` a day, and the id. */
  readonly after?: readonly [at: string, id: string] | undefined;
  readonly limit: number;
}

export interface Place {
  readonly kind: Kind;
  readonly subject: string;
}

type Rows = { id: string; at: string }[];

/** A pattern for LIKE that finds the text anywhere. */
export const anywhere = (text: string): string => `%${escapeLike(text.toLowerCase())}%`;

/** What narrows a list, and the order of it: by the last change, or by the day of expiry. */
function narrowed(query: ListQuery, values: unknown[]): { where: string; order: string; at: string } {
  const value = (given: unknown) => `$${values.push(given)}`;
  const parts: string[] = [];
  if (query.category !== undefined) parts.push(`d.category = ${value(query.category)}`);
  if (query.text !== undefined) parts.push(`lower(d.name) LIKE ${value(anywhere(query.text))}`);
  const byExpiry = query.expiresBy !== undefined;
  if (byExpiry) parts.push(`d.expires_on <= ${value(query.expiresBy)}::date`);
  if (query.after !== undefined) {
    const [at, id] = query.after;
    parts.push(
      byExpiry
        ? `(d.expires_on, d.id) > (${value(at)}::date, ${value(id)}::uuid)`
        : `(d.changed_at, d.id) < (${value(at)}::timestamptz, ${value(id)}::uuid)`,
    );
  }
  return {
    where: parts.map((part) => ` AND ${part}`).join(''),
    order: byExpiry ? 'd.expires_on, d.id' : 'd.changed_at DESC, d.id DESC',
    at: byExpiry ? 'd.expires_on::text' : `to_json(d.changed_at)#>>'{}'`,
  };
}

/** Of one place or of several, each read by its own index and then merged. */
export function placesQuery(
  operatorId: number,
  places: readonly Place[],
  query: ListQuery,
): { text: string; values: unknown[] } {
  const values: unknown[] = [operatorId, query.limit];
  const parts = places.map(({ kind, subject }) => {
    const one = narrowed(query, values);
    const place = `d.kind = $${values.push(kind)} AND d.subject = $${values.push(subject)}`;
    return `(SELECT d.id, d.changed_at, d.expires_on, ${one.at} AS at FROM documents d
      WHERE d.operator_id = $1 AND ${place} AND d.removed_at IS NULL${one.where} ORDER BY ${one.order} LIMIT $2)`;
  });
  const { order } = narrowed(query, []);
  const text = `SELECT d.id, d.at FROM (${parts.join(' UNION ALL ')}) d ORDER BY ${order} LIMIT $2`;
  return { text, values };
}

/** Behind the caller's wall. */
export async function listOfPlaces(client: pg.ClientBase, ...args: Parameters<typeof placesQuery>): Promise<Rows> {
  const { rows } = await client.query<Rows[number]>(placesQuery(...args));
  return rows;
}

/**
 * Of the whole operator. Looked for without row-level security (storage/finding.ts), so the entities are a condition of the statement
 * itself; it says the same as the wall in 0220-documents.sql.
 */
export function fleetQuery(
  operatorId: number,
  entities: readonly number[] | undefined,
  query: ListQuery & { readonly kind?: Kind | undefined },
): { text: string; values: unknown[] } {
  const values: unknown[] = [operatorId, query.limit];
  const one = narrowed(query, values);
  let wall = '';
  if (entities !== undefined) {
    const own = `SELECT s.id, s.model_id, s.location_id FROM stations s WHERE s.operator_id = $1 AND s.entity_id = ANY ($${values.push(entities)}::integer[])`;
    wall = ` AND CASE WHEN d.station_id IS NOT NULL THEN d.station_id IN (SELECT o.id FROM (${own}) o)
      WHEN d.kind = 'model' THEN d.subject IN (SELECT o.model_id::text FROM (${own}) o WHERE o.model_id IS NOT NULL)
      WHEN d.kind = 'location' THEN d.subject IN (SELECT o.location_id::text FROM (${own}) o WHERE o.location_id IS NOT NULL)
      ELSE d.kind = 'article' END`;
  }
  const kind = query.kind === undefined ? '' : ` AND d.kind = $${values.push(query.kind)}`;
  const all = documentKinds.map((each) => `'${each}'`).join(', ');
  return {
    text: `SELECT d.id, ${one.at} AS at FROM documents d WHERE d.operator_id = $1 AND d.removed_at IS NULL
      AND d.kind IN (${all})${kind}${one.where}${wall} ORDER BY ${one.order} LIMIT $2`,
    values,
  };
}

export async function listFleet(client: pg.ClientBase, ...args: Parameters<typeof fleetQuery>): Promise<Rows> {
  const { rows } = await client.query<Rows[number]>(fleetQuery(...args));
  return rows;
}
