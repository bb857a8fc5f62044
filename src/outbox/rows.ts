import type pg from 'pg';
import { type Instant, iso } from '../lib/time.ts';
import type { MailContent, WebhookContent } from './enqueue.ts';

/** Something whose attempt is ours: marked `sending`. */
export interface Taken {
  readonly operator_id: number;
  readonly id: string;
  readonly kind: 'mail' | 'webhook';
  readonly topic: string;
  readonly destination: string;
  readonly partner: string;
  readonly content: MailContent | WebhookContent;
  readonly attempts: number;
  readonly created_at: Date;
  readonly started_at: Date;
  readonly give_up_at: Date;
  /** Of webhooks: where to and signed with what, as it is now; null: the webhook is gone or switched off. */
  readonly url: string | null;
  readonly secret: string | null;
}

export interface Queue {
  readonly operatorId: number;
  readonly partner: string;
  /** When a person last asked for one of them to be tried now. */
  readonly askedAt?: Instant | undefined;
}

/** Where something waits whose time has come: operators by partners, each found by one step in the index. */
export async function queuesDue(pool: pg.Pool, now: Instant): Promise<Queue[]> {
  const { rows } = await pool.query<{ operator_id: number; partner: string; asked_at: Date | null }>(
    `WITH RECURSIVE q AS (
       (SELECT operator_id, partner FROM outbox WHERE state = 'waiting' ORDER BY operator_id, partner LIMIT 1)
       UNION ALL
       SELECT n.operator_id, n.partner FROM q CROSS JOIN LATERAL (
         SELECT o.operator_id, o.partner FROM outbox o WHERE o.state = 'waiting' AND (o.operator_id, o.partner) > (q.operator_id, q.partner)
         ORDER BY o.operator_id, o.partner LIMIT 1) n)
     SELECT q.operator_id, q.partner, (SELECT max(o.asked_at) FROM outbox o WHERE o.state = 'waiting' AND o.asked_at IS NOT NULL
         AND o.operator_id = q.operator_id AND o.partner = q.partner) AS asked_at
     FROM q WHERE EXISTS (
       SELECT 1 FROM outbox o WHERE o.state = 'waiting' AND o.operator_id = q.operator_id AND o.partner = q.partner AND o.next_at <= $1)`,
    [iso(now)],
  );
  return rows.map((row) => ({
    operatorId: row.operator_id,
    partner: row.partner,
    askedAt: row.asked_at?.getTime(),
  }));
}

/** Takes at most so many of a queue whose time has come, and in a lane only what is first in it. */
export async function take(
  pool: pg.Pool,
  { operatorId, partner }: Queue,
  now: Instant,
  most: number,
): Promise<Taken[]> {
  const { rows } = await pool.query<Taken>(
    // Chosen once: as a sub-select it may be asked anew for every row, and then takes more than so many.
    `WITH chosen AS MATERIALIZED (
       SELECT o.id FROM outbox o WHERE o.operator_id = $1 AND o.partner = $2 AND o.state = 'waiting' AND o.next_at <= $3
         AND (o.lane IS NULL OR NOT EXISTS (
           SELECT 1 FROM outbox e WHERE e.operator_id = $1 AND e.lane = o.lane AND e.state IN ('waiting', 'sending') AND e.id < o.id))
       ORDER BY o.next_at, o.id LIMIT $4 FOR UPDATE SKIP LOCKED),
     taken AS (
       UPDATE outbox o SET state = 'sending', attempts = o.attempts + 1, started_at = $3
       FROM chosen c WHERE o.operator_id = $1 AND o.id = c.id
       RETURNING o.operator_id, o.id, o.kind, o.topic, o.destination, o.partner, o.content, o.attempts, o.created_at, o.started_at, o.give_up_at)
     SELECT t.*, w.url, w.secret FROM taken t
       LEFT JOIN webhooks w ON w.operator_id = t.operator_id AND t.kind = 'webhook' AND w.id::text = t.partner AND w.active ORDER BY t.id`,
    [operatorId, partner, iso(now), most],
  );
  return rows;
}

export interface End {
  readonly state: 'waiting' | 'sent' | 'dead';
  readonly at: Instant;
  readonly nextAt?: Instant | undefined;
  readonly fault?: string | undefined;
  readonly answer?: string | undefined;
  /** It never came to an attempt of this thing: it does not count as one. */
  readonly uncounted?: boolean | undefined;
}

/** Writes down how an attempt ended, unless somebody else has taken it over since. */
export async function endAttempt(pool: pg.Pool, taken: Taken, end: End): Promise<void> {
  await pool.query(
    `UPDATE outbox SET state = $4::text, next_at = coalesce($5::timestamptz, next_at), fault = $6, answer = $7,
       attempts = attempts - CASE WHEN $8 THEN 1 ELSE 0 END, started_at = NULL,
       ended_at = CASE WHEN $4::text = 'waiting' THEN NULL ELSE $9::timestamptz END,
       content = CASE WHEN $4::text = 'sent' AND secret THEN '{}' ELSE content END
     WHERE operator_id = $1 AND id = $2 AND state = 'sending' AND attempts = $3`,
    [
      taken.operator_id,
      taken.id,
      taken.attempts,
      end.state,
      end.nextAt === undefined ? null : iso(end.nextAt),
      end.fault ?? null,
      end.answer ?? null,
      end.uncounted === true,
      iso(end.at),
    ],
  );
}

const atOnce = 500;

/** What was being sent when its node was lost goes back to its queue: whether it arrived is not known. */
export async function bringBack(pool: pg.Pool, now: Instant, startedBefore: Instant): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE outbox SET state = 'waiting', next_at = $1, started_at = NULL, fault = 'interrupted', answer = NULL
     WHERE state = 'sending' AND started_at < $2`,
    [iso(now), iso(startedBefore)],
  );
  return rowCount ?? 0;
}

/** What has waited too long is given up; its last fault says why it never left. */
export async function giveUp(pool: pg.Pool, now: Instant): Promise<void> {
  await pool.query(
    `UPDATE outbox SET state = 'dead', ended_at = $1, fault = coalesce(fault, CASE WHEN kind = 'mail' AND attempts = 0 THEN 'notConfigured' ELSE 'expired' END)
     WHERE state = 'waiting' AND give_up_at <= $1`,
    [iso(now)],
  );
}

/** Removes what has ended long ago: whatever arrived or was dismissed before one date, what was given up before another. */
export async function dropEnded(pool: pg.Pool, sentBefore: Instant, deadBefore: Instant): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM outbox WHERE (operator_id, id) IN (
       SELECT operator_id, id FROM outbox WHERE state IN ('sent', 'dismissed', 'dead') AND ended_at < $1 AND (state <> 'dead' OR ended_at < $2)
       ORDER BY ended_at LIMIT ${atOnce})`,
    [iso(sentBefore), iso(deadBefore)],
  );
  return rowCount ?? 0;
}
