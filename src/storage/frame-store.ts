import type pg from 'pg';
import type { Frame, StationKey } from '../domain/ports.ts';
import { day, type Instant, iso, minute } from '../lib/time.ts';
import { fromText } from './text.ts';

/** A frame as kept, with what is known of its answer. */
export interface StoredFrame extends Frame {
  /** When the answer left (in) or came (out); absent: none, or not known to have left. */
  readonly answeredAt?: Instant;
}

/** A place in the list: the frame's arrival and id. */
export interface FrameCursor {
  readonly receivedAt: Instant;
  readonly id: string;
}

export interface FrameFilter {
  readonly from?: Instant;
  readonly until?: Instant;
  readonly actions?: readonly string[];
  readonly direction?: 'in' | 'out';
  readonly weightAtLeast?: 1 | 2;
  readonly malformed?: boolean;
  readonly connectionId?: string;
  readonly evse?: number;
  readonly connector?: number;
  readonly transactionNumber?: number;
  readonly messageId?: string;
  /** Part of the call or the answer, as written. */
  readonly text?: string;
}

const columns = `f.received_at, f.id, f.connection_id, f.direction, f.kind, f.action, f.message_id, f.call, f.answer,
  coalesce(f.answered_at, (SELECT c.sent_at FROM commits c WHERE c.id = f.commit_id
    AND c.sent_at >= f.received_at - interval '1 minute' AND c.sent_at < f.received_at + interval '1 day' LIMIT 1)) AS answered_at,
  f.malformed, f.violations, f.error_code, f.evse, f.connector, f.weight, f.outcome, f.transaction_number`;

/**
 * One page of a station's frames. `order` newest (default) or oldest first; `after` is the last one of the page before.
 */
export async function readFrames(
  client: pg.ClientBase,
  key: StationKey,
  filter: FrameFilter,
  page: { readonly limit: number; readonly after?: FrameCursor; readonly order?: 'newest' | 'oldest' },
): Promise<readonly StoredFrame[]> {
  const values: unknown[] = [key.operatorId, key.stationId];
  const where = ['f.operator_id = $1', 'f.station_id = $2'];
  const add = (sql: (place: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (filter.from !== undefined) add((p) => `f.received_at >= ${p}`, iso(filter.from));
  if (filter.until !== undefined) add((p) => `f.received_at < ${p}`, iso(filter.until));
  if (filter.actions !== undefined) add((p) => `f.action = ANY(${p}::text[])`, filter.actions);
  if (filter.direction !== undefined) add((p) => `f.direction = ${p}`, filter.direction);
  if (filter.weightAtLeast !== undefined) where.push(`f.weight > ${filter.weightAtLeast === 1 ? 0 : 1}`);
  if (filter.malformed !== undefined) where.push(`f.malformed IS ${filter.malformed ? 'NOT ' : ''}NULL`);
  if (filter.connectionId !== undefined) add((p) => `f.connection_id = ${p}`, filter.connectionId);
  if (filter.evse !== undefined) add((p) => `f.evse = ${p}`, filter.evse);
  if (filter.connector !== undefined) add((p) => `f.connector = ${p}`, filter.connector);
  if (filter.transactionNumber !== undefined) add((p) => `f.transaction_number = ${p}`, filter.transactionNumber);
  if (filter.messageId !== undefined) add((p) => `f.message_id = ${p}`, filter.messageId);
  if (filter.text !== undefined) add((p) => `(strpos(f.call, ${p}) > 0 OR strpos(f.answer, ${p}) > 0)`, filter.text);
  const oldest = page.order === 'oldest';
  if (page.after !== undefined) {
    values.push(iso(page.after.receivedAt), page.after.id);
    where.push(`(f.received_at, f.id) ${oldest ? '>' : '<'} ($${values.length - 1}, $${values.length}::uuid)`);
  }
  const direction = oldest ? 'ASC' : 'DESC';
  values.push(page.limit);
  const { rows } = await client.query(
    `SELECT ${columns} FROM frames f WHERE ${where.join(' AND ')} ORDER BY f.received_at ${direction}, f.id ${direction} LIMIT $${values.length}`,
    values,
  );
  return rows.map(toFrame);
}

/** One frame. The time in its id says in which partition to look first. */
export async function readFrame(client: pg.ClientBase, key: StationKey, id: string): Promise<StoredFrame | undefined> {
  const about = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  const near = await client.query(
    `SELECT ${columns} FROM frames f WHERE f.operator_id = $1 AND f.station_id = $2 AND f.id = $3 AND f.received_at BETWEEN $4 AND $5`,
    [key.operatorId, key.stationId, id, iso(Math.max(0, about - 10 * minute)), iso(about + 10 * minute)],
  );
  if (near.rows.length > 0) return toFrame(near.rows[0]);
  const anywhere = await client.query(
    `SELECT ${columns} FROM frames f WHERE f.operator_id = $1 AND f.station_id = $2 AND f.id = $3`,
    [key.operatorId, key.stationId, id],
  );
  return anywhere.rows.length > 0 ? toFrame(anywhere.rows[0]) : undefined;
}

/** How many frames a station exchanged since, by action: for filters and the activity ring. */
export async function countFrames(
  client: pg.ClientBase,
  key: StationKey,
  since: Instant = Date.now() - day,
): Promise<readonly { action: string | undefined; count: number }[]> {
  const { rows } = await client.query(
    'SELECT action, count(*)::integer AS count FROM frames WHERE operator_id = $1 AND station_id = $2 AND received_at >= $3 GROUP BY action ORDER BY count DESC, action',
    [key.operatorId, key.stationId, iso(since)],
  );
  return rows.map((row) => ({ action: row.action ?? undefined, count: row.count }));
}

interface FrameRow {
  received_at: Date;
  id: string;
  connection_id: string;
  direction: 'in' | 'out';
  kind: Frame['kind'];
  action: string | null;
  message_id: string | null;
  call: string;
  answer: string | null;
  answered_at: Date | null;
  malformed: string | null;
  violations: string[] | null;
  error_code: string | null;
  evse: number | null;
  connector: number | null;
  weight: 0 | 1 | 2;
  outcome: string | null;
  transaction_number: number | null;
}

function toFrame(row: FrameRow): StoredFrame {
  return {
    id: row.id,
    connectionId: row.connection_id,
    direction: row.direction,
    kind: row.kind,
    receivedAt: row.received_at.getTime(),
    call: fromText(row.call),
    weight: row.weight,
    ...(row.action !== null && { action: row.action }),
    ...(row.message_id !== null && { messageId: row.message_id }),
    ...(row.answer !== null && { answer: fromText(row.answer) }),
    ...(row.answered_at !== null && { answeredAt: row.answered_at.getTime() }),
    ...(row.malformed !== null && { malformed: row.malformed }),
    ...(row.violations !== null && { violations: row.violations }),
    ...(row.error_code !== null && { errorCode: row.error_code }),
    ...(row.evse !== null && { evse: row.evse }),
    ...(row.connector !== null && { connector: row.connector }),
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...(row.transaction_number !== null && { transactionNumber: row.transaction_number }),
  };
}
