import type pg from 'pg';

const tables = [
  'stations',
  'connectors',
  'transactions',
  'errors',
  'connections',
  'commands',
  'settings',
  'request_statuses',
  'variables',
  'holdings',
  'reservations',
];

/**
 * Every row of the state tables as text, ordered. Without `stations.seq`: it only says how far the row itself was written, and the
 * facts behind it are folded when it is read.
 */
export async function dumpState(pool: pg.Pool): Promise<string> {
  const parts: string[] = [];
  for (const table of tables) {
    const { rows } = await pool.query(`SELECT (to_jsonb(t) - 'seq')::text AS line FROM ${table} t ORDER BY 1`);
    parts.push(`# ${table}`, ...rows.map((row) => row.line as string));
  }
  return parts.join('\n');
}

/** Every fact as text, ordered. */
export async function dumpFacts(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query('SELECT f::text AS line FROM facts f ORDER BY operator_id, station_id, seq');
  return rows.map((row) => row.line as string).join('\n');
}

/** Every row of every table there is, as text. */
export async function dumpAll(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT c.oid::regclass::text AS name FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND NOT relispartition",
  );
  const parts: string[] = [];
  for (const { name } of rows) {
    const lines = await pool.query(`SELECT t::text AS line FROM ${name} t`);
    parts.push(`# ${name}`, ...lines.rows.map((row) => row.line as string));
  }
  return parts.join('\n');
}
