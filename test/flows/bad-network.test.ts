import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BadNetwork, badNetwork, fair } from '../../sim/bad-network.ts';
import { type Faithful, faithful } from '../../sim/faithful.ts';
import { createRandom, type Random } from '../../sim/random.ts';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { protocols } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow({ VOLTYARD_PING: '1', VOLTYARD_CONNECTS_PER_HOUR: '100000' });
  for (const number of ['NET1', 'NET2']) await flow.call('POST', '/cards', { number, concurrentAllowed: true });
});
afterAll(() => flow.stop());
let connects = 0;

const chargeLogs = async (stationId: number): Promise<Json[]> =>
  (await flow.call('GET', `/stations/${stationId}/charge-logs`)).items;

/** What the server knows of a station's sessions is what the station measured: no more, no less, to the watt-hour. */
async function exact(stationId: number, station: Faithful): Promise<void> {
  expect(station.complaints).toEqual([]);
  const logs = (await chargeLogs(stationId)).reverse();
  expect(
    logs.map(({ evse, energyWh, startedAt, endedAt, endedBy, startKnown }) => ({
      evse,
      energyWh,
      startedAt,
      endedAt,
      endedBy,
      startKnown,
    })),
  ).toEqual(
    station.sessions.map(({ point, startWh, meterWh, startedAt, endedAt }) => ({
      evse: point,
      energyWh: meterWh - startWh,
      startedAt: new Date(startedAt).toISOString(),
      endedAt: new Date(endedAt!).toISOString(),
      endedBy: 'station',
      startKnown: true,
    })),
  );
  for (const { number } of logs)
    expect((await flow.call('GET', `/stations/${stationId}/charge-logs/${number}`)).gaps).toEqual([]);
}

/** A few sessions, one after the other, in the real order of things and quicker than life. */
async function live(station: Faithful, random: Random): Promise<void> {
  let at = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
  const later = () => (at += random.whole(1, 30) * 1000);
  for (let session = 0; session < 4; session++) {
    const point = random.whole(1, 2);
    station.plugIn(point, random.pick(['NET1', 'NET2']), later());
    for (let n = random.whole(0, 7); n > 0; n--) {
      await sleep(random.between(5, 120));
      station.meter(point, random.whole(0, 900), later());
    }
    await sleep(random.between(5, 120));
    station.unplug(point, random.whole(0, 900), later());
    if (random.chance(0.2)) station.powerOff();
  }
}

const troubles: readonly ((network: BadNetwork, random: Random) => void)[] = [
  ({ weather }, random) => Object.assign(weather, { latencyMs: [0, random.whole(1, 60)] }),
  ({ weather }, random) => Object.assign(weather, { breakChance: random.between(0.02, 0.3) }),
  ({ weather }, random) => Object.assign(weather, { bytesPerSecond: random.whole(4_000, 40_000) }),
  ({ weather }, random) => Object.assign(weather, { pieceBytes: random.whole(1, 40) }),
  ({ weather }) => Object.assign(weather, { refuseChance: 0.5 }),
  (network) => network.freeze(),
  (network) => network.freeze('toServer'),
  // The worst one: everything arrives, and no answer comes back.
  (network) => network.freeze('toStation'),
  (network) => network.breakAll(),
  (network, random) => network.halfClose(random.pick(['toServer', 'toStation'])),
];

const first = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
const seeds = Array.from({ length: Number(process.env.RUNS ?? 1) * 6 }, (_, index) => first + index);

test.each(
  seeds,
)('T-01 T-04 C-01 W-18 a network with latency, loss, half-closed and frozen connections: every session is as its station measured it (SEED=%d)', async (seed) => {
  const random = createRandom(seed);
  const { hostname, port } = new URL(flow.ocpp);
  const network = await badNetwork({ host: hostname, port: Number(port) }, random);
  const stations = await Promise.all(
    protocols.map(async (protocol, index) => {
      const known = await flow.station();
      const station = faithful({
        ...known,
        url: `ws://127.0.0.1:${network.port}/ocpp`,
        protocol,
        random: createRandom(seed * 10 + index),
        patienceMs: 700,
        shuffles: index > 0 && random.chance(0.5),
        doubts: 0.1,
      });
      station.start();
      return { known, station, life: live(station, createRandom(seed * 20 + index)) };
    }),
  );
  let over = false;
  const lives = Promise.all(stations.map(({ life }) => life)).then(() => {
    over = true;
  });
  try {
    while (!over) {
      random.pick(troubles)(network, random);
      await sleep(random.between(20, 400));
      if (random.chance(0.6)) {
        network.thaw();
        Object.assign(network.weather, fair);
      }
    }
    await lives;
    network.thaw();
    Object.assign(network.weather, fair);
    for (const { known, station } of stations) {
      await until(() => station.waiting === 0, 40);
      await exact(known.stationId, station);
      connects += station.connects;
    }
    // The server met no bug on the way.
    expect(flow.log()).not.toMatch(/"level":(50|60)/);
  } finally {
    for (const { station } of stations) await station.stop();
    await network.stop();
  }
}, 90_000);

test('the network was bad enough to say so', () => {
  expect(connects).toBeGreaterThan(seeds.length * (protocols.length + 1));
});
