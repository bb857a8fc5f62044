import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { adopted, connect, type TestDesk, testDesk } from '../../test/desk.ts';
import { until } from '../../test/until.ts';
import type { Command, CommandAnswer } from '../domain/commands.ts';
import type { Protocol, StationKey } from '../domain/ports.ts';

let database: TestDatabase;
let desk: TestDesk;
let keys: StationKey[];
let load = 0;

beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool, {
    settings: { retryBackOff: { waitMinimum: 30, randomRange: 20, repeatTimes: 3 }, backOffAfterMs: 20 },
    load: () => load,
  });
  keys = await adopted(desk, database.pool, 4);
});
afterAll(async () => {
  await desk.stop();
  await database.drop();
});

const boot = (reason: string) => ({ kind: 'boot', vendor: 'V', model: 'M', reason }) as const;
const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
const answered = async (key: StationKey): Promise<number> =>
  (
    await database.pool.query(
      'SELECT count(*)::integer AS n FROM commands WHERE station_id = $1 AND answer IS NOT NULL',
      [key.stationId],
    )
  ).rows[0].n;
const connected = (key: StationKey, protocol: Protocol, answer: CommandAnswer) =>
  connect(desk, key, { protocol, obey: async () => answer });
const yes: CommandAnswer = { outcome: 'accepted', status: 'Accepted' };

it('F-06 a station of 2.x is told how to come back after its boot, once, and again after a new firmware', async () => {
  const [key] = keys;
  const station = await connected(key!, 'ocpp2.0.1', yes);
  await station.say(boot('PowerUp'));
  await until(async () => (await answered(key!)) === 1);
  const name = (variable: string) => ({ component: 'OCPPCommCtrlr', variable });
  expect(station.sent).toEqual<Command[]>([
    {
      kind: 'writeSettings',
      values: [
        { name: name('RetryBackOffWaitMinimum'), value: '30' },
        { name: name('RetryBackOffRandomRange'), value: '20' },
        { name: name('RetryBackOffRepeatTimes'), value: '3' },
      ],
    },
  ]);
  await station.say(boot('PowerUp'));
  await pause();
  expect(station.sent).toHaveLength(1);
  await station.say(boot('FirmwareUpdate'));
  await until(() => station.sent.length === 2);
});

it('F-06 one that refuses is not asked again; one of 1.6 knows nothing of it', async () => {
  const [, stubborn, old] = keys;
  const station = await connected(stubborn!, 'ocpp2.1', { outcome: 'refused', status: 'Rejected' });
  await station.say(boot('PowerUp'));
  await until(async () => (await answered(stubborn!)) === 1);
  await station.say(boot('PowerUp'));
  const of16 = await connected(old!, 'ocpp1.6', yes);
  await of16.say(boot('PowerUp'));
  await pause();
  expect([station.sent.length, of16.sent.length]).toEqual([1, 0]);
});

it('F-06 not while there is a rush, and not over a connection that is gone', async () => {
  const key = keys[3]!;
  load = 0.9;
  const first = await connected(key, 'ocpp2.0.1', yes);
  await first.say(boot('PowerUp'));
  await pause();
  await first.close();
  const second = await connected(key, 'ocpp2.0.1', yes);
  await second.say(boot('PowerUp'));
  await pause();
  expect([...first.sent, ...second.sent]).toEqual([]);
  load = 0;
  await until(() => second.sent.length === 1);
  expect(first.sent).toEqual([]);
});
