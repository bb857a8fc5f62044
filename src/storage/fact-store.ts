import type pg from 'pg';
import type { Fact, FactBody, FactType } from '../domain/facts.ts';
import type { StationKey } from '../domain/ports.ts';
import { type Instant, iso } from '../lib/time.ts';

export interface FactFilter {
  readonly types?: readonly FactType[];
  readonly transactionNumber?: number;
  readonly frameId?: string;
  /** By arrival. */
  readonly from?: Instant;
  readonly until?: Instant;
}

/** One page of a station's facts, newest first unless told otherwise; `after` is the last `seq` of the page before. */
export async function readFacts(
  client: pg.ClientBase | pg.Pool,
  key: StationKey,
  filter: FactFilter,
  page: { readonly limit: number; readonly after?: number; readonly order?: 'newest' | 'oldest' },
): Promise<readonly Fact[]> {
  const values: unknown[] = [key.operatorId, key.stationId];
  const where = ['operator_id = $1', 'station_id = $2'];
  const add = (sql: string, value: unknown) => {
    values.push(value);
    where.push(sql.replace('?', `$${values.length}`));
  };
  const oldest = page.order === 'oldest';
  if (filter.types !== undefined) add('type = ANY(?::text[])', filter.types);
  if (filter.transactionNumber !== undefined) add('transaction_number = ?', filter.transactionNumber);
  if (filter.frameId !== undefined) add('frame_id = ?', filter.frameId);
  if (filter.from !== undefined) add('received_at >= ?', iso(filter.from));
  if (filter.until !== undefined) add('received_at < ?', iso(filter.until));
  if (page.after !== undefined) add(`seq ${oldest ? '>' : '<'} ?`, page.after);
  values.push(page.limit);
  const { rows } = await client.query(
    `SELECT operator_id, station_id, seq, received_at, at, frame_id, user_id, body FROM facts
     WHERE ${where.join(' AND ')} ORDER BY seq ${oldest ? 'ASC' : 'DESC'} LIMIT $${values.length}`,
    values,
  );
  return rows.map(toFact);
}

export interface FactRow {
  operator_id: number;
  station_id: number;
  seq: string | number;
  received_at: Date;
  at: Date;
  frame_id: string | null;
  user_id: string | null;
  body: FactBody;
}

export function toFact(row: FactRow): Fact {
  return {
    operatorId: row.operator_id,
    stationId: row.station_id,
    seq: Number(row.seq),
    at: row.at.getTime(),
    receivedAt: row.received_at.getTime(),
    ...(row.frame_id !== null && { frameId: row.frame_id }),
    ...(row.user_id !== null && { userId: row.user_id }),
    body: row.body,
  };
}
