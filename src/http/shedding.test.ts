import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, setUp, type TestApi } from '../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { until } from '../../test/until.ts';
import { contracts } from '../features/contracts.ts';
import { createLoopLag } from '../lib/loop-lag.ts';
import { createMemoryWatch, usedShare } from '../lib/memory.ts';
import { systemClock } from '../lib/time.ts';
import type { RouteContract } from './contract.ts';

let database: TestDatabase;
let api: TestApi;
let cookie: string;
let lag = 0;
let memory = 0;

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool, strain: () => ({ lagMs: lag, memory }) });
  const { operatorId } = await setUp(database.pool, api.auth);
  cookie = await api.person(operatorId, 'administrator');
  await database.pool.query(
    "INSERT INTO stations (operator_id, id, identity, name, adopted, created_at) VALUES ($1, 1, 'A', 'A', true, now())",
    [operatorId],
  );
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const get = (url: string) => api.call('GET', url, { cookie });
const paths = [
  '/stations/1/frames/export',
  '/stations/1/frames',
  '/stations/1/log',
  '/stations/1',
  '/stations/1/charge-logs',
];
const statuses = async () => {
  const found = [];
  for (const path of paths) found.push((await get(path)).status);
  return found;
};

describe('F-10 a server that cannot keep up', () => {
  it.each([
    [100, [200, 200, 200, 200, 200]],
    [300, [503, 200, 200, 200, 200]],
    [600, [503, 503, 503, 200, 200]],
    [60_000, [503, 503, 503, 200, 200]],
  ])('with a loop %d ms late refuses exports first, then logs, never sessions', async (late, expected) => {
    lag = late;
    expect(await statuses()).toEqual(expected);
    const refused = await get(paths[0]!);
    if (expected[0] === 503) {
      expect(refused.body.type).toBe('server.busy');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
    lag = 0;
  });

  it.each([
    [0.79, [200, 200, 200, 200, 200]],
    [0.85, [503, 200, 200, 200, 200]],
    [0.99, [503, 503, 503, 200, 200]],
  ])('with %d of its memory in use refuses exports first, then logs, never sessions', async (share, expected) => {
    memory = share;
    expect(await statuses()).toEqual(expected);
    memory = 0;
  });

  it('knows how much of its memory is in use', async () => {
    expect(usedShare()).toBeGreaterThan(0);
    expect(usedShare()).toBeLessThan(1);
    let share = 0.5;
    const watch = createMemoryWatch(() => share);
    watch.start();
    await until(() => watch.share === 0.5);
    share = 0.97;
    await until(() => watch.share === 0.97);
    watch.stop();
    expect(watch.share).toBe(0);
  });

  it('refuses no command and no change, however late it is', () => {
    const all = Object.values(contracts).flatMap((contract) => Object.values(contract) as RouteContract[]);
    const refusable = all.filter(({ shed }) => shed !== undefined);
    expect(refusable.length).toBeGreaterThan(3);
    expect(refusable.filter(({ url }) => !/\/(frames|log)(\/|$)/.test(url))).toEqual([]);
  });

  it('measures how late its loop is', async () => {
    const loop = createLoopLag(systemClock);
    expect(loop.ms).toBe(0);
    loop.start();
    await new Promise((resolve) => setTimeout(resolve, 150));
    const until = performance.now() + 400;
    while (performance.now() < until);
    expect(loop.ms).toBeGreaterThan(200);
    loop.stop();
    expect(loop.ms).toBe(0);
  });
});
