import { randomBytes } from 'node:crypto';
import type pg from 'pg';

/** A random secret of this installation, made once and kept in the database; all nodes get the same. */
export async function installationSecret(pool: pg.Pool, name: string): Promise<string> {
  await pool.query(
    'INSERT INTO settings_of_installation (name, value) VALUES ($1, to_json($2::text)) ON CONFLICT DO NOTHING',
    [name, randomBytes(32).toString('base64url')],
  );
  const { rows } = await pool.query<{ value: string }>('SELECT value FROM settings_of_installation WHERE name = $1', [
    name,
  ]);
  return rows[0]!.value;
}
