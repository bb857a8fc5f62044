import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Misbehaviour } from '../../sim/misbehaviour.ts';
import { type Protocol, profileOf } from '../../sim/profile.ts';
import { createRandom } from '../../sim/random.ts';
import { type Simulation, simulate } from '../../sim/station.ts';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { protocols } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
const card = 'SIMCARD';
const running: Simulation[] = [];
beforeAll(async () => {
  flow = await startFlow({ VOLTYARD_PING: '1' });
  await flow.call('POST', '/cards', { number: card, concurrentAllowed: true });
});
afterEach(async () => {
  // Whatever a station did: the server lives, and met no bug.
  const ready = await fetch(`${flow.url}/readyz`);
  expect(ready.status, `${await ready.text()} ${flow.log().slice(-3000)}`).toBe(200);
  expect(flow.log()).not.toMatch(/"level":(50|60)/);
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await flow.stop();
});

async function living(protocol: Protocol, misbehaviour: Misbehaviour) {
  const { stationId, identity, password } = await flow.station();
  const notes: string[] = [];
  const simulation = simulate({
    profile: { ...profileOf(2, protocol, createRandom(5)), identity },
    url: flow.ocpp,
    password,
    cards: [card],
    seed: 5,
    meterSeconds: 0.2,
    pace: 60,
    pauseSeconds: 100_000,
    heartbeatSeconds: 600,
    misbehaviour,
    note: (text) => notes.push(text),
  });
  running.push(simulation);
  await simulation.start();
  await until(async () => (await flow.call('GET', `/stations/${stationId}`)).bootStatus === 'accepted');
  return { stationId, simulation, notes };
}
const chargeLogs = async (stationId: number): Promise<Json[]> =>
  (await flow.call('GET', `/stations/${stationId}/charge-logs`)).items;
/** One session, ended by the station, with energy. */
const oneSession = (stationId: number): Promise<Json> =>
  until(async () => {
    const logs = await chargeLogs(stationId);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatchObject({ endedBy: 'station', startKnown: true });
    expect(logs[0].energyWh).toBeGreaterThan(0);
    return logs[0];
  });

// They wait more than they work: side by side.
describe.concurrent.each(protocols)('%s', (protocol) => {
  test.each([
    'same-id',
    'new-id',
  ] as const)('T-01 every transaction message twice (%s): one session, every answer the same', async (resend) => {
    const { stationId, simulation, notes } = await living(protocol, { resend });
    expect(await simulation.plugIn(1, card)).toBe(true);
    await sleep(900);
    await simulation.unplug(1);
    await oneSession(stationId);
    expect(notes.filter((note) => note.includes('differs'))).toEqual([]);
    // What the simulator says is good OCPP of its version.
    const { items } = await flow.call('GET', `/stations/${stationId}/frames`);
    expect(items.filter((one: Json) => one.violations > 0 || one.malformed !== undefined)).toEqual([]);
  });

  test('T-13 INF-6 a clock two hours ahead: one session, the drift is shown', async () => {
    const { stationId, simulation } = await living(protocol, { skewSeconds: 7200 });
    await simulation.plugIn(1, card);
    await sleep(700);
    await simulation.unplug(1);
    const session = await oneSession(stationId);
    expect(Date.parse(session.endedAt)).toBeGreaterThanOrEqual(Date.parse(session.startedAt));
    const { connection } = await flow.call('GET', `/stations/${stationId}/information`);
    expect(connection.driftSeconds).toBeGreaterThan(7100);
    expect(connection.driftSeconds).toBeLessThan(7300);
  });

  test('W-18 INF-2 a station that freezes in a session: ping timeout, offline, its one session still open', async () => {
    const { stationId, simulation } = await living(protocol, { freezeAfterSeconds: 1 });
    await simulation.plugIn(1, card);
    const ended = await until(async () => {
      const { items } = await flow.call('GET', `/stations/${stationId}/connections?kind=connection`);
      const last = items.at(-1);
      return last?.closedAt !== undefined && last;
    });
    expect(ended).toMatchObject({ code: '1006', side: 'broker', reason: 'pingTimeout' });
    const logs = await chargeLogs(stationId);
    expect(logs).toHaveLength(1);
    expect(logs[0].endedAt).toBeUndefined();
  });

  test('W-18 one byte at a time: slow, and whole', async () => {
    const { stationId, simulation } = await living(protocol, { dripMs: 0.1 });
    await simulation.plugIn(1, card);
    await sleep(700);
    await simulation.unplug(1);
    await oneSession(stationId);
  });

  test('T-04 T-05 LOG-4 a session in which the network goes away, and one that began and ended without it: each is one', async () => {
    const { stationId, simulation } = await living(protocol, {});
    await simulation.plugIn(1, card);
    await sleep(500);
    simulation.dropOut(1.5);
    await sleep(500);
    await simulation.unplug(1);
    await until(() => simulation.connected);
    await oneSession(stationId);
    simulation.dropOut(2);
    await simulation.plugIn(2, card);
    await sleep(700);
    await simulation.unplug(2);
    await until(() => simulation.connected);
    await until(async () => {
      const logs = await chargeLogs(stationId);
      expect(logs.map((one) => [one.evse, one.endedBy, one.startKnown])).toEqual([
        [2, 'station', true],
        [1, 'station', true],
      ]);
      expect(logs[0].energyWh).toBeGreaterThan(0);
      return true;
    });
  });

  test('W-04 garbage between messages: the session is not touched, the station is let be until there is too much of it', async () => {
    const { stationId, simulation } = await living(protocol, { garbageSeconds: 0.15 });
    await simulation.plugIn(1, card);
    await sleep(1200);
    await simulation.unplug(1);
    await oneSession(stationId);
    expect((await flow.call('GET', `/stations/${stationId}/frames?malformed=true`)).items.length).toBeGreaterThan(3);
    const { items } = await until(async () => {
      const page = await flow.call('GET', `/stations/${stationId}/connections?kind=connection&code=1008`);
      return page.items.length > 0 && page;
    });
    expect(items.at(-1)).toMatchObject({ side: 'broker', reason: 'badFrames' });
  });
});
