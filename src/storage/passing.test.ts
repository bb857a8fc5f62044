import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { systemClock } from '../lib/time.ts';
import { asOperator } from './as-operator.ts';
import { createLookups } from './lookups.ts';
import { orAway } from './passing.ts';
import { createStationStore } from './station-store.ts';

let database: TestDatabase;
/** Nobody listens there. */
const nowhere = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 10_000 });
const key = { operatorId: 1, stationId: 1 };

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await nowhere.end();
  await database.drop();
});

it('F-09 a database that is away is a known failure to who reads on the message path, not a bug', async () => {
  const lookups = createLookups({ pool: nowhere, clock: systemClock });
  const store = createStationStore({ pool: nowhere });
  for (const read of [
    () => lookups.look(key, { card: 'ABCD' }),
    () => lookups.look(key, { transactionIds: ['1'], concurrentFor: 'ABCD' }),
    () => lookups.isExclusive(1, 'ABCD'),
    () => store.find(1, 'CP1'),
    () => store.load(key),
    () => store.patience(),
  ])
    await expect(read()).rejects.toMatchObject({ id: 'database.away' });
});

it('F-09 a wrong statement stays a bug', async () => {
  await expect(orAway(() => database.pool.query('SELECT nonsense'))).rejects.toMatchObject({ code: '42703' });
  await expect(orAway(() => Promise.reject(new TypeError('of ours')))).rejects.toBeInstanceOf(TypeError);
});

it('a console query that takes too long is ended by the database, and its connection goes on', async () => {
  const slow = asOperator(database.pool, 1, (client) => client.query('SELECT pg_sleep(60)'), 100);
  await expect(slow).rejects.toMatchObject({ code: '57014' });
  const { rows } = await asOperator(database.pool, 1, (client) => client.query('SHOW statement_timeout'));
  expect(rows).toEqual([{ statement_timeout: '15s' }]);
});
