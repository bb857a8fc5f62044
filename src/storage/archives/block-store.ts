import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';
import { type Instant, iso } from '../../lib/time.ts';
import type { FrameCursor, FrameFilter } from '../frame-store.ts';
import type { Block } from './block.ts';

export interface BlockPage {
  readonly order: 'newest' | 'oldest';
  readonly filter: FrameFilter;
  /** Only blocks that hold something beyond this place. */
  readonly after?: FrameCursor;
  /** Only blocks that hold something up to this place. */
  readonly bound?: FrameCursor;
  readonly limit: number;
}

interface BlockRow {
  file_key: string;
  start_byte: string;
  bytes: number;
  first_at: Date;
  first_id: string;
  last_at: Date;
  last_id: string;
}

const columns = 'a.file_key, b.start_byte, b.bytes, b.first_at, b.first_id, b.last_at, b.last_id';
const tables = `frame_blocks b JOIN frame_archives a ON a.operator_id = b.operator_id AND a.id = b.archive_id AND a.state <> 'writing'`;

/** Archived blocks of a station that may hold what is sought, those first that the order meets first. */
export async function findBlocks(client: pg.ClientBase, key: StationKey, page: BlockPage): Promise<readonly Block[]> {
  const { filter, order, after, bound, limit } = page;
  const values: unknown[] = [key.operatorId, key.stationId];
  const where = ['b.operator_id = $1', 'b.station_id = $2'];
  const add = (sql: (place: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  const place = (end: 'first' | 'last', sign: string, { receivedAt, id }: FrameCursor) => {
    values.push(iso(receivedAt), id);
    where.push(`(b.${end}_at, b.${end}_id) ${sign} ($${values.length - 1}::timestamptz, $${values.length}::uuid)`);
  };
  if (filter.from !== undefined) add((p) => `b.last_at >= ${p}`, iso(filter.from));
  if (filter.until !== undefined) add((p) => `b.first_at < ${p}`, iso(filter.until));
  if (filter.actions !== undefined) add((p) => `b.actions ?| ${p}::text[]`, filter.actions);
  if (filter.weightAtLeast !== undefined) add((p) => `b.worst >= ${p}`, filter.weightAtLeast);
  if (filter.faulty === true || filter.malformed === true) where.push('b.faulty');
  const newest = order === 'newest';
  if (after !== undefined) place(newest ? 'first' : 'last', newest ? '<' : '>', after);
  if (bound !== undefined) place(newest ? 'last' : 'first', newest ? '>=' : '<=', bound);
  values.push(limit);
  const sorted = newest ? 'b.last_at DESC, b.last_id DESC' : 'b.first_at, b.first_id';
  const { rows } = await client.query<BlockRow>(
    `SELECT ${columns} FROM ${tables} WHERE ${where.join(' AND ')} ORDER BY ${sorted} LIMIT $${values.length}`,
    values,
  );
  return rows.map(toBlock);
}

/** Blocks that may hold a frame of about this time. */
export async function blocksAround(
  client: pg.ClientBase,
  key: StationKey,
  from: Instant,
  until: Instant,
  limit: number,
): Promise<readonly Block[]> {
  return findBlocks(client, key, { order: 'newest', filter: { from, until }, limit });
}

/** Which actions occur in the newest archived blocks of a station, and how often. */
export async function archivedActions(
  client: pg.ClientBase,
  key: StationKey,
): Promise<{ action: string; count: number }[]> {
  const { rows } = await client.query<{ action: string; count: number }>(
    `SELECT t.action, sum(t.count::integer)::integer AS count FROM (
       SELECT b.actions FROM ${tables} WHERE b.operator_id = $1 AND b.station_id = $2
       ORDER BY b.last_at DESC, b.last_id DESC LIMIT 5) AS newest
     CROSS JOIN LATERAL jsonb_each_text(newest.actions) AS t (action, count) GROUP BY 1 ORDER BY 1`,
    [key.operatorId, key.stationId],
  );
  return rows;
}

const toBlock = (row: BlockRow): Block => ({
  fileKey: row.file_key,
  start: Number(row.start_byte),
  bytes: row.bytes,
  first: { receivedAt: row.first_at.getTime(), id: row.first_id },
  last: { receivedAt: row.last_at.getTime(), id: row.last_id },
});
