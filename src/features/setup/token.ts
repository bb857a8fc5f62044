import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';

const name = 'set-up token';

/** The one-time token to print while nobody administers this installation yet; the same after a restart. Undefined: set up. */
export async function ensureSetupToken(pool: pg.Pool): Promise<string | undefined> {
  if (await isSetUp(pool)) return undefined;
  await pool.query(
    'INSERT INTO settings_of_installation (name, value) VALUES ($1, to_json($2::text)) ON CONFLICT DO NOTHING',
    [name, randomBytes(24).toString('base64url')],
  );
  return readToken(pool, '');
}

export async function isSetUp(client: pg.Pool | pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ done: boolean }>('SELECT EXISTS (SELECT FROM members) AS done');
  return rows[0]!.done;
}

/** Holds the token's row until the transaction ends, so that two set-ups at once are one. True when `given` is it. */
export async function takeToken(client: pg.ClientBase, given: string): Promise<boolean> {
  const kept = await readToken(client, ' FOR UPDATE');
  if (kept === undefined || !timingSafeEqual(digest(kept), digest(given))) return false;
  await client.query('DELETE FROM settings_of_installation WHERE name = $1', [name]);
  return true;
}

async function readToken(client: pg.Pool | pg.ClientBase, lock: '' | ' FOR UPDATE'): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>(
    `SELECT value FROM settings_of_installation WHERE name = $1${lock}`,
    [name],
  );
  return rows[0]?.value;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
