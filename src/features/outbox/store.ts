import type pg from 'pg';
import { day, type Instant, iso } from '../../lib/time.ts';
import type { MailContent, WebhookContent } from '../../outbox/enqueue.ts';
import type { OutRow } from './contract.ts';

export interface OutboxRow {
  readonly id: string;
  readonly kind: OutRow['kind'];
  readonly topic: string;
  readonly state: OutRow['state'];
  readonly destination: string;
  readonly webhook_name: string | null;
  readonly attempts: number;
  readonly created_at: Date;
  readonly next_at: Date;
  readonly give_up_at: Date;
  readonly ended_at: Date | null;
  readonly fault: OutRow['fault'] | null;
  readonly answer: string | null;
  readonly lane: string | null;
  readonly secret: boolean;
  readonly station_id: number | null;
  readonly station_name: string | null;
}
export interface OutboxContentRow extends OutboxRow {
  readonly content: MailContent | WebhookContent;
}

const columns = `o.id, o.kind, o.topic, o.state, o.destination, w.name AS webhook_name, o.attempts, o.created_at, o.next_at, o.give_up_at,
  o.ended_at, o.fault, o.answer, o.lane, o.secret, o.station_id, s.name AS station_name`;
const joins = `LEFT JOIN webhooks w ON w.operator_id = o.operator_id AND o.kind = 'webhook' AND w.id::text = o.partner
  LEFT JOIN stations s ON s.operator_id = o.operator_id AND s.id = o.station_id`;

export interface OutboxFilter {
  readonly state?: string | undefined;
  readonly kind?: string | undefined;
  readonly to?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The page is chosen by one index before anything is joined to it. */
export async function listOut(client: pg.ClientBase, operatorId: number, filter: OutboxFilter): Promise<OutboxRow[]> {
  const values: unknown[] = [operatorId];
  const where = ['operator_id = $1'];
  const add = (sql: string, value: unknown) => where.push(sql.replace('?', `$${values.push(value)}`));
  if (filter.state !== undefined) add('state = ?', filter.state);
  if (filter.kind !== undefined) add('kind = ?', filter.kind);
  if (filter.to !== undefined) add('destination = ?', filter.to.trim().toLowerCase());
  if (filter.before !== undefined) add('id < ?', filter.before);
  const { rows } = await client.query<OutboxRow>(
    `SELECT ${columns} FROM (SELECT * FROM outbox WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT $${values.push(filter.limit)}) o
     ${joins} ORDER BY o.id DESC`,
    values,
  );
  return rows;
}

export async function readOut(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  lock = false,
): Promise<OutboxContentRow | undefined> {
  const { rows } = await client.query<OutboxContentRow>(
    `SELECT ${columns}, o.content FROM outbox o ${joins} WHERE o.operator_id = $1 AND o.id = $2${lock ? ' FOR UPDATE OF o' : ''}`,
    [operatorId, id],
  );
  return rows[0];
}

const mostCounted = 10_000;

export async function summaryOf(client: pg.ClientBase, operatorId: number, now: Instant) {
  const count = (state: string) =>
    `(SELECT count(*)::integer FROM (SELECT 1 FROM outbox WHERE operator_id = $1 AND state = '${state}' LIMIT ${mostCounted}) x)`;
  const { rows } = await client.query<{ waiting: number; dead: number; left_out: number; oldest: Date | null }>(
    `SELECT ${count('waiting')} AS waiting, ${count('dead')} AS dead,
       (SELECT coalesce(sum(count), 0)::integer FROM outbox_left_out WHERE operator_id = $1 AND day >= $2) AS left_out,
       (SELECT created_at FROM outbox WHERE operator_id = $1 AND state = 'waiting' ORDER BY id LIMIT 1) AS oldest`,
    [operatorId, iso(now - 7 * day).slice(0, 10)],
  );
  return rows[0]!;
}

/** Due at once, with a new while in which it is of use. */
export async function retryOut(client: pg.ClientBase, operatorId: number, ids: readonly string[], now: Instant) {
  await client.query(
    `UPDATE outbox SET state = 'waiting', next_at = $3, asked_at = $3, attempts = CASE WHEN state = 'dead' THEN 0 ELSE attempts END,
       give_up_at = greatest(give_up_at, $4), ended_at = NULL
     WHERE operator_id = $1 AND id = ANY($2) AND state IN ('waiting', 'dead')`,
    [operatorId, ids, iso(now), iso(now + day)],
  );
}

export async function dismissOut(client: pg.ClientBase, operatorId: number, id: string, now: Instant): Promise<void> {
  await client.query(
    `UPDATE outbox SET state = 'dismissed', ended_at = $3, content = CASE WHEN secret THEN '{}' ELSE content END
     WHERE operator_id = $1 AND id = $2 AND state IN ('waiting', 'dead')`,
    [operatorId, id, iso(now)],
  );
}

export async function deadOnes(
  client: pg.ClientBase,
  operatorId: number,
  kind: string | undefined,
  most: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM outbox WHERE operator_id = $1 AND state = 'dead' AND ($2::text IS NULL OR kind = $2) ORDER BY id LIMIT $3 FOR UPDATE`,
    [operatorId, kind ?? null, most],
  );
  return rows.map(({ id }) => id);
}
