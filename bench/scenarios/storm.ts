import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { atMost } from '../asked.ts';
import { cpuOf, cpuOfTree } from '../cpu.ts';
import { createCrowds } from '../crowd/crowds.ts';
import type { BackOff, Came, Report } from '../crowd/orders.ts';
import { percentile } from '../driver.ts';
import type { Target } from '../measure.ts';
import { seedStations } from '../seed.ts';
import { card } from './mix.ts';
import type { Ground, Scenario } from './scenario.ts';

/** Sessions that run while the others come, and how often each of them says something, ms. */
const sessions = 200;
const everyMs = 1_000;
/** All come back within this after an outage, ms. */
const withinMs = 1_000;

/** What a station does that is turned away. */
export const backOff: BackOff = { waitMinimum: 30, randomRange: 30, repeatTimes: 3 };

const round = (value: number | undefined, digits = 0) => Number((value ?? Number.NaN).toFixed(digits));

export const toldBy = ({ latencies, stops, errors, lost }: Report) => ({
  messages: latencies.length,
  errors,
  lost,
  p50Ms: round(percentile(latencies, 0.5), 1),
  p99Ms: round(percentile(latencies, 0.99), 1),
  maxMs: round(latencies.at(-1), 1),
  stopMaxMs: round(stops.at(-1), 1),
});

export const cameIn = ({ booted, refused, retries, seconds, waits }: Came) => ({
  booted,
  refused,
  retries,
  seconds: round(seconds, 2),
  perSecond: round(booted / seconds),
  waitP50Ms: round(percentile(waits, 0.5)),
  waitP99Ms: round(percentile(waits, 0.99)),
});

/** Sessions run, then all others come at the same moment. */
export async function storm(
  target: Target,
  given: Pick<Ground, 'stations'> & { readonly password?: string; readonly ca?: string; readonly signatures?: string },
) {
  const { stations, ...how } = given;
  const riders = createCrowds();
  const comers = createCrowds();
  // Ports that were used a moment ago are not free yet.
  const address = target.name === 'floor' ? 2 : 102;
  const common = { url: target.url, password: undefined, ...how, backOff, connectors: 0 };
  try {
    await riders.ride({
      ...common,
      prefix: 'RIDER',
      from: 1,
      to: sessions,
      address,
      withinMs: 0,
      atOnce: 50,
      card,
      everyMs,
    });
    await sleep(5_000);
    await riders.report();
    await sleep(5_000);
    const before = toldBy(await riders.report());
    const cpu = cpuOf(target.pid);
    const database = target.databasePid ? cpuOfTree(target.databasePid) : 0;
    const came = await comers.come({
      ...common,
      prefix: 'BENCH',
      from: 1,
      to: stations,
      address: address + 10,
      withinMs,
      atOnce: stations,
    });
    const meanwhile = toldBy(await riders.report());
    const perStation = (ms: number) => round((ms * 1_000) / stations);
    return {
      ...cameIn(came),
      cpuPerStationUs: perStation(cpuOf(target.pid) - cpu),
      ...(target.databasePid && { databaseCpuPerStationUs: perStation(cpuOfTree(target.databasePid) - database) }),
      clientCpuPerStationUs: perStation(comers.pids().reduce((sum, pid) => sum + cpuOf(pid), 0)),
      sessionsBefore: before,
      sessionsMeanwhile: meanwhile,
    };
  } finally {
    await Promise.all([riders.leave(), comers.leave()]);
  }
}

export const seedRiders = (pool: pg.Pool, operatorId: number, passwordHash: string): Promise<void> =>
  seedStations(pool, operatorId, sessions, 'RIDER', passwordHash);

/** Known stations with Basic auth all come at once, connect and boot, while sessions run (F-06). */
export const bootStorm: Scenario = async ({ floor, product, password, passwordHash, operatorId, stations }) => {
  await seedRiders(product.pool, operatorId, passwordHash);
  const bare = await storm(floor, { stations });
  const ours = await storm(product, { stations, password });
  return {
    stations,
    sessions,
    everyMs,
    withinMs,
    floor: bare,
    voltyard: ours,
    bounds: {
      notBooted: atMost(0, stations - ours.booted, 'stations'),
      allBooted: atMost(15, ours.seconds, 's'),
      sessionsMeanwhile: atMost(1_000, ours.sessionsMeanwhile.p99Ms, 'ms, p99'),
    },
  };
};
