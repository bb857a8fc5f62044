import { readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { recordedStations, recordFrames } from '../../test/recorded.ts';
import { day, second } from '../lib/time.ts';
import { allOf, asOperator } from './as-operator.ts';
import { readFrame, readFrames } from './frame-store.ts';

let database: TestDatabase;
let key: { operatorId: number; stationId: number };
let ids: string[];
const noon = Date.UTC(2026, 4, 6, 12);
/** Over many weeks, so that the page's commits lie in as many partitions. */
const answered = [noon + second, noon + 7 * day + second, noon + 40 * day + second];

beforeAll(async () => {
  database = await testDatabase();
  const { operatorId, stations } = await recordedStations(database.pool, ['A']);
  key = { operatorId, stationId: stations.A! };
  const call = '[2,"1","Heartbeat",{}]';
  ids = await recordFrames(database.pool, operatorId, stations.A!, [
    ...answered.map((answeredAt) => ({ at: answeredAt - second, call, answer: '[3,"1",{}]', answeredAt })),
    // A commit two days later is not the one its answer left with.
    { at: noon + 50 * day, call, answer: '[3,"1",{}]', answeredAt: noon + 52 * day },
    { at: noon + 51 * day, call },
    { at: noon + 52 * day, call, answer: '[3,"1",{}]', direction: 'out', answeredAt: noon + 52 * day + second },
  ]);
});
afterAll(() => database.drop());

const expected = [...answered, undefined, undefined, noon + 52 * day + second];

it('a page tells when each answer left, in the order asked for, also to the console behind the second wall', async () => {
  const read = (order: 'oldest' | 'newest') =>
    asOperator(database.pool, allOf(key.operatorId), (client) => readFrames(client, key, {}, { limit: 10, order }));
  expect((await read('oldest')).map(({ answeredAt }) => answeredAt)).toEqual(expected);
  expect((await read('newest')).map(({ answeredAt }) => answeredAt)).toEqual([...expected].reverse());
});

it('so does each frame by itself; a frame that is not there is none', async () => {
  const read = (id: string) =>
    asOperator(database.pool, allOf(key.operatorId), (client: pg.ClientBase) => readFrame(client, key, id));
  const found = [];
  for (const id of ids) found.push((await read(id))?.answeredAt);
  expect(found).toEqual(expected);
  expect(await read('0190a000-0000-7000-8000-000000000000')).toBeUndefined();
});

it('frames and commits are never in one query: on a cluster of databases they lie apart', async () => {
  const asked: string[] = [];
  await asOperator(database.pool, allOf(key.operatorId), (client) => {
    const query = (sql: string, values: unknown[]) => {
      asked.push(sql);
      return client.query(sql, values);
    };
    const watched = { query };
    return readFrames(watched as unknown as pg.ClientBase, key, {}, { limit: 10 });
  });
  expect(asked).toHaveLength(2);
  expect(asked.filter((sql) => /\bframes\b/.test(sql) && /\bcommits\b/.test(sql))).toEqual([]);
  const archive = readFileSync(path.join(import.meta.dirname, 'archives/archive-partition.ts'), 'utf8');
  expect(archive).not.toMatch(/\bcommits\b/);
});
