import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { adopted, connect, type TestDesk, testDesk } from '../../test/desk.ts';
import { until } from '../../test/until.ts';
import { contactOf } from '../domain/silence.ts';
import { createIds } from '../lib/ids.ts';
import { hour, minute, second, systemClock } from '../lib/time.ts';

let database: TestDatabase;
let desk: TestDesk;
/** Added to the wall clock, and to both clocks. */
let step = 0;
let passed = 0;
const clock = { now: () => Date.now() + step + passed, monotonic: () => systemClock.monotonic() + passed };

beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool, { clock, settings: { pendingAfterSeconds: 600 } });
  await desk.stations.start();
});
afterAll(async () => {
  await desk.stop();
  await database.drop();
});

const commandOf = async (id: string) =>
  (await database.pool.query('SELECT state, reason FROM commands WHERE id = $1', [id])).rows[0];
const ask = (timeoutMs: number, whenOffline: 'refuse' | 'queue' = 'refuse') => ({
  kind: 'command' as const,
  commandId: desk.newId(clock.now()),
  command: { kind: 'clearCache' as const },
  whenOffline,
  timeoutMs,
});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// A step of NTP, and daylight saving on a server whose clock is (wrongly) local time.
describe.each([
  ['an hour forwards', hour],
  ['an hour back', -hour],
  ['a second step of NTP', 90 * second],
])('T-15 the server’s clock jumps %s', (_, jump) => {
  it('no command times out by it, and the next one in its time', async () => {
    const [key] = await adopted(desk, database.pool, 1, 100 + Math.abs(jump / second) + (jump < 0 ? 1 : 0));
    await connect(desk, key!, { clock, obey: () => new Promise(() => {}) });
    const patient = ask(20 * minute);
    await desk.stations.answer(key!, patient);
    const short = ask(2 * second);
    await desk.stations.answer(key!, short);
    step += jump;
    await pause(1300);
    expect((await commandOf(patient.commandId)).state).toBe('sent');
    // What was asked before the jump is over in its own time, whatever the wall clock says.
    passed += 3 * second;
    expect(await until(async () => (await commandOf(short.commandId)).state === 'timedOut')).toBe(true);
    expect((await commandOf(patient.commandId)).state).toBe('sent');
    const after = ask(2 * second);
    await desk.stations.answer(key!, after);
    await pause(100);
    expect((await commandOf(after.commandId)).state).toBe('sent');
    passed += 3 * second;
    await until(async () => (await commandOf(after.commandId)).state === 'timedOut');
    passed += 20 * minute;
    await until(async () => (await commandOf(patient.commandId)).state === 'timedOut');
  });

  it('no connected station falls silent by it, and one that is silent does', async () => {
    const [key] = await adopted(desk, database.pool, 1, 200 + Math.abs(jump / second) + (jump < 0 ? 1 : 0));
    const station = await connect(desk, key!, { clock });
    await station.say({ kind: 'heartbeat' });
    const contact = async () => {
      const reply = await desk.stations.answer(key!, { kind: 'live' });
      if (reply.kind !== 'live') throw new Error(reply.kind);
      return contactOf({ ...reply.live, fleetPendingAfterSeconds: 600, now: clock.now() });
    };
    step += jump;
    expect(await contact()).toBe('online');
    passed += 11 * minute;
    expect(await contact()).toBe('pending');
    await station.say({ kind: 'heartbeat' });
    expect(await contact()).toBe('online');
  });

  it('a connection held for as long as it did', async () => {
    const [key] = await adopted(desk, database.pool, 1, 400 + Math.abs(jump / second) + (jump < 0 ? 1 : 0));
    const station = await connect(desk, key!, { clock });
    passed += 7 * minute;
    step += jump;
    await station.close();
    const { rows } = await database.pool.query(
      'SELECT duration_ms::float8 AS ms FROM connections WHERE station_id = $1 AND id = $2',
      [key!.stationId, station.connectionId],
    );
    expect(rows[0].ms).toBeGreaterThanOrEqual(7 * minute);
    expect(rows[0].ms).toBeLessThan(8 * minute);
  });

  it('the time told at heartbeats and boots is right afterwards, ids stay unique and in order', async () => {
    const [key] = await adopted(desk, database.pool, 1, 300 + Math.abs(jump / second) + (jump < 0 ? 1 : 0));
    const station = await connect(desk, key!, { clock });
    const newId = createIds();
    const ids = [newId(clock.now()), newId(clock.now())];
    step += jump;
    const beat = await station.say({ kind: 'heartbeat' });
    expect(beat.kind === 'heartbeat' && Math.abs(beat.now - clock.now())).toBeLessThan(2 * second);
    const boot = await station.say({ kind: 'boot', vendor: 'V', model: 'M' });
    expect(boot.kind === 'boot' && Math.abs(boot.now - clock.now())).toBeLessThan(2 * second);
    ids.push(newId(clock.now()), newId(clock.now()));
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});

it('T-18 a station that sends no heartbeats is there as long as anything comes from it, and a pong is something', async () => {
  const [key] = await adopted(desk, database.pool, 1, 900);
  const station = await connect(desk, key!, { clock });
  const contact = async () => {
    const reply = await desk.stations.answer(key!, { kind: 'live' });
    if (reply.kind !== 'live') throw new Error(reply.kind);
    return contactOf({ ...reply.live, fleetPendingAfterSeconds: 600, now: clock.now() });
  };
  const place = { evse: 1, connector: 1 };
  for (const message of [
    { kind: 'status', ...place, status: 'available', time: {} },
    { kind: 'meter', place, samples: [] },
    { kind: 'authorize', token: { number: 'X', type: 'iso14443' } },
  ] as const) {
    passed += 9 * minute;
    await station.say(message);
    expect(await contact()).toBe('online');
  }
  passed += 9 * minute;
  station.seat.alive(clock.now());
  passed += 9 * minute;
  expect(await contact()).toBe('online');
  passed += 2 * minute;
  expect(await contact()).toBe('pending');
});
