import type pg from 'pg';

/** Adds one operator when the installation has none, as the first-start page does, and returns its id. */
export async function seedOperator(pool: pg.Pool): Promise<number> {
  const found = await pool.query('SELECT id FROM operators ORDER BY id LIMIT 1');
  if (found.rows[0]) return found.rows[0].id;
  const made = await pool.query(
    "INSERT INTO operators (slug, name, language, time_zone, created_at) VALUES ('bench', 'Bench', 'en', 'UTC', now()) RETURNING id",
  );
  return made.rows[0].id;
}

export async function seedCard(pool: pg.Pool, operatorId: number, number: string): Promise<void> {
  await pool.query(
    `INSERT INTO cards (operator_id, number, number_normal, type, status, concurrent_allowed, created_at)
     VALUES ($1, $2, $2, 'iso14443', 'active', true, now()) ON CONFLICT DO NOTHING`,
    [operatorId, number],
  );
}

/** Known stations `<prefix>-1 ... <prefix>-N`, adopted, all with the same password hash. */
export async function seedStations(
  pool: pg.Pool,
  operatorId: number,
  count: number,
  prefix: string,
  passwordHash: string,
): Promise<void> {
  await pool.query(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, password_hash, created_at)
     SELECT $1, nextval('station_ids'), $3 || '-' || n, 'Bench ' || n, true, $4, now() FROM generate_series(1, $2) AS n
     ON CONFLICT DO NOTHING`,
    [operatorId, count, prefix, passwordHash],
  );
}
