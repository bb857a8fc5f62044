import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import type { Frame, Parcel, Row } from '../domain/ports.ts';
import { isFailure } from '../lib/errors.ts';
import { createIds } from '../lib/ids.ts';
import { createLog } from '../lib/log.ts';
import { systemClock } from '../lib/time.ts';
import { allOf, asOperator } from './as-operator.ts';
import { readFacts } from './fact-store.ts';
import { readFrames } from './frame-store.ts';
import { rowFrom, rowShapes } from './tables.ts';
import { type BatchWriter, createWriter, type WriterOptions } from './writer.ts';

const newId = createIds();
const log = createLog('silent');
const connectionId = newId(Date.now());
let database: TestDatabase;
let writer: BatchWriter;

const build = (options: Partial<WriterOptions> = {}) =>
  createWriter({ pool: database.pool, clock: systemClock, newId, log, node: newId(Date.now()), ...options });

beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query(
    "INSERT INTO operators (id, slug, name, created_at) VALUES (1, 'one', 'One', now()), (2, 'two', 'Two', now())",
  );
  await database.pool.query(
    "INSERT INTO stations (operator_id, id, identity, name, created_at) SELECT 1, g, 'S' || g, 'S' || g, now() FROM generate_series(1, 60) g",
  );
  writer = build();
});
afterAll(async () => {
  await writer.stop();
  await database.drop();
});

const frame = (over: Partial<Frame> = {}): Frame => ({
  id: newId(Date.now()),
  connectionId,
  direction: 'in',
  kind: 'call',
  receivedAt: Date.now(),
  action: 'Heartbeat',
  messageId: 'm',
  call: '[2,"m","Heartbeat",{}]',
  answer: '[3,"m",{}]',
  ...over,
});

const parcel = (stationId: number, seq: number, over: Partial<Parcel> = {}): Parcel => {
  const one = frame();
  return {
    key: { operatorId: 1, stationId },
    frames: [one],
    answers: [],
    facts: [
      {
        operatorId: 1,
        stationId,
        seq,
        at: one.receivedAt,
        receivedAt: one.receivedAt,
        frameId: one.id,
        body: { type: 'message.kept', action: 'Heartbeat' },
      },
    ],
    rows: [],
    ...over,
  };
};

const connectorRow = (stationId: number, over: Record<string, unknown> = {}): Row =>
  rowFrom('connectors', { operator_id: 1, station_id: stationId, evse: 1, connector: 1, source: 'station', ...over });

