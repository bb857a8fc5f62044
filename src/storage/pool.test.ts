import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { createLog } from '../lib/log.ts';
import { allOf, asOperator } from './as-operator.ts';
import { createPool } from './pool.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('F-01 F-02 a connection that is lost while somebody works with it is an error of that work only, and the next one is there', async () => {
  const pool = createPool({ ...database.connection, max: 1 }, createLog('silent'));
  // The test process would not live through an event that nobody hears.
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  process.on('uncaughtException', note);
  const kill = (pid: number) => database.pool.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
  const pidOf = async (client: { query(text: string): Promise<{ rows: { pid: number }[] }> }) =>
    (await client.query('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
  try {
    const between = asOperator(pool, allOf(1), async (client) => {
      await kill(await pidOf(client));
      return client.query('SELECT 1');
    });
    await expect(between).rejects.toThrow();
    const within = asOperator(pool, allOf(1), async (client) => {
      const pid = await pidOf(client);
      const slow = client.query('SELECT pg_sleep(20)');
      slow.catch(() => {});
      await kill(pid);
      return slow;
    });
    await expect(within).rejects.toThrow();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  } finally {
    process.off('uncaughtException', note);
    await pool.end();
  }
  expect(uncaught).toEqual([]);
});
