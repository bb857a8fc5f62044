import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';

/** A key with all rights for the API. */
export async function apiKey(pool: pg.Pool, operatorId: number): Promise<string> {
  const key = `vy_${randomUUID().replaceAll('-', '')}`;
  await pool.query(
    `INSERT INTO api_keys (operator_id, id, name, prefix, hash, role, created_at) VALUES ($1, $2, 'bench', $3, $4, 'administrator', now())`,
    [operatorId, randomUUID(), key.slice(0, 8), createHash('sha256').update(key).digest()],
  );
  return key;
}
