import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Parcel } from '../domain/ports.ts';
import { isFailure } from '../lib/errors.ts';
import { createIds } from '../lib/ids.ts';
import { createLog } from '../lib/log.ts';
import { systemClock } from '../lib/time.ts';
import { type Engine, startEmbedded } from './engines/embedded.ts';
import { ensurePartitions, migrate } from './migrate.ts';
import { rowFrom } from './tables.ts';
import { type BatchWriter, createWriter } from './writer.ts';

// Starting and killing servers takes its time on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

// With the product's own settings: fsync on, synchronous commits.
const dataDir = mkdtempSync(join(tmpdir(), 'voltyard-durability-'));
const log = createLog('silent');
const newId = createIds();
const connectionId = newId(Date.now());
const stations = 60;
let engine: Engine;
let pool: pg.Pool;
let writer: BatchWriter;

beforeAll(async () => {
  engine = await startEmbedded({ dataDir, log });
  pool = new pg.Pool(engine.connection);
  pool.on('error', () => {});
  await migrate(pool, join(import.meta.dirname, 'migrations'));
  await ensurePartitions(pool, Date.now());
  writer = createWriter({ pool, clock: systemClock, newId, log, node: 'n', timeoutMs: 1500, maxWaiting: 100 });
});
afterAll(async () => {
  await writer.stop(1000);
  await pool.end();
  await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function parcel(stationId: number, seq: number): Parcel {
  const receivedAt = Date.now();
  const id = newId(receivedAt);
  const key = { operatorId: 1, stationId };
  return {
    key,
    frames: [
      {
        id,
        connectionId,
        direction: 'in',
        kind: 'call',
        receivedAt,
        action: 'X',
        messageId: 'm',
        call: '[2,"m","X",{}]',
        answer: '[3,"m",{}]',
      },
    ],
    answers: [],
    facts: [{ ...key, seq, at: receivedAt, receivedAt, frameId: id, body: { type: 'message.kept', action: 'X' } }],
    rows: [
      rowFrom('connectors', {
        operator_id: 1,
        station_id: stationId,
        evse: 1,
        connector: 1,
        source: 'station',
        status: `s${seq}`,
      }),
    ],
  };
}

/** Stations that wait for each answer before the next message, as stations do; a message that got none is sent again. */
function load(firstStation: number) {
  const acknowledged = new Map<number, number>();
  let going = true;
  let answers = 0;
  const run = async (stationId: number): Promise<void> => {
    for (let seq = 1; going; ) {
      try {
        await writer.write(parcel(stationId, seq));
        acknowledged.set(stationId, seq);
        answers++;
        seq++;
      } catch (error) {
        if (!isFailure(error)) throw error;
        await sleep(20);
      }
    }
  };
  const all = Promise.all(Array.from({ length: stations }, (_, index) => run(firstStation + index)));
  return {
    acknowledged,
    answers: () => answers,
    async stop() {
      going = false;
      await all;
    },
  };
}

/** Every acknowledged step is there, once, in order, and the row is that of the last one. */
async function check(acknowledged: Map<number, number>): Promise<void> {
  const { rows } = await pool.query(
    `SELECT f.station_id, count(*)::integer AS facts, max(f.seq)::integer AS last, count(DISTINCT f.frame_id)::integer AS frames,
       (SELECT count(*)::integer FROM frames x WHERE x.station_id = f.station_id) AS kept,
       (SELECT status FROM connectors c WHERE c.station_id = f.station_id) AS status
     FROM facts f WHERE f.station_id = ANY ($1) GROUP BY f.station_id`,
    [[...acknowledged.keys()]],
  );
  expect(rows).toHaveLength(acknowledged.size);
  for (const row of rows) {
    const last = acknowledged.get(row.station_id)!;
    expect(row).toMatchObject({ facts: last, last, frames: last, kept: last, status: `s${last}` });
  }
}

it('T-02 the database killed with -9 under load, three times: nothing acknowledged is lost or doubled', async () => {
  const stationLoad = load(1);
  for (let round = 0; round < 3; round++) {
    await sleep(400);
    const before = stationLoad.answers();
    expect(before).toBeGreaterThan(0);
    process.kill(engine.pid()!, 'SIGKILL');
    await expect.poll(() => stationLoad.answers(), { timeout: 60_000 }).toBeGreaterThan(before + stations * 2);
  }
  await stationLoad.stop();
  expect(writer.report().retries).toBeGreaterThan(0);
  await check(stationLoad.acknowledged);
});

it('F-01 the database stopped for three seconds under load: no false answer, a bounded queue, nothing lost, work goes on', async () => {
  const stationLoad = load(1001);
  await sleep(300);
  await engine.stop();
  // Answers of commits that had come through may still be under way.
  await sleep(50);
  const before = stationLoad.answers();
  const flood = await Promise.allSettled(
    Array.from({ length: 200 }, (_, index) =>
      Promise.race([writer.write(parcel(5000 + index, 1)), sleep(100).then(() => 'waits')]),
    ),
  );
  expect(
    flood.filter((one) => one.status === 'rejected' && isFailure(one.reason, 'queue.full')).length,
  ).toBeGreaterThan(100);
  expect(flood.filter((one) => one.status === 'fulfilled' && one.value !== 'waits')).toHaveLength(0);
  expect(writer.report().waiting).toBeLessThanOrEqual(100);
  expect(writer.pressure).toBe(1);
  await sleep(3000);
  expect(stationLoad.answers()).toBe(before);
  expect(writer.report().reachable).toBe(false);
  engine = await startEmbedded({ dataDir, log });
  await expect.poll(() => stationLoad.answers(), { timeout: 60_000 }).toBeGreaterThan(before + stations);
  await stationLoad.stop();
  await check(stationLoad.acknowledged);
});

it('F-02 the database frozen in the middle of a batch: it is taken for lost, and the batch of the past does not come back', async () => {
  const stationLoad = load(2001);
  await sleep(300);
  const { rows } = await pool.query(
    "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'voltyard-writer n %'",
  );
  for (const { pid } of rows) process.kill(pid, 'SIGSTOP');
  const before = stationLoad.answers();
  await sleep(2500);
  // Nothing can end a frozen process but SIGKILL, so the writer waits for its old self to be gone.
  expect(stationLoad.answers() - before).toBeLessThanOrEqual(stations);
  for (const { pid } of rows) process.kill(pid, 'SIGCONT');
  await expect.poll(() => stationLoad.answers(), { timeout: 60_000 }).toBeGreaterThan(before + stations * 2);
  await stationLoad.stop();
  await check(stationLoad.acknowledged);
});
