import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { createLog } from '../../lib/log.ts';
import { connectPostgres } from './postgres.ts';

let database: TestDatabase;
let url: string;
const onTaken = vi.fn();
const quick = { log: createLog('silent'), patienceMs: 100, everyMs: 20, onTaken };
beforeAll(async () => {
  database = await testDatabase();
  const { host, port, user, database: name } = database.connection;
  url = `postgres://${user}:s3cret@${encodeURIComponent(host!)}:${port}/${name}`;
});
afterAll(() => database.drop());

/** Ends the connections that hold an advisory lock, as a restart of the database does. */
const cut = () =>
  database.pool.query(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );
const owners = async (): Promise<number> => {
  const { rows } = await database.pool.query(
    "SELECT count(*)::integer AS n FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );
  return rows[0].n;
};

it('a database has one owner: a second program says so in one sentence, and takes over when the first one ends', async () => {
  const first = await connectPostgres(url, quick);
  await expect(connectPostgres(url, quick)).rejects.toThrow(
    /^Another Voltyard is working on the database of DATABASE_URL/,
  );
  await expect(connectPostgres(url, quick)).rejects.not.toThrow('s3cret');
  const second = connectPostgres(url, { ...quick, patienceMs: 10_000 });
  await first.stop();
  await (await second).stop();
  await expect.poll(owners).toBe(0);
});

it('takes the database again after it was away, and tells when another program was quicker', async () => {
  const engine = await connectPostgres(url, quick);
  await cut();
  await expect.poll(owners).toBe(1);
  expect(onTaken).not.toHaveBeenCalled();

  const other = new pg.Client(database.connection);
  await other.connect();
  const waiting = other.query('SELECT pg_advisory_lock(7208641307)');
  await expect
    .poll(
      async () =>
        (await database.pool.query("SELECT FROM pg_locks WHERE NOT granted AND locktype = 'advisory'")).rowCount,
    )
    .toBe(1);
  await database.pool.query(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );
  await waiting;
  await expect.poll(() => onTaken.mock.calls.length, { timeout: 5000 }).toBe(1);
  await engine.stop();
  await other.end();
});

it('one sentence without the password for a database that is not there', async () => {
  const error = await connectPostgres('postgres://me:s3cret@127.0.0.1:1/none', quick).catch((thrown: Error) => thrown);
  expect((error as Error).message).toMatch(
    /^The database of DATABASE_URL \(127\.0\.0\.1:1\/none\) cannot be used: .*\.$/,
  );
  expect((error as Error).message).not.toContain('s3cret');
});
