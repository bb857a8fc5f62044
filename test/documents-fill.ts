import type pg from 'pg';

/** So many documents of one operator, of stations, models and locations, some with an expiry. */
export async function fillDocuments(pool: pg.Pool, operatorId: number, count: number): Promise<void> {
  await pool.query(
    `INSERT INTO documents (operator_id, id, kind, subject, station_id, name, category, version, created_at, changed_at, expires_on)
     SELECT $1::integer, gen_random_uuid(), (ARRAY['station', 'model', 'location', 'history'])[1 + n % 4], (1000 + n % 2000)::text,
       CASE WHEN n % 4 = 0 THEN 1000 + n % 2000 END, 'Paper ' || md5(n::text) || '.pdf', (ARRAY['photo', 'manual', 'other', 'contract', 'calibration'])[1 + n % 5],
       1, now(), '2025-06-01'::timestamptz + n * interval '1 minute', CASE WHEN n % 50 = 0 THEN '2026-01-01'::date + n % 900 END
     FROM generate_series(1, $2::integer) n`,
    [operatorId, count],
  );
  await pool.query('ANALYZE documents');
}
