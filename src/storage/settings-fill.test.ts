import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { adopted, connect, type TestDesk, testDesk } from '../../test/desk.ts';
import type { ReportedVariable, StationMessage } from '../domain/message.ts';

let database: TestDatabase;
let desk: TestDesk;
beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool);
});
afterAll(async () => {
  await desk.stop();
  await database.drop();
});

const report = (...variables: ReportedVariable[]): StationMessage => ({
  kind: 'report',
  requestId: 1,
  last: true,
  variables,
});
const name = { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval', attribute: 'Actual' };

it('what a report told of a setting stays when an answer with less comes, in one batch or in two', async () => {
  const [key] = await adopted(desk, database.pool, 1);
  const station = await connect(desk, key!);
  const row = async () =>
    (await database.pool.query('SELECT value, mutability, unit FROM settings WHERE station_id = $1', [key!.stationId]))
      .rows;
  await station.say(report({ ...name, value: '1' }));
  expect(await row()).toEqual([{ value: '1', mutability: null, unit: null }]);
  await station.say(report({ ...name, value: '2', mutability: 'ReadOnly', unit: 's' }));
  await station.say(report({ ...name, value: '3' }));
  expect(await row()).toEqual([{ value: '3', mutability: 'ReadOnly', unit: 's' }]);
  // The same name twice in one message.
  await station.say(report({ ...name, value: '4', mutability: 'ReadWrite' }, { ...name, value: '5' }));
  expect(await row()).toEqual([{ value: '5', mutability: 'ReadWrite', unit: 's' }]);
});
