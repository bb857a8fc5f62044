import { createHmac } from 'node:crypto';
import type { Outside } from '../lib/outside.ts';
import { type Instant, iso } from '../lib/time.ts';
import type { Attempt } from './attempt.ts';

export interface Call {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly topic: string;
  readonly createdAt: Instant;
  readonly attempt: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly now: Instant;
  readonly signal: AbortSignal;
}

const mostAnswered = 16_384;

/** `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>", hexadecimal>`: the time is signed too, so that nobody sends an old one again. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/** One signed request: what came of it is told by the status alone. */
export async function callWebhook(outside: Outside, call: Call): Promise<Attempt> {
  const { id, url, secret, topic, createdAt, attempt, now, signal } = call;
  const body = JSON.stringify({ id, topic, createdAt: iso(createdAt), ...call.body });
  const told = await outside.tell({
    url,
    post: { type: 'application/json', body },
    headers: {
      'user-agent': 'Voltyard',
      'voltyard-id': id,
      'voltyard-topic': topic,
      'voltyard-attempt': String(attempt),
      'voltyard-signature': signatureOf(secret, Math.floor(now / 1000), body),
    },
    mostBytes: mostAnswered,
    signal,
  });
  return meaningOf(told);
}

/** The same again would be refused again: the request itself is what they do not want. */
const forEver = new Set([400, 410, 413, 415, 422]);

function meaningOf(told: Awaited<ReturnType<Outside['tell']>>): Attempt {
  if ('fault' in told) {
    if (told.fault === 'address') return { outcome: 'never', fault: 'address' };
    return { outcome: 'partner', fault: told.fault === 'silent' ? 'silent' : 'away' };
  }
  const { status, retryAfterMs: waitMs } = told;
  const answer = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { outcome: 'sent', answer };
  if (forEver.has(status)) return { outcome: 'never', fault: 'refused', answer };
  if (status >= 300 && status < 400) return { outcome: 'partner', fault: 'redirected', answer };
  if (status === 401 || status === 403) return { outcome: 'partner', fault: 'signIn', answer };
  return { outcome: 'partner', fault: 'later', answer, waitMs };
}
