import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Faithful, faithful } from '../../sim/faithful.ts';
import { createRandom } from '../../sim/random.ts';
import { day, minute } from '../../src/lib/time.ts';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, protocols, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
  await flow.call('POST', '/cards', { number: 'OFFLINE', concurrentAllowed: true });
});
afterAll(() => flow.stop());

const stations = 6;
/** Sessions of one day; each has a start, meter values and a stop. */
const sessionsADay = 4;
const metersOfSession = 5;

/** Seven days without a network, as the station kept them. Gives the energy of each day. */
function weekOf(station: Faithful, end: number): number[] {
  const energy: number[] = [];
  for (let before = 7; before >= 1; before--) {
    const midnight = Math.floor(end / day) * day - before * day;
    let sum = 0;
    for (let session = 0; session < sessionsADay; session++) {
      let at = midnight + (8 + 3 * session) * 60 * minute;
      const later = () => (at += 5 * minute);
      station.plugIn(1, 'OFFLINE', later());
      for (let n = 0; n < metersOfSession; n++) {
        const wh = 100 * (8 - before) + n;
        station.meter(1, wh, later());
        sum += wh;
      }
      station.unplug(1, 10, later());
      sum += 10;
    }
    energy.push(sum);
  }
  return energy;
}

test('T-16 stations bring seven days: in order, each session exact and on its own day, and others are answered between', async () => {
  const end = Date.now();
  const drained = await Promise.all(
    Array.from({ length: stations }, async (_, n) => {
      const known = await flow.station();
      const station = faithful({
        ...known,
        url: flow.ocpp,
        protocol: protocols[n % 3]!,
        random: createRandom(n),
        patienceMs: 60_000,
      });
      return { ...known, station, energy: weekOf(station, end) };
    }),
  );
  const messages = drained[0]!.station.waiting;
  expect(messages).toBe(7 * sessionsADay * (metersOfSession + 2));
  const others = await Promise.all(
    protocols.map(async (protocol) => {
      const one = await wire(flow.ocpp, await flow.station(), protocol);
      await boot(one);
      return one;
    }),
  );

  // Between a call of another station and its answer everybody who drains gets a turn or a few, not all of them.
  const heard = () => drained.reduce((sum, { station }) => sum + station.heard.length, 0);
  const between: number[] = [];
  for (const { station } of drained) station.start();
  await until(() => heard() > stations);
  const total = stations * messages;
  while (heard() < total * 0.9) {
    for (const one of others) {
      const before = heard();
      await one.ask(one.dialect.heartbeat());
      between.push(heard() - before);
    }
  }
  await until(() => drained.every(({ station }) => station.waiting === 0), 90);
  expect(between.length).toBeGreaterThan(20);
  const sorted = between.toSorted((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length * 0.95)]).toBeLessThan(stations * 10);

  for (const { stationId, station, energy } of drained) {
    expect(station.complaints).toEqual([]);
    expect(station.connects).toBe(1);
    const { rows } = await flow.pool.query(
      `SELECT started_at, ended_at, energy_wh::float8 AS energy FROM transactions WHERE station_id = $1 ORDER BY number`,
      [stationId],
    );
    // In the order in which they happened, which is the order in which they were told.
    expect(rows).toEqual(
      station.sessions.map(({ startedAt, endedAt, startWh, meterWh }) => ({
        started_at: new Date(startedAt),
        ended_at: new Date(endedAt!),
        energy: meterWh - startWh,
      })),
    );
    const frames = await flow.pool.query(
      "SELECT message_id FROM frames WHERE station_id = $1 AND direction = 'in' AND action <> 'BootNotification' ORDER BY received_at, id",
      [stationId],
    );
    expect(frames.rows.map((row) => row.message_id)).toEqual(station.heard.map(({ id }) => id));
    // What people see of a day is what happened that day, not what came today.
    for (let before = 7; before >= 1; before--) {
      const from = Math.floor(end / day) * day - before * day;
      const query = `from=${new Date(from).toISOString()}&to=${new Date(from + day).toISOString()}`;
      const sums: Json = await flow.call('GET', `/stations/${stationId}/charge-logs/sums?${query}`);
      expect([sums.sessions ?? sums.count, sums.energyWh]).toEqual([sessionsADay, energy[7 - before]]);
    }
  }
  expect(
    flow
      .log()
      .split('\n')
      .filter((line) => /"level":(50|60)/.test(line)),
  ).toEqual([]);
  for (const { station } of drained) await station.stop();
  for (const one of others) await one.close();
}, 180_000);
