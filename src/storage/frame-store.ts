import type pg from 'pg';
import type { Frame, StationKey } from '../domain/ports.ts';
import { escapeLike } from '../lib/like.ts';
import { day, type Instant, iso, minute } from '../lib/time.ts';
import { fromText, toText } from './text.ts';

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
  /** Refused, failed or malformed, whoever is to blame. */
  readonly faulty?: boolean;
  readonly connectionId?: string;
  readonly evse?: number;
  readonly connector?: number;
  readonly transactionNumber?: number;
  readonly messageId?: string;
  /** Part of the call, the answer, the action or the message id, in any case. */
  readonly text?: string;
}

export interface FramePage {
  readonly limit: number;
  /** The last one of the page before. */
  readonly after?: FrameCursor;
  /** Look no further than this one, which is the last to be looked at. */
  readonly bound?: FrameCursor;
  readonly order?: 'newest' | 'oldest';
}

/** What `framesOf` reads, of `frames f`. */
export const frameColumns = `f.received_at, f.id, f.connection_id, f.direction, f.kind, f.action, f.message_id, f.call, f.answer, f.commit_id,
  f.answered_at, f.malformed, f.violations, f.error_code, f.evse, f.connector, f.weight, f.outcome, f.transaction_number`;

/**
 * One page of a station's frames. `order` newest (default) or oldest first; `after` is the last one of the page before.
 */
export async function readFrames(
  client: pg.ClientBase,
  key: StationKey,
  filter: FrameFilter,
  page: FramePage,
): Promise<readonly StoredFrame[]> {
  const { sql, values } = frameQuery(key, filter, page);
  return framesOf(client, (await client.query<FrameRow>(sql, values)).rows);
}

