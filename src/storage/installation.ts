import { randomBytes } from 'node:crypto';
import type pg from 'pg';

/** A single value of this installation; undefined: never set. */
export async function readInstallation<T>(pool: pg.Pool | pg.ClientBase, name: string): Promise<T | undefined> {
  const { rows } = await pool.query('SELECT value FROM settings_of_installation WHERE name = $1', [name]);
  return rows[0]?.value as T | undefined;
}

export async function writeInstallation(pool: pg.Pool | pg.ClientBase, name: string, value: unknown): Promise<void> {
  await pool.query(
    'INSERT INTO settings_of_installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [name, JSON.stringify(value)],
  );
}

/** The server's secret that goes into every station password's hash; made once, the same on all nodes. */
export async function ensurePepper(pool: pg.Pool): Promise<Buffer> {
  await pool.query("INSERT INTO settings_of_installation (name, value) VALUES ('pepper', $1) ON CONFLICT DO NOTHING", [
    JSON.stringify(randomBytes(32).toString('base64')),
  ]);
  return Buffer.from((await readInstallation<string>(pool, 'pepper'))!, 'base64');
}
