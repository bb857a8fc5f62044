import type pg from 'pg';

/** For whom is read and written: an operator, and of it everything or only what belongs to some of its entities. */
export interface Wall {
  readonly operatorId: number;
  /** undefined: everything of the operator. */
  readonly entities: readonly number[] | undefined;
}

/** For what the program does by itself, and for those who see all of an operator. */
export const allOf = (operatorId: number): Wall => ({ operatorId, entities: undefined });

/**
 * Runs console queries inside the second wall: as a role that sees the rows of one operator only, and of it those of some entities where
 * the wall names them; in one transaction that commits when `work` resolves and is undone when it rejects. `timeoutMs` ends a query that
 * takes too long.
 */
export async function asOperator<T>(
  pool: pg.Pool,
  { operatorId, entities }: Wall,
  work: (client: pg.PoolClient) => Promise<T>,
  timeoutMs = 15_000,
): Promise<T> {
  for (const id of [operatorId, ...(entities ?? [])])
    if (!Number.isSafeInteger(id)) throw new Error(`Not an operator or an entity: ${id}`);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // One round trip; all values are numbers, checked or ours.
    await client.query(
      `BEGIN; SET LOCAL ROLE ${entities === undefined ? 'voltyard_console' : 'voltyard_scoped'}; SET LOCAL voltyard.operator = '${operatorId}'${
        entities === undefined ? '' : `; SET LOCAL voltyard.entities = '{${entities.join(',')}}'`
      }; SET LOCAL statement_timeout = ${Math.floor(timeoutMs)}`,
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