/** The statement behind a page; its plan is watched by a test. */
export function frameQuery(
  key: StationKey,
  filter: FrameFilter,
  page: FramePage,
  select = frameColumns,
): { readonly sql: string; readonly values: unknown[] } {
  const values: unknown[] = [key.operatorId, key.stationId];
  const where = ['f.operator_id = $1', 'f.station_id = $2'];
  const add = (sql: (place: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (filter.from !== undefined) add((p) => `f.received_at >= ${p}`, iso(filter.from));
  if (filter.until !== undefined) add((p) => `f.received_at < ${p}`, iso(filter.until));
  // One walk along the index frames_by_action for each action, all ending after a page, instead of a sort of them all.
  const wanted = filter.actions === undefined ? undefined : `$${values.push(filter.actions)}::text[]`;
  if (wanted !== undefined) where.push('f.action = wanted.action');
  if (filter.direction !== undefined) add((p) => `f.direction = ${p}`, filter.direction);
  if (filter.weightAtLeast !== undefined) where.push(`f.weight > ${filter.weightAtLeast === 1 ? 0 : 1}`);
  if (filter.malformed !== undefined) where.push(`f.malformed IS ${filter.malformed ? 'NOT ' : ''}NULL`);
  if (filter.connectionId !== undefined) add((p) => `f.connection_id = ${p}`, filter.connectionId);
  if (filter.evse !== undefined) add((p) => `f.evse = ${p}`, filter.evse);
  if (filter.connector !== undefined) add((p) => `f.connector = ${p}`, filter.connector);
  if (filter.transactionNumber !== undefined) add((p) => `f.transaction_number = ${p}`, filter.transactionNumber);
  if (filter.messageId !== undefined) add((p) => `f.message_id = ${p}`, filter.messageId);
  if (filter.faulty === true) where.push('(f.weight = 2 OR f.error_code IS NOT NULL OR f.malformed IS NOT NULL)');
  if (filter.text !== undefined) {
    const pattern = `%${escapeLike(toText(filter.text))}%`;
    add((p) => `(f.call ILIKE ${p} OR f.answer ILIKE ${p} OR f.action ILIKE ${p} OR f.message_id ILIKE ${p})`, pattern);
  }
  const oldest = page.order === 'oldest';
  // Only the pair: with a plain comparison of times beside it the planner counts its selectivity twice, and sorts.
  const place = ({ receivedAt, id }: FrameCursor, sign: '<' | '>', own: '' | '=') => {
    values.push(iso(receivedAt), id);
    where.push(`(f.received_at, f.id) ${sign}${own} ($${values.length - 1}::timestamptz, $${values.length}::uuid)`);
  };
  if (page.after !== undefined) place(page.after, oldest ? '>' : '<', '');
  if (page.bound !== undefined) place(page.bound, oldest ? '<' : '>', '=');
  const direction = oldest ? 'ASC' : 'DESC';
  values.push(page.limit);
  const order = `ORDER BY f.received_at ${direction}, f.id ${direction} LIMIT $${values.length}`;
  const frames = `frames f WHERE ${where.join(' AND ')} ${order}`;
  if (wanted === undefined) return { sql: `SELECT ${select} FROM ${frames}`, values };
  const each = `unnest(${wanted}) AS wanted (action) CROSS JOIN LATERAL (SELECT f.* FROM ${frames}) AS f`;
  return { sql: `SELECT ${select} FROM ${each} ${order}`, values };
}

/** The place `steps` frames away within the time range of the filter; undefined where there are fewer. */
export async function framePlace(
  client: pg.ClientBase,
  key: StationKey,
  range: Pick<FrameFilter, 'from' | 'until'>,
  page: Omit<FramePage, 'limit' | 'bound'>,
  steps: number,
): Promise<FrameCursor | undefined> {
  const { sql, values } = frameQuery(key, range, { ...page, limit: 1 }, 'f.received_at, f.id');
  const { rows } = await client.query<{ received_at: Date; id: string }>(
    `${sql} OFFSET ${Math.floor(steps) - 1}`,
    values,
  );
  return rows[0] && { receivedAt: rows[0].received_at.getTime(), id: rows[0].id };
}

/** The time in an id of version 7, that is when it was made; of any other form some time. */
export const timeOfId = (id: string): Instant =>
  Math.min(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16), latest);
/** 9999-01-01: beyond it dates are not written with four digits. */
const latest = 253_370_764_800_000;

/** One frame. The time in its id says in which partition to look first. */
export async function readFrame(client: pg.ClientBase, key: StationKey, id: string): Promise<StoredFrame | undefined> {
  const about = timeOfId(id);
  const near = await client.query(
    `SELECT ${frameColumns} FROM frames f WHERE f.operator_id = $1 AND f.station_id = $2 AND f.id = $3 AND f.received_at BETWEEN $4 AND $5`,
    [key.operatorId, key.stationId, id, iso(Math.max(0, about - 10 * minute)), iso(about + 10 * minute)],
  );
  if (near.rows.length > 0) return (await framesOf(client, near.rows))[0];
  const anywhere = await client.query(
    `SELECT ${frameColumns} FROM frames f WHERE f.operator_id = $1 AND f.station_id = $2 AND f.id = $3`,
    [key.operatorId, key.stationId, id],
  );
  return (await framesOf(client, anywhere.rows))[0];
}

/** Longest between the arrival of a message and the moment its answer left; what is beyond is not known to have left. */
const latestAnswer = day;

/**
 * The rows as frames, in their order. Answers of one group commit left together, and their time is in `commits`: read by itself, not
 * joined, for frames lie where their operator's rows do and commits do not (docs/operators/scale.md).
 */
export async function framesOf(client: pg.ClientBase | pg.Pool, rows: readonly FrameRow[]): Promise<StoredFrame[]> {
  const asked = new Set<string>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { commit_id, answered_at, received_at } of rows) {
    if (commit_id === null || answered_at !== null) continue;
    asked.add(commit_id);
    first = Math.min(first, received_at.getTime());
    last = Math.max(last, received_at.getTime());
  }
  const sent = new Map<string, Instant>();
  if (asked.size > 0) {
    const found = await (client as pg.Pool).query<{ id: string; sent_at: Date }>(
      'SELECT id, sent_at FROM commits WHERE id = ANY($1::uuid[]) AND sent_at >= $2 AND sent_at < $3 ORDER BY sent_at DESC',
      [[...asked], iso(first - minute), iso(last + latestAnswer)],
    );
    for (const { id, sent_at } of found.rows) sent.set(id, sent_at.getTime());
  }
  return rows.map((row) => toFrame(row, sentAt(row, sent)));
}

function sentAt(
  { commit_id, answered_at, received_at }: FrameRow,
  sent: ReadonlyMap<string, Instant>,
): Instant | undefined {
  if (answered_at !== null) return answered_at.getTime();
  const at = commit_id === null ? undefined : sent.get(commit_id);
  const received = received_at.getTime();
  return at !== undefined && at >= received - minute && at < received + latestAnswer ? at : undefined;
}

export interface FrameRow {
  received_at: Date;
  id: string;
  connection_id: string;
  direction: 'in' | 'out';
  kind: Frame['kind'];
  action: string | null;
  message_id: string | null;
  call: string;
  answer: string | null;
  commit_id: string | null;
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

function toFrame(row: FrameRow, answeredAt: Instant | undefined): StoredFrame {
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
    ...(answeredAt !== undefined && { answeredAt }),
    ...(row.malformed !== null && { malformed: row.malformed }),
    ...(row.violations !== null && { violations: row.violations }),
    ...(row.error_code !== null && { errorCode: row.error_code }),
    ...(row.evse !== null && { evse: row.evse }),
    ...(row.connector !== null && { connector: row.connector }),
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...(row.transaction_number !== null && { transactionNumber: row.transaction_number }),
  };
}