describe('the batch writer', () => {
  it('keeps frames byte for byte and says when the answer left', async () => {
    const key = { operatorId: 1, stationId: 1 };
    const call = '[2,"ü","Zoë 🔌",{"quote":"\\"","nul":"\u0000","apple":"\uf8ff","deep":"\\u0000"}]';
    const one = frame({
      call,
      violations: ['a "b"', ''],
      malformed: 'json',
      evse: 2 ** 40,
      connector: 3,
      weight: 2,
      errorCode: 'FormationViolation',
      outcome: 'x',
      transactionNumber: 7,
    });
    await writer.write({ key, frames: [one], answers: [], facts: [], rows: [] });
    // The time of the answer comes with a later commit.
    await expect
      .poll(async () => (await readFrames(database.pool as never, key, {}, { limit: 5 }))[0]?.answeredAt)
      .toBeDefined();
    const [kept] = await readFrames(database.pool as never, key, {}, { limit: 5 });
    const { evse: _, ...rest } = one;
    expect(kept).toEqual({ ...rest, answeredAt: expect.any(Number) });
    expect(kept!.answeredAt!).toBeGreaterThanOrEqual(one.receivedAt);
  });

  it('gathers parcels of many stations into few commits and keeps the order of each', async () => {
    const before = writer.report();
    await Promise.all(
      Array.from({ length: 40 }, async (_, station) => {
        for (let seq = 1; seq <= 25; seq++) await writer.write(parcel(10 + station, seq));
      }),
    );
    const after = writer.report();
    expect(after.parcels - before.parcels).toBe(1000);
    expect(after.batches - before.batches).toBeLessThan(400);
    const facts = await readFacts(
      database.pool as never,
      { operatorId: 1, stationId: 10 },
      {},
      { limit: 100, order: 'oldest' },
    );
    expect(facts.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it('writes the steps of one station in their order though nobody waits between them', async () => {
    const steps = Array.from({ length: 200 }, (_, index) =>
      parcel(2, index + 1, { rows: [connectorRow(2, { status: `s${index}` })] }),
    );
    await Promise.all(steps.map((step) => writer.write(step)));
    const { rows } = await database.pool.query('SELECT status FROM connectors WHERE station_id = 2');
    expect(rows).toEqual([{ status: 's199' }]);
  });

  it('puts the answer of a station beside our call, in the same commit or a later one', async () => {
    const key = { operatorId: 1, stationId: 3 };
    const calls = [frame({ direction: 'out', action: 'Reset' }), frame({ direction: 'out', action: 'Reset' })].map(
      ({ answer: _, ...one }) => one,
    );
    const answers = calls.map((one) => ({
      frameId: one.id,
      receivedAt: one.receivedAt,
      answer: '[3,"r",{"status":"Accepted"}]',
      answeredAt: one.receivedAt + 5,
    }));
    await writer.write({ key, frames: [calls[0]!], answers: [], facts: [], rows: [] });
    await Promise.all([
      writer.write({ key, frames: [], answers: [answers[0]!], facts: [], rows: [] }),
      writer.write({ key, frames: [calls[1]!], answers: [], facts: [], rows: [] }),
      writer.write({ key, frames: [], answers: [answers[1]!], facts: [], rows: [] }),
    ]);
    const kept = await readFrames(database.pool as never, key, {}, { limit: 5 });
    expect(kept.map(({ answer, answeredAt, receivedAt }) => [answer, answeredAt! - receivedAt])).toEqual([
      ['[3,"r",{"status":"Accepted"}]', 5],
      ['[3,"r",{"status":"Accepted"}]', 5],
    ]);
  });

  it('T-02 a batch written twice, as after a commit of unknown outcome, changes nothing', async () => {
    const twice = parcel(4, 1, { rows: [connectorRow(4, { status: 'available' })] });
    await writer.write(twice);
    await writer.write(twice);
    const { rows } = await database.pool.query(
      'SELECT (SELECT count(*)::integer FROM frames WHERE station_id = 4) AS frames, (SELECT count(*)::integer FROM facts WHERE station_id = 4) AS facts, (SELECT count(*)::integer FROM connectors WHERE station_id = 4) AS connectors',
    );
    expect(rows[0]).toEqual({ frames: 1, facts: 1, connectors: 1 });
  });

  it('F-09 refuses the one parcel that cannot be kept, and what its station did after it, and nobody else', async () => {
    const before = writer.report().rejected;
    const bad = parcel(5, 1, { rows: [connectorRow(5, { evse: 2 ** 40 })] });
    const impossible = parcel(6, 1, { rows: [connectorRow(6, { source: null })] });
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 20 }, (_, index) => writer.write(parcel(20 + index, 100))),
      writer.write(bad),
      writer.write(parcel(5, 2)),
      writer.write(impossible),
      ...Array.from({ length: 20 }, (_, index) => writer.write(parcel(40 + index, 100))),
    ]);
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
      ...Array(20).fill(true),
      false,
      false,
      false,
      ...Array(20).fill(true),
    ]);
    expect(writer.report().rejected - before).toBe(2);
    const { rows } = await database.pool.query(
      'SELECT count(*)::integer AS kept FROM facts WHERE station_id IN (5, 6)',
    );
    expect(rows[0].kept).toBe(0);
  });

  it('says at once when too much waits, and is under pressure', async () => {
    const small = build({ maxWaiting: 4, gatherMs: 50 });
    const outcomes = Promise.allSettled(Array.from({ length: 6 }, (_, index) => small.write(parcel(50, 10 + index))));
    expect(small.pressure).toBe(1);
    const [first, , , , fifth] = await outcomes;
    expect(first!.status).toBe('fulfilled');
    expect(fifth?.status === 'rejected' && isFailure(fifth.reason, 'queue.full')).toBe(true);
    expect(small.pressure).toBe(0);
    await small.stop();
  });

  it('knows every column of the tables it writes', async () => {
    const notWritten: Record<string, string[]> = {
      stations: ['identity', 'demo', 'created_at', 'last_protocol'],
      errors: ['maintenance_window'],
    };
    for (const shape of Object.values(rowShapes)) {
      const { rows } = await database.pool.query(
        'SELECT column_name FROM information_schema.columns WHERE table_name = $1',
        [shape.name],
      );
      const there = rows
        .map((row) => row.column_name as string)
        .filter((name) => !notWritten[shape.name]?.includes(name));
      expect(there.sort(), shape.name).toEqual(shape.columns.map(({ name }) => name).sort());
    }
  });
});

it('the wall: a console query sees one operator only, and changes nothing it may not', async () => {
  await writer.write(parcel(7, 1));
  const seen = (operator: number) =>
    asOperator(
      database.pool,
      allOf(operator),
      async (client) => (await client.query('SELECT count(*)::integer AS n FROM facts WHERE station_id = 7')).rows[0].n,
    );
  expect(await seen(1)).toBe(1);
  expect(await seen(2)).toBe(0);
  await expect(asOperator(database.pool, allOf(1), (client) => client.query('DELETE FROM facts'))).rejects.toThrow(
    /permission denied/,
  );
  await expect(
    asOperator(database.pool, allOf(1), (client) => client.query('SELECT * FROM settings_of_installation')),
  ).rejects.toThrow(/permission denied/);
  // The connection goes back clean.
  const { rows } = await database.pool.query(
    "SELECT current_user AS who, current_setting('voltyard.operator', true) AS operator",
  );
  expect(rows[0].who).not.toBe('voltyard_console');
  expect(rows[0].operator ?? '').toBe('');
});

it('ends what an earlier connection of the same place may still do', async () => {
  const first = build({ node: 'same', connections: 1 });
  await first.write(parcel(8, 1));
  const second = build({ node: 'same', connections: 1 });
  await second.write(parcel(8, 2));
  const { rows } = await database.pool.query(
    "SELECT count(*)::integer AS n FROM pg_stat_activity WHERE application_name = 'voltyard-writer same 0'",
  );
  expect(rows[0].n).toBe(1);
  await Promise.all([first.stop(), second.stop()]);
});

it('leaves the writer of another installation alone, whatever its node is called', async () => {
  const elsewhere = await testDatabase();
  const first = build({ node: 'alike', connections: 1 });
  await first.write(parcel(9, 1));
  const other = build({ node: 'alike', connections: 1, pool: elsewhere.pool });
  await other.write(parcel(9, 1));
  const { rows } = await database.pool.query(
    "SELECT count(*)::integer AS n FROM pg_stat_activity WHERE application_name = 'voltyard-writer alike 0'",
  );
  expect(rows[0].n).toBe(2);
  await Promise.all([first.stop(), other.stop()]);
  await elsewhere.drop();
});
