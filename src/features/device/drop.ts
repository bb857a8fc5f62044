import type pg from 'pg';
import { day, type Instant } from '../../lib/time.ts';
import { fromText, toText } from '../../storage/text.ts';
import { customerDays } from './rules.ts';

/** How far back is looked: a program that stood still for so long still catches up. */
const lookBackDays = 60;

/**
 * Takes out of the messages what stations told of people, once its time is over. Only stations that were asked have
 * told anything. What was taken out before is left alone.
 */
export async function dropCustomerInformation(pool: pg.Pool, now: Instant): Promise<number> {
  const until = new Date(now - customerDays * day);
  const from = new Date(now - (customerDays + lookBackDays) * day);
  const { rows: asked } = await pool.query<{ operator_id: number; station_id: number }>(
    `SELECT DISTINCT operator_id, station_id FROM commands
     WHERE kind = 'readCustomer' AND asked_at >= $1::timestamptz - interval '1 day' AND asked_at < $2`,
    [from, until],
  );
  let dropped = 0;
  for (const { operator_id, station_id } of asked) {
    const { rows } = await pool.query<{ id: string; received_at: Date; call: string }>(
      `SELECT id, received_at, call FROM frames WHERE operator_id = $1 AND station_id = $2
         AND action = 'NotifyCustomerInformation' AND received_at >= $3 AND received_at < $4 AND malformed IS NULL`,
      [operator_id, station_id, from, until],
    );
    for (const row of rows) {
      const call = withoutData(fromText(row.call));
      if (call === undefined) continue;
      await pool.query(
        'UPDATE frames SET call = $5 WHERE operator_id = $1 AND station_id = $2 AND received_at = $3 AND id = $4',
        [operator_id, station_id, row.received_at, row.id, toText(call)],
      );
      dropped++;
    }
  }
  return dropped;
}

function withoutData(text: string): string | undefined {
  const frame = JSON.parse(text) as [number, string, string, { data?: unknown }];
  if (typeof frame[3]?.data !== 'string' || frame[3].data === '') return undefined;
  frame[3].data = '';
  return JSON.stringify(frame);
}
