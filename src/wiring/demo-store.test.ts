import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { adopted, connect, type TestDesk, testDesk } from '../../test/desk.ts';
import type { CommandAnswer } from '../domain/commands.ts';
import { createLiveFlush } from '../storage/live-flush.ts';
import { forgetDemo, rememberCards } from './demo-store.ts';

let database: TestDatabase;
let desk: TestDesk;
beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool);
});
afterAll(async () => {
  await desk.stop();
  await database.drop();
});

const tables = ['stations', 'station_live', 'connectors', 'transactions', 'errors', 'connections', 'commands'];
const left = async (): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of [...tables, 'settings', 'frames', 'facts', 'cards']) {
    const { rows } = await database.pool.query(`SELECT count(*)::integer AS n FROM ${table}`);
    if (rows[0].n > 0) counts[table] = rows[0].n;
  }
  return counts;
};

it('the demo leaves nothing behind, however much is under way when it goes, and the next start comes up', async () => {
  const { pool } = database;
  const [own] = await adopted(desk, pool, 1);
  const before = await left();
  await rememberCards(pool, 1, Date.now());
  const key = (await desk.options.store.create(1, 'DEMO-1', Date.now(), { demo: true }))!;
  await desk.stations.answer(key, { kind: 'change', change: { kind: 'adoptStation', name: 'Demo' } });
  let answer: (given: CommandAnswer) => void = () => {};
  const station = await connect(desk, key, { obey: () => new Promise((resolve) => (answer = resolve)) });
  await station.say({ kind: 'boot', vendor: 'V', model: 'M' });
  await desk.stations.answer(key, {
    kind: 'command',
    commandId: desk.newId(Date.now()),
    command: { kind: 'reset', mode: 'soft' },
    whenOffline: 'refuse',
    timeoutMs: 60_000,
  });
  // What a dying connection still does: messages under way, its end behind them, and the answer to a command after that.
  const said = Array.from({ length: 50 }, () => station.say({ kind: 'heartbeat' }));
  const ending = station.close();
  await forgetDemo(pool, desk.options.bus, 1);
  answer({ outcome: 'accepted', status: 'Accepted' });
  await Promise.all([...said, ending]);
  await desk.stations.stop();
  await createLiveFlush({ pool, log: desk.options.log, collect: desk.stations.collectLive }).flush();
  expect(await left()).toEqual(before);
  expect(await desk.options.store.find(1, 'CP-1-0')).toMatchObject({ stationId: own!.stationId });
});

it('what a station that is gone left open does not keep the program from starting', async () => {
  const { pool } = database;
  await pool.query(
    `INSERT INTO connections (operator_id, station_id, id, opened_at, node) VALUES (1, 4711, gen_random_uuid(), now(), 'node-1')`,
  );
  await pool.query(
    `INSERT INTO commands (operator_id, station_id, id, kind, command, state, asked_at, deadline)
     VALUES (1, 4711, gen_random_uuid(), 'reset', '{"kind":"reset","mode":"soft"}', 'sent', now(), now())`,
  );
  const [key] = await adopted(desk, pool, 1, 2);
  await connect(desk, key!);
  const next = testDesk(pool);
  await next.stations.start();
  const { rows } = await pool.query('SELECT code FROM connections WHERE operator_id = 2');
  expect(rows).toEqual([{ code: '0001' }]);
  await next.stop();
});
