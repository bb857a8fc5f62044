import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import type { Clock } from '../lib/time.ts';
import { createReadiness } from './readiness.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const state = { at: 0, writes: true, bus: true, draining: false };
const clock: Clock = { now: () => state.at, monotonic: () => state.at };
const readiness = (migrations: readonly string[] = ['0001-foundation.sql']) =>
  createReadiness({
    pool: database.pool,
    clock,
    node: 'n1',
    writes: () => state.writes,
    bus: () => state.bus,
    draining: () => state.draining,
    migrations,
    folder: undefined,
  });
const later = () => {
  state.at += 1500;
};

it('is ready when the database takes a write, has our schema and nothing is ending', async () => {
  const ready = readiness();
  expect(await ready()).toEqual({ ready: true, missing: [] });
  state.draining = true;
  expect(await ready()).toEqual({ ready: false, missing: ['draining'] });
  state.draining = false;
  state.bus = false;
  expect(await ready()).toEqual({ ready: false, missing: ['bus'] });
  state.bus = true;
  state.writes = false;
  later();
  expect(await ready()).toEqual({ ready: false, missing: ['database'] });
  state.writes = true;
});

it('a schema without one of our migrations is not ours; one with newer ones is', async () => {
  later();
  expect(await readiness(['0001-foundation.sql', '9999-later.sql'])()).toEqual({
    ready: false,
    missing: ['migrations'],
  });
});

it('F-02 a database that only reads is not ready, and is again when it writes', async () => {
  const ready = readiness();
  const { database: name } = database.connection;
  await database.pool.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await database.pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  // The connection that has just asked is an old one, that still may write: it goes with its own look.
  await database.pool.query('SET default_transaction_read_only = on');
  later();
  expect(await ready()).toEqual({ ready: false, missing: ['database'] });
  await database.pool.query('SET default_transaction_read_only = off');
  later();
  expect(await ready()).toEqual({ ready: true, missing: [] });
});

it('many who ask at once cost one look', async () => {
  later();
  const ready = readiness();
  const count = async () => {
    const { rows } = await database.pool.query(
      "SELECT xmin::text FROM settings_of_installation WHERE name = 'ready:n1'",
    );
    return rows[0].xmin;
  };
  await ready();
  const before = await count();
  await Promise.all(Array.from({ length: 50 }, () => ready()));
  expect(await count()).toBe(before);
});
