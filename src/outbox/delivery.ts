import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../lib/log.ts';
import type { Outside } from '../lib/outside.ts';
import { type Clock, day, type Instant, second } from '../lib/time.ts';
import { type Attempt, backOff, fateOf, longestAttemptMs } from './attempt.ts';
import type { MailContent, WebhookContent } from './enqueue.ts';
import type { Mailer } from './mail.ts';
import { bringBack, dropEnded, endAttempt, giveUp, type Queue, queuesDue, type Taken, take } from './rows.ts';
import { callWebhook } from './webhook.ts';

export interface DeliveryOptions {
  readonly pool: pg.Pool;
  /** undefined: no mail server is named, mails wait until there is one. */
  readonly mailer: Mailer | undefined;
  readonly outside: Outside;
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: () => number;
  /** How often it looks for more while something is under way. */
  readonly lookMs?: number;
}

export interface Delivery {
  /** Sends what is due, until nothing is or the signal says so. */
  turn(signal: AbortSignal): Promise<void>;
  /** Removes what has ended long ago. */
  tidy(signal: AbortSignal): Promise<void>;
}

/** So many at once: in all, to the mail server, and to one webhook. */
const atOnce = { all: 12, mail: 4, webhook: 2 } as const;
/** What the program does not wait for any longer when it stops; the next one takes it up. */
const graceMs = 8 * second;
const keptDays = { sent: 30, dead: 90 } as const;

interface Standing {
  readonly failures: number;
  readonly since: Instant;
  readonly until: Instant;
}

export function createDelivery(options: DeliveryOptions): Delivery {
  const { pool, mailer, outside, clock, log, random = Math.random, lookMs = 500 } = options;
  /** Partners that are away. While one is, nothing goes there, and then one thing at first. Forgotten with the process: it is asked anew. */
  const away = new Map<string, Standing>();
  const running = new Map<Promise<void>, string>();

  const free = ({ partner, askedAt }: Queue): number => {
    const standing = away.get(partner);
    // A person who has mended something asks for it to be tried before the wait is over.
    const asked = standing !== undefined && askedAt !== undefined && askedAt > standing.since;
    if (standing && standing.until > clock.now() && !asked) return 0;
    const there = [...running.values()].filter((one) => one === partner).length;
    const most = standing ? 1 : partner === 'mail' ? atOnce.mail : atOnce.webhook;
    return Math.max(0, Math.min(most - there, atOnce.all - running.size));
  };

  const attempt = (taken: Taken, signal: AbortSignal): Promise<Attempt> => {
    const { id, topic, content, destination, url, secret } = taken;
    if (taken.kind === 'mail') return mailer!({ id, to: destination, ...(content as MailContent), signal });
    if (url === null || secret === null) return Promise.resolve({ outcome: 'never', fault: 'gone' });
    return callWebhook(outside, {
      id,
      url,
      secret,
      topic,
      createdAt: taken.created_at.getTime(),
      attempt: taken.attempts,
      body: (content as WebhookContent).body,
      now: clock.now(),
      signal,
    });
  };

  const deliver = async (taken: Taken, signal: AbortSignal): Promise<void> => {
    const { id, partner, kind, topic } = taken;
    const within = AbortSignal.any([signal, AbortSignal.timeout(longestAttemptMs)]);
    const made = await attempt(taken, within);
    const now = clock.now();
    const giveUpAt = taken.give_up_at.getTime();
    if (made.outcome === 'sent' || made.outcome === 'again' || made.outcome === 'never') away.delete(partner);
    if (made.outcome === 'partner' && now < giveUpAt) {
      // Those that were under way together found out one thing together.
      const known = away.get(partner);
      const fresh = known === undefined || known.until <= now || taken.started_at.getTime() > known.since;
      const failures = (known?.failures ?? 0) + (fresh ? 1 : 0);
      const until = fresh ? now + backOff(failures, random(), made.waitMs) : known.until;
      away.set(partner, { failures, since: now, until });
      if (known === undefined)
        log.warn({ partner, fault: made.fault }, 'A partner takes nothing; what is for it waits');
      const nextAt = Math.min(until, giveUpAt - second);
      return endAttempt(pool, taken, { ...made, state: 'waiting', at: now, nextAt, uncounted: true });
    }
    const fate = fateOf(made, { attempts: taken.attempts, giveUpAt, now, random: random() });
    const fault = made.outcome === 'sent' ? undefined : made.fault;
    if (fate.state === 'dead') log.warn({ id, kind, topic, fault }, 'Something could not be delivered and is given up');
    await endAttempt(pool, taken, { ...fate, at: now, fault, answer: made.answer });
  };

  const begin = (taken: Taken, signal: AbortSignal): void => {
    const one: Promise<void> = deliver(taken, signal)
      .catch((err: unknown) =>
        // It stays `sending` and is taken up as one that was cut off.
        log.error({ err, id: taken.id, kind: taken.kind }, 'An attempt of the outbox failed in itself'),
      )
      .finally(() => running.delete(one));
    running.set(one, taken.partner);
  };

  /** One thing of every queue after the other, so that the many of one operator do not keep those of another waiting. */
  const takeSome = async (signal: AbortSignal): Promise<number> => {
    let count = 0;
    const queues = (await queuesDue(pool, clock.now())).filter(({ partner }) => partner !== 'mail' || mailer);
    for (const queue of shuffled(queues, random)) {
      const most = Math.min(free(queue), queues.length > 1 ? 2 : atOnce.all);
      if (most === 0 || signal.aborted) continue;
      for (const taken of await take(pool, queue, clock.now(), most)) {
        begin(taken, signal);
        count++;
      }
    }
    return count;
  };

  return {
    async turn(signal) {
      const now = clock.now();
      const back = await bringBack(pool, now, now - 1.5 * longestAttemptMs);
      if (back > 0) log.warn({ count: back }, 'Deliveries that were cut off are made again');
      await giveUp(pool, now);
      // What is being sent is let finish, for a while; what is left then was cut off.
      const ending = new AbortController();
      try {
        for (;;) {
          const taken = signal.aborted ? 0 : await takeSome(ending.signal);
          if (running.size === 0 && taken === 0) return;
          if (signal.aborted) break;
          await Promise.race([
            ...running.keys(),
            sleep(lookMs, undefined, { signal, ref: false }).catch(() => undefined),
          ]);
        }
      } finally {
        const patience = setTimeout(() => ending.abort(), graceMs);
        await Promise.allSettled([...running.keys()]);
        clearTimeout(patience);
      }
    },
    async tidy(signal) {
      const now = clock.now();
      while (!signal.aborted && (await dropEnded(pool, now - keptDays.sent * day, now - keptDays.dead * day)) > 0);
    },
  };
}

function shuffled(queues: readonly Queue[], random: () => number): Queue[] {
  const list = [...queues];
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
  return list;
}
