import type pg from 'pg';

/**
 * Looks for ids only. Row-level security would keep the database from using an index for LIKE and lower(), because these
 * are not proof against leaks (PostgreSQL, "Rules and Privileges"); so the looking is done without it, always by
 * `operator_id = $1`, and what was found is then read behind the operator's wall.
 */
export async function finding<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${longestMs}`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const longestMs = 10_000;
