import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { adopted, type TestDesk, testDesk } from '../../test/desk.ts';
import { readInstallation, writeInstallation } from '../storage/installation.ts';
import { createDemo, type Demo } from './demo.ts';

let database: TestDatabase;
let desk: TestDesk;
let demo: Demo;
/** Until then the work goes on. */
let mayFail: Promise<void> = Promise.resolve();
let begun = 0;
beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool);
  await adopted(desk, database.pool, 0, 1);
  await adopted(desk, database.pool, 0, 2);
});
beforeEach(() => {
  begun = 0;
  demo = createDemo({
    pool: database.pool,
    bus: desk.options.bus,
    store: desk.options.store,
    versions: [],
    newId: desk.newId,
    now: Date.now,
    log: desk.options.log,
    ocppUrl: () => 'ws://127.0.0.1:1/ocpp',
    hashPassword: desk.credentials.hash,
    newPassword: () => 'secret',
    openThePast: async () => {
      begun++;
      await mayFail;
      throw new Error('the database was away');
    },
  });
});
afterAll(async () => {
  await desk.stop();
  await database.drop();
});

it('asked for twice at once it begins once; what failed can be begun again', async () => {
  let failNow = (): void => {};
  mayFail = new Promise((resolve) => {
    failNow = resolve;
  });
  await Promise.all([demo.start(1), demo.start(1)]);
  failNow();
  await demo.settled();
  expect(begun).toBe(1);
  expect(await demo.state(1)).toMatchObject({ state: 'failed', detail: 'the database was away' });
  await demo.start(1);
  await demo.settled();
  expect(begun).toBe(2);
});

it('a start that was cut off by a kill can be begun again after the restart', async () => {
  await writeInstallation(database.pool, 'demo', { operatorId: 1, since: 1, ready: false, stations: [] });
  await demo.resume();
  expect(await demo.state(1)).toMatchObject({ state: 'failed' });
  await demo.start(1);
  await demo.settled();
  expect(begun).toBe(1);
});

it('is removed by the operator whose it is, and by nobody else', async () => {
  const kept = { operatorId: 1, since: 1, ready: true, stations: [] };
  await writeInstallation(database.pool, 'demo', kept);
  await demo.remove(2);
  await demo.settled();
  expect(await readInstallation(database.pool, 'demo')).toEqual(kept);
  await demo.remove(1);
  await demo.settled();
  expect(await readInstallation(database.pool, 'demo')).toBeNull();
});
