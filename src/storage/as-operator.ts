import type pg from 'pg';

/**
 * Runs console queries inside the second wall: as a role that sees the rows of one operator only, in one transaction that
 * commits when `work` resolves and is undone when it rejects. `timeoutMs` ends a query that takes too long.
 */
export async function asOperator<T>(
  pool: pg.Pool,
  operatorId: number,
  work: (client: pg.PoolClient) => Promise<T>,
  timeoutMs = 15_000,
): Promise<T> {
  if (!Number.isSafeInteger(operatorId)) throw new Error(`Not an operator: ${operatorId}`);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // One round trip; both values are numbers, checked or ours.
    await client.query(
      `BEGIN; SET LOCAL ROLE voltyard_console; SET LOCAL voltyard.operator = '${operatorId}'; SET LOCAL statement_timeout = ${Math.floor(timeoutMs)}`,
    );
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
