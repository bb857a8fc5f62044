import type pg from 'pg';
import type { NewId } from '../lib/ids.ts';
import { type Clock, day, hour, iso } from '../lib/time.ts';

export type Language = 'en' | 'de';

/** A file of the file store that goes with a mail. */
export interface Attachment {
  readonly key: string;
  readonly name: string;
  readonly type?: string;
}

interface Outgoing {
  readonly operatorId: number;
  /** What brought it about, e.g. `ticket 17 assigned 4`: the same key is written once, and then no more. At most 300 characters. */
  readonly key: string;
  /** In a word: `ticket.assigned`, `member.invited`. Shown, and told to webhooks. */
  readonly topic: string;
  /** Whose it is: who sees some entities only sees what left for these. */
  readonly entityId?: number | undefined;
  readonly stationId?: number | undefined;
  /** What has the same lane leaves in the order it was written. */
  readonly lane?: string | undefined;
  /** After this it is of no use any more and given up; two days for a mail, one for a webhook. */
  readonly giveUpAfterMs?: number | undefined;
}

export interface OutgoingMail extends Outgoing {
  readonly kind: 'mail';
  /** One address: several people get one mail each. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  readonly language: Language;
  readonly attachments?: readonly Attachment[] | undefined;
  /** It holds something only its receiver may read (a link that signs in): never shown, and emptied when it has left. */
  readonly secret?: boolean | undefined;
}

export interface OutgoingWebhook extends Outgoing {
  readonly kind: 'webhook';
  readonly webhookId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface OutboxDeps {
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Written now; known already by its key; left out, because so much waits for this partner that one more would do nobody any good. */
export type Enqueued = 'queued' | 'known' | 'full';

/** For one partner of one operator. The mail server is one partner, each webhook another. */
export const mostWaiting = { mail: 20_000, webhook: 2_000 } as const;
const patience = { mail: 2 * day, webhook: day } as const;
export const shortestPatience = hour;

/** Writes what is to leave into the transaction of `client`: it leaves if that commits, however often we or the partner break down meanwhile. */
export async function enqueue(
  client: pg.ClientBase | pg.Pool,
  { clock, newId }: OutboxDeps,
  thing: OutgoingMail | OutgoingWebhook,
): Promise<Enqueued> {
  const { operatorId, kind } = thing;
  const at = clock.now();
  const to = kind === 'mail' ? mailParts(thing) : await webhookParts(client, thing);
  if (to === undefined) return 'full';
  const waiting = await client.query<{ count: number }>('SELECT outbox_waiting($1, $2, $3) AS count', [
    operatorId,
    to.partner,
    mostWaiting[kind],
  ]);
  if (waiting.rows[0]!.count >= mostWaiting[kind]) {
    await client.query(
      `INSERT INTO outbox_left_out AS l (operator_id, day, partner, count) VALUES ($1, $2, $3, 1)
       ON CONFLICT (operator_id, day, partner) DO UPDATE SET count = l.count + 1`,
      [operatorId, iso(at).slice(0, 10), to.partner],
    );
    return 'full';
  }
  // No conflict target and no RETURNING: either would ask whether the writer may read the row.
  const { rowCount } = await client.query(
    `INSERT INTO outbox (operator_id, id, kind, key, topic, destination, partner, lane, content, secret, entity_id, station_id, state,
       created_at, next_at, give_up_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waiting', $13, $13, $14) ON CONFLICT DO NOTHING`,
    [
      operatorId,
      newId(at),
      kind,
      thing.key.slice(0, 300),
      thing.topic,
      to.destination,
      to.partner,
      thing.lane ?? null,
      JSON.stringify(to.content),
      kind === 'mail' && thing.secret === true,
      thing.entityId ?? null,
      thing.stationId ?? null,
      iso(at),
      iso(at + Math.max(shortestPatience, thing.giveUpAfterMs ?? patience[kind])),
    ],
  );
  return rowCount === 1 ? 'queued' : 'known';
}

interface Parts {
  readonly destination: string;
  readonly partner: string;
  readonly content: MailContent | WebhookContent;
}

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  readonly language: Language;
  readonly attachments?: readonly Attachment[] | undefined;
}
export interface WebhookContent {
  readonly body: Readonly<Record<string, unknown>>;
}

const mailParts = ({ to, subject, text, html, language, attachments }: OutgoingMail): Parts => ({
  destination: to.trim().toLowerCase(),
  partner: 'mail',
  // A subject is one line.
  content: { subject: subject.replace(/\s+/g, ' ').trim().slice(0, 200), text, html, language, attachments },
});

/** undefined: there is no such webhook, or it is switched off. */
async function webhookParts(
  client: pg.ClientBase | pg.Pool,
  { operatorId, webhookId, body }: OutgoingWebhook,
): Promise<Parts | undefined> {
  const { rows } = await client.query<{ url: string }>(
    'SELECT url FROM webhooks WHERE operator_id = $1 AND id = $2 AND active',
    [operatorId, webhookId],
  );
  return rows[0] && { destination: rows[0].url, partner: webhookId, content: { body } };
}
