import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { isPassing } from '../lib/passing.ts';
import { systemClock } from '../lib/time.ts';
import { allOf, asOperator } from './as-operator.ts';
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
  const slow = asOperator(database.pool, allOf(1), (client) => client.query('SELECT pg_sleep(60)'), 100);
  await expect(slow).rejects.toMatchObject({ code: '57014' });
  const { rows } = await asOperator(database.pool, allOf(1), (client) => client.query('SHOW statement_timeout'));
  expect(rows).toEqual([{ statement_timeout: '15s' }]);
});

it('F-02 what passes by itself is told from a bug, with and without a code', () => {
  const of = (code: string | undefined, message = 'x') =>
    Object.assign(new Error(message), code === undefined ? {} : { code });
  for (const passes of [
    of('ECONNREFUSED'),
    of('ENOENT'),
    of('EAI_AGAIN'),
    of('EPIPE'),
    of('57P01'),
    of('40001'),
    of('40P01'),
    of('53100'),
    of('25006'),
    of('08006'),
    of(undefined, 'Connection terminated unexpectedly'),
    of(undefined, 'Connection terminated due to connection timeout'),
    of(undefined, 'timeout exceeded when trying to connect'),
    of(undefined, 'Query read timeout'),
    of(undefined, 'Client has encountered a connection error and is not queryable'),
    of(undefined, 'The connection to the database was lost'),
  ])
    expect(isPassing(passes), passes.message).toBe(true);
  for (const stays of [
    of('23505'),
    of('22021'),
    of('42601'),
    of(undefined, 'somebody threw a plain error'),
    of(undefined),
    new TypeError('x is not a function'),
    new RangeError('value too large'),
    undefined,
    null,
    'text',
  ])
    expect(isPassing(stays), String(stays)).toBe(false);
});
