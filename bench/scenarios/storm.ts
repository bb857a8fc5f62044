import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf, cpuOfTree, memoryOf } from '../cpu.ts';
import { type Connected, connectDriven, type Driven, newLoad } from '../driver.ts';
import { bootOnly } from '../scripts.ts';
import type { Scenario } from './scenario.ts';

const booting = (count: number, password: string | undefined): Driven[] =>
  Array.from({ length: count }, (_, index) => ({
    identity: `BENCH-${index + 1}`,
    password,
    protocol: 'ocpp1.6',
    script: bootOnly(),
  }));

async function storm(
  url: string,
  all: readonly Driven[],
  atOnce: number,
): Promise<{ seconds: number; connected: Connected[]; answered: number; refused: number }> {
  const load = newLoad();
  const connected: Connected[] = [];
  let refused = 0;
  let next = 0;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < all.length) {
        const driven = all[next++]!;
        try {
          const one = await connectDriven(url, driven, load);
          connected.push(one);
          one.run();
        } catch {
          refused++;
        }
      }
    }),
  );
  while (load.answered < connected.length && performance.now() - begun < 120_000) await sleep(5);
  return { seconds: (performance.now() - begun) / 1_000, connected, answered: load.answered, refused };
}

/** Known stations with Basic auth all come at once: connect and boot. */
export const bootStorm: Scenario = async ({ floor, product, password, stations }) => {
  const bare = await storm(floor.url, booting(stations, undefined), 200);
  for (const one of bare.connected) one.end();
  await sleep(1_000);
  const cpu = cpuOf(product.pid);
  const database = cpuOfTree(product.databasePid);
  const ours = await storm(product.url, booting(stations, password), 200);
  const figures = {
    stations,
    floorPerSecond: Math.round(stations / bare.seconds),
    bootedPerSecond: Math.round(ours.answered / ours.seconds),
    seconds: Number(ours.seconds.toFixed(2)),
    booted: ours.answered,
    refused: ours.refused,
    cpuPerStationUs: Math.round(((cpuOf(product.pid) - cpu) * 1_000) / stations),
    databaseCpuPerStationUs: Math.round(((cpuOfTree(product.databasePid) - database) * 1_000) / stations),
  };
  for (const one of ours.connected) one.end();
  return figures;
};

/** Memory of our process per idle, booted station. */
export const idle: Scenario = async ({ floor, product, password, stations }) => {
  const measure = async (pid: number, url: string, pass: string | undefined) => {
    // A few first, so that code and pools are warm and only stations are counted.
    const warm = await storm(url, booting(100, pass), 50);
    for (const one of warm.connected) one.end();
    await sleep(2_000);
    const before = memoryOf(pid);
    const all = await storm(url, booting(stations, pass), 200);
    await sleep(8_000);
    const after = memoryOf(pid);
    const still = all.connected.filter((one) => one.socket.readyState === 1).length;
    for (const one of all.connected) one.end();
    return {
      connected: still,
      beforeMiB: before / 1_048_576,
      afterMiB: after / 1_048_576,
      kibPerStation: Number(((after - before) / 1_024 / stations).toFixed(2)),
    };
  };
  return {
    stations,
    floor: await measure(floor.pid, floor.url, undefined),
    voltyard: await measure(product.pid, product.url, password),
  };
};

/** The server is killed and started again; how soon its ports open and its known stations are back. */
export const restart: Scenario = async ({ product, password, stations }) => {
  const first = await storm(product.url, booting(stations, password), 200);
  const again = await product.restart('SIGKILL');
  const back = await storm(again.url, booting(stations, password), 200);
  for (const one of [...first.connected, ...back.connected]) one.end();
  await sleep(1_000);
  const clean = await again.restart('SIGTERM');
  const openedAfterMs = { afterKill: Math.round(again.openedAfterMs), afterStop: Math.round(clean.openedAfterMs) };
  await clean.stop();
  return { stations, openedAfterMs, back: back.answered, backSeconds: Number(back.seconds.toFixed(2)) };
};
