import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BadNetwork, badNetwork } from '../../sim/bad-network.ts';
import { faithful } from '../../sim/faithful.ts';
import { createRandom } from '../../sim/random.ts';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, newSession, protocols, reading, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
let network: BadNetwork;
beforeAll(async () => {
  flow = await startFlow({ VOLTYARD_PING: '1' }, async ({ host, port }) => {
    network = await badNetwork({ path: `${host}/.s.PGSQL.${port}` }, createRandom(1));
    return network.port;
  });
  await flow.call('POST', '/cards', { number: 'OUTAGE', concurrentAllowed: true });
});
afterAll(async () => {
  await flow.stop();
  await network.stop();
});

const away = () => {
  network.weather.refuseChance = 1;
  network.breakAll();
};
const back = () => {
  network.weather.refuseChance = 0;
};

test('F-01 F-02 the database is away: sockets stay, no answer that is not true, heartbeats are answered, people and newcomers are asked to come back; then all goes on, each session once and exact', async () => {
  const stations = await Promise.all(
    [...protocols, ...protocols].map(async (protocol, n) => {
      const known = await flow.station();
      // Patient enough to keep its connection for as long as the database is away.
      const station = faithful({ ...known, url: flow.ocpp, protocol, random: createRandom(n), patienceMs: 60_000 });
      station.start();
      return { ...known, station };
    }),
  );
  const known = await flow.station();
  const beating = await wire(flow.ocpp, known, 'ocpp1.6');
  await boot(beating);
  let at = Date.now() - 3_600_000;
  const all = (what: (station: (typeof stations)[number]['station'], at: number) => void) => {
    at += 60_000;
    for (const { station } of stations) what(station, at);
  };
  const heard = () => stations.map(({ station }) => station.heard.length);
  all((station, now) => station.plugIn(1, 'OUTAGE', now));
  all((station, now) => station.meter(1, 500, now));
  await until(() => stations.every(({ station }) => station.waiting === 0));

  away();
  await sleep(50);
  const before = heard();
  all((station, now) => station.meter(1, 400, now));
  all((station, now) => station.unplug(1, 300, now));
  all((station, now) => station.plugIn(2, 'OUTAGE', now));
  // Beside one that waits: a session's message is not answered, a heartbeat is.
  const session = newSession('ocpp1.6', 'OUTAGE');
  const waits = beating.say(beating.dialect.start(session, reading(0, at), false), 'waits');
  await until(async () => (await (await fetch(`${flow.url}/readyz`)).json()).missing.includes('database'));
  for (const id of ['beat-1', 'beat-2'])
    expect(JSON.parse(await beating.say(beating.dialect.heartbeat(), id))).toMatchObject([3, id, {}]);
  const list = await flow.ask('GET', `/stations/${known.stationId}/frames`);
  expect([list.status, Number(list.headers.get('retry-after')) > 0]).toEqual([503, true]);
  await expect(wire(flow.ocpp, { ...known, identity: 'LATER' }, 'ocpp1.6')).rejects.toThrow('503');
  await sleep(3000);
  expect(heard()).toEqual(before);
  expect(stations.map(({ station }) => station.connects)).toEqual(stations.map(() => 1));
  expect((await fetch(`${flow.url}/livez`)).status).toBe(200);

  back();
  await until(() => stations.every(({ station }) => station.waiting === 0), 60);
  expect(JSON.parse(await waits)).toMatchObject([3, 'waits', {}]);
  all((station, now) => station.unplug(2, 700, now));
  await until(() => stations.every(({ station }) => station.waiting === 0));
  expect(stations.map(({ station }) => station.connects)).toEqual(stations.map(() => 1));
  for (const { stationId, station } of stations) {
    expect(station.complaints).toEqual([]);
    const { items } = await flow.call('GET', `/stations/${stationId}/charge-logs`);
    expect(items.map(({ evse, energyWh, endedBy }: Json) => ({ evse, energyWh, endedBy }))).toEqual([
      { evse: 2, energyWh: 700, endedBy: 'station' },
      { evse: 1, energyWh: 1200, endedBy: 'station' },
    ]);
  }
  // The heartbeats are in the log as well, as they were answered.
  const ids = await until(async () => {
    const { items } = await flow.call('GET', `/stations/${known.stationId}/frames`);
    const found = items.filter((one: Json) => /^beat/.test(one.messageId) && one.answered);
    return found.length === 2 && found.map((one: Json) => one.messageId);
  });
  expect(ids.sort()).toEqual(['beat-1', 'beat-2']);
  await until(async () => (await fetch(`${flow.url}/readyz`)).status === 200);
  // An outage is no bug.
  expect(
    flow
      .log()
      .split('\n')
      .filter((line) => /"level":(50|60)/.test(line)),
  ).toEqual([]);
  for (const { station } of stations) await station.stop();
}, 120_000);
