import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { Failure } from '../lib/errors.ts';
import { type Clock, day, type Instant, iso, minute } from '../lib/time.ts';

/** So long an answer can be had again. */
const kept = day;
/** A request that has been under way for longer was cut off: it may be made again. */
const cutOff = 5 * minute;
/** Longer answers are not kept: nothing that creates gives so much. */
const longestAnswer = 256 * 1024;

export interface Asked {
  readonly operatorId: number;
  readonly userId: string;
  readonly key: string;
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly again: boolean;
}

/**
 * RFC draft "The Idempotency-Key HTTP Header Field": the same POST under the same key is done once, however often it comes. What failed is
 * forgotten and may be tried again under the same key.
 */
export interface Idempotency {
  once(asked: Asked, work: () => Promise<{ status: number; body: string }>): Promise<Answered>;
}

export function createIdempotency({ pool, clock }: { pool: pg.Pool; clock: Clock }): Idempotency {
  return {
    async once({ operatorId, userId, key, ...request }, work) {
      checkKey(key);
      const id = [operatorId, userId, hash(`key ${key}`)] as const;
      const print = hash(JSON.stringify([request.method, request.url, sorted(request.body)]));
      if (!(await take(id, print))) return again(id, print, key);
      let answer: { status: number; body: string };
      try {
        answer = await work();
      } catch (error) {
        await pool.query(`DELETE FROM idempotency_keys WHERE ${these}`, [...id]);
        throw error;
      }
      if (answer.body.length <= longestAnswer)
        await pool.query(`UPDATE idempotency_keys SET status = $4, sealed = $5 WHERE ${these}`, [
          ...id,
          answer.status,
          seal(key, answer.body),
        ]);
      return { ...answer, again: false };
    },
  };

  /** True: this request is ours to do. */
  async function take(id: readonly unknown[], print: string): Promise<boolean> {
    const now: Instant = clock.now();
    const { rowCount } = await pool.query(
      `INSERT INTO idempotency_keys AS k (operator_id, user_id, key_hash, request, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (operator_id, user_id, key_hash) DO UPDATE SET request = excluded.request, created_at = excluded.created_at, status = NULL, sealed = NULL
         WHERE k.created_at < $6 OR (k.status IS NULL AND k.created_at < $7 AND k.request = excluded.request)`,
      [...id, print, iso(now), iso(now - kept), iso(now - cutOff)],
    );
    return rowCount === 1;
  }

  async function again(id: readonly unknown[], print: string, key: string): Promise<Answered> {
    const { rows } = await pool.query<{ request: string; status: number | null; sealed: Buffer | null }>(
      `SELECT request, status, sealed FROM idempotency_keys WHERE ${these}`,
      [...id],
    );
    const row = rows[0];
    if (row !== undefined && row.request !== print)
      throw new Failure('value.refused', 'This Idempotency-Key was used for another request. Use a new one.');
    if (row?.status == null || row.sealed === null)
      throw new Failure('state.conflict', 'The same request is being worked on. Try again in a moment.');
    return { status: row.status, body: open(key, row.sealed), again: true };
  }
}

/** Forgets what is older than a day. */
export async function forgetOldRequests(pool: pg.Pool, now: Instant): Promise<void> {
  await pool.query('DELETE FROM idempotency_keys WHERE created_at < $1', [iso(now - kept)]);
}

const these = 'operator_id = $1 AND user_id = $2 AND key_hash = $3';
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function checkKey(key: string): void {
  if (!/^[\x21-\x7e]{16,255}$/.test(key))
    throw new Failure('request.invalid', 'An Idempotency-Key has 16 to 255 visible characters, for example a UUID.');
}

/** The order of fields makes no other request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}

const secretOf = (key: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'voltyard idempotency', 32));

function seal(key: string, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secretOf(key), nonce);
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function open(key: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', secretOf(key), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8');
}
