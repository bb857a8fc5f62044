import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { fakeS3, s3Keys } from '../../../test/fake-s3.ts';
import { type TestFiles, testFiles } from '../../../test/files.ts';
import { type RecordedFrame, recordedStations, recordFrames } from '../../../test/recorded.ts';
import { createIds } from '../../lib/ids.ts';
import { createLog } from '../../lib/log.ts';
import { day, hour, iso, systemClock } from '../../lib/time.ts';
import { allOf, asOperator } from '../as-operator.ts';
import { filesLock } from '../backup/catalog.ts';
import { importExchanges } from '../exchange-import.ts';
import { actionsOf, findExchange, searchExchanges } from '../exchange-search.ts';
import type { Exchange, ExchangeSearch } from '../exchanges.ts';
import { s3Files } from '../files/engines/s3.ts';
import type { FileStore } from '../files/file-store.ts';
import type { FrameFilter } from '../frame-store.ts';
import { toText } from '../text.ts';
import { archiveFrames } from './archive-frames.ts';
import { archivePartition } from './archive-partition.ts';
import { boundsOf } from './drop-partition.ts';

/** Three weeks from a Monday on: the first two are archived. */
const start = Date.UTC(2026, 2, 2);
const cutoff = start + 14 * day;
const names = ['Heartbeat', 'MeterValues', 'StatusNotification', 'Authorize'];

let database: TestDatabase;
let stored: TestFiles;
let operatorId: number;
let other: { operatorId: number; stations: Record<string, number> };
let stations: Record<string, number>;
const newId = createIds();
const fresh = (files: FileStore = stored.files) => ({
  pool: database.pool,
  files,
  clock: systemClock,
  newId,
  log: createLog('silent'),
  signal: new AbortController().signal,
  blockFrames: 50,
  fileBytes: 6_000,
});

const frames = (count: number, every: number): RecordedFrame[] =>
  Array.from(
    { length: count },
    (_, n): RecordedFrame => ({
      at: start + n * every,
      action: names[n % 4]!,
      messageId: `m${n}`,
      call: toText(`[2,"m${n}","${names[n % 4]}",{"n":${n},"odd":"\u{1f50c} \0 ${n % 37 === 0 ? 'NEEDLE' : 'hay'}"}]`),
      answer: `[3,"m${n}",{}]`,
      answeredAt: start + n * every + 7,
      direction: n % 5 === 0 ? 'out' : 'in',
      evse: n % 3,
      connector: 1,
      ...(n % 100 === 3 && { weight: 2, errorCode: 'InternalError', violations: ['/a is missing'] }),
      ...(n % 150 === 4 && { malformed: 'schema' }),
      ...(n % 10 === 0 && { transactionNumber: 7 }),
    }),
  );

beforeAll(async () => {
  database = await testDatabase();
  stored = await testFiles();
  ({ operatorId, stations } = await recordedStations(database.pool, ['A', 'B']));
  other = await recordedStations(database.pool, ['X']);
  await recordFrames(database.pool, operatorId, stations.A!, frames(700, 40 * 60_000), 'ocpp2.0.1');
  await recordFrames(database.pool, operatorId, stations.B!, frames(5, 3 * day));
  await recordFrames(database.pool, other.operatorId, other.stations.X!, frames(20, day));
});
afterAll(async () => {
  stored.drop();
  await database.drop();
});

const search = (query: Partial<ExchangeSearch> = {}, stationId = stations.A!, files: FileStore = stored.files) =>
  searchExchanges(
    { pool: database.pool, files },
    { operatorId, stationId },
    { filter: {}, order: 'newest', limit: 100, ...query },
  );
/** Every page to the end. */
async function all(query: Partial<ExchangeSearch> = {}, stationId?: number): Promise<Exchange[]> {
  const found: Exchange[] = [];
  let after: ExchangeSearch['after'];
  for (let pages = 0; pages < 500; pages++) {
    const page = await search({ ...query, ...(after && { after }) }, stationId);
    found.push(...page.items);
    if (page.next === undefined) return found;
    after = page.next;
  }
  throw new Error('the pages do not end');
}
const filters: [string, Partial<ExchangeSearch>][] = [
  ['everything', {}],
  ['everything, a few at a time', { limit: 7 }],
  ['oldest first', { order: 'oldest', limit: 33 }],
  ['an action', { filter: { actions: ['Authorize', 'Nothing'] } }],
  ['a direction', { filter: { direction: 'out' } }],
  ['a range across the border', { filter: { from: cutoff - day, until: cutoff + day } }],
  [
    'a range in the archive, oldest first',
    { filter: { from: start + 3 * day, until: start + 4 * day }, order: 'oldest' },
  ],
  ['faulty', { filter: { faulty: true } }],
  ['weight', { filter: { weightAtLeast: 2 }, limit: 2 }],
  ['malformed', { filter: { malformed: true } }],
  ['charge point and transaction', { filter: { evse: 1, connector: 1, transactionNumber: 7 } }],
  ['message id', { filter: { messageId: 'm11' } }],
  ['text', { filter: { text: 'needle' } }],
  ['text with a small budget', { filter: { text: 'needle' }, budget: 60, limit: 3 }],
  ['what SQL cannot see', { accept: ({ call }: Exchange) => call.includes('"n":1'), limit: 10 }],
];

describe('A-17 frames older than N days leave the database and are still found', () => {
  it('every list is the same before and after, page by page, with every filter, also where both sources hold it', async () => {
    const before = new Map<string, Exchange[]>();
    for (const [name, query] of filters) before.set(name, await all(query));
    expect(before.get('everything')).toHaveLength(700);
    expect(before.get('faulty')!.length).toBeGreaterThan(5);
    const few = await all({}, stations.B!);
    const [first] = (await boundsOf(database.pool, 'frames')).filter(({ until }) => until === start + 7 * day);
    // Copied, and not yet dropped.
    expect(await archivePartition(fresh(), first!)).toBeGreaterThan(250);
    for (const [name, query] of filters) expect(await all(query), name).toEqual(before.get(name));

    const report = await archiveFrames(fresh(), cutoff, true);
    expect(report.frames).toBeGreaterThan(500);
    const { rows } = await database.pool.query('SELECT min(received_at) AS oldest FROM frames');
    expect(rows[0].oldest.getTime()).toBeGreaterThanOrEqual(cutoff);
    expect((await boundsOf(database.pool, 'frames')).every(({ until }) => until > cutoff)).toBe(true);
    for (const [name, query] of filters) expect(await all(query), name).toEqual(before.get(name));
    expect(await all({}, stations.B!)).toEqual(few);
  });

  it('a page reads the blocks it needs and no more', async () => {
    const read: number[] = [];
    const counting: FileStore = {
      ...stored.files,
      read: (key, range) => {
        read.push(range!.to! - range!.from + 1);
        return stored.files.read(key, range);
      },
    };
    const page = await search(
      { after: { receivedAt: start + 5 * day, id: newId(0) }, limit: 20 },
      stations.A!,
      counting,
    );
    expect(page.items).toHaveLength(20);
    expect(read.length).toBeLessThanOrEqual(2);
    read.length = 0;
    await search({ filter: { from: cutoff + day } }, stations.A!, counting);
    expect(read).toEqual([]);
    // What its index rules out is not read.
    await search({ filter: { actions: ['Nothing'] } }, stations.A!, counting);
    expect(read).toEqual([]);
  });

  it('one message is read by its id, with all it had', async () => {
    const [oldest] = await all({ order: 'oldest', limit: 500 });
    const key = { operatorId, stationId: stations.A! };
    const source = { pool: database.pool, files: stored.files };
    expect(await findExchange(source, key, oldest!.id)).toEqual(oldest);
    expect(oldest).toMatchObject({ protocol: 'ocpp2.0.1', answeredAt: start + 7, call: expect.stringContaining('\0') });
    expect(await findExchange(source, key, randomUUID())).toBeUndefined();
    expect(await findExchange(source, { operatorId, stationId: stations.B! }, oldest!.id)).toBeUndefined();
    const foreign = { operatorId: other.operatorId, stationId: stations.A! };
    expect(await findExchange(source, foreign, oldest!.id)).toBeUndefined();
  });

  it('archives are one per operator, of a form every tool reads, and the rows are behind the wall', async () => {
    const { rows } = await database.pool.query('SELECT operator_id, file_key, frames, state FROM frame_archives');
    expect(new Set(rows.map((row) => row.operator_id))).toEqual(new Set([operatorId, other.operatorId]));
    expect(rows.every((row) => row.state === 'only')).toBe(true);
    // 6,000 bytes: more than one file for operator one's weeks.
    expect(rows.filter((row) => row.operator_id === operatorId).length).toBeGreaterThan(2);
    for (const { file_key, frames } of rows) {
      const pieces: Buffer[] = [];
      for await (const piece of await stored.files.read(file_key)) pieces.push(piece);
      expect(gunzipSync(Buffer.concat(pieces)).toString().trim().split('\n')).toHaveLength(Number(frames));
    }
    const seen = await asOperator(database.pool, allOf(other.operatorId), (client) =>
      client.query('SELECT DISTINCT operator_id FROM frame_blocks'),
    );
    expect(seen.rows).toEqual([{ operator_id: other.operatorId }]);
    await expect(search({}, other.stations.X)).rejects.toMatchObject({ id: 'thing.unknown' });
  });

  it('a station that has nothing but archived messages still tells which there are', async () => {
    const actions = await asOperator(database.pool, allOf(other.operatorId), (client) =>
      actionsOf(client, { operatorId: other.operatorId, stationId: other.stations.X! }),
    );
    expect(actions.map(({ action }) => action).sort()).toEqual([...names].sort());
  });

  it('a file that is gone is said to be missing', async () => {
    const empty = await testFiles();
    await expect(search({ order: 'oldest' }, stations.A!, empty.files)).rejects.toMatchObject({ id: 'file.missing' });
    empty.drop();
  });
});

describe('A-17 archiving stands being cut off', () => {
  const week = (n: number) =>
    start + 1000 * day + n * 7 * day - ((start + 1000 * day - Date.UTC(2026, 2, 2)) % (7 * day));
  const record = async (n: number, count = 120) => {
    await recordFrames(
      database.pool,
      operatorId,
      stations.B!,
      Array.from({ length: count }, (_, i) => ({
        at: week(n) + i * hour,
        call: `[2,"${n}-${i}","Heartbeat",{}]`,
        messageId: `${n}-${i}`,
      })),
    );
  };
  const listed = () => all({ filter: { from: week(0) } as FrameFilter }, stations.B!);
  const filesOf = async () => {
    const keys: string[] = [];
    for await (const { key } of stored.files.list('frames')) keys.push(key);
    return keys.sort();
  };
  const consistent = async () => {
    const { rows } = await database.pool.query("SELECT file_key FROM frame_archives WHERE state = 'only' ORDER BY 1");
    expect(await filesOf()).toEqual(rows.map((row) => row.file_key).sort());
  };

  it.each<[string, (files: FileStore) => FileStore]>([
    [
      'while the file is written',
      (files) => ({
        ...files,
        put: async () => {
          throw new Error('cut off');
        },
      }),
    ],
    [
      'when the file is written',
      (files) => ({
        ...files,
        put: async (...args) => {
          await files.put(...args);
          throw new Error('cut off');
        },
      }),
    ],
    [
      'when the file cannot be read back',
      (files) => ({
        ...files,
        read: async () => {
          throw new Error('cut off');
        },
      }),
    ],
  ])('%s: the messages stay, and the next run is whole', async (_name, broken) => {
    await record(0);
    const before = await listed();
    await expect(archiveFrames(fresh(broken(stored.files)), week(1), true)).rejects.toThrow('cut off');
    expect(await listed()).toEqual(before);
    await archiveFrames(fresh(), week(1), true);
    expect(await listed()).toEqual(before);
    await consistent();
  });

  it('a file that is not what was written is noticed before anything is dropped', async () => {
    await record(2);
    const before = await listed();
    const flipping: FileStore = {
      ...stored.files,
      put: async (key, content, options) => {
        const result = await stored.files.put(key, content, options);
        return { ...result, sha256: '00' };
      },
    };
    await expect(archiveFrames(fresh(flipping), week(3), true)).rejects.toThrow('is not what was written');
    expect(await listed()).toEqual(before);
    await archiveFrames(fresh(), week(3), true);
    await consistent();
  });

  it('killed between taking out and dropping: the next run finishes it', async () => {
    await record(4);
    const before = await listed();
    const [part] = (await boundsOf(database.pool, 'frames')).filter(({ from }) => from === week(4));
    await archivePartition(fresh(), part!);
    await database.pool.query(`ALTER TABLE frames DETACH PARTITION "${part!.name}" CONCURRENTLY`);
    expect(await listed()).toEqual(before);
    await archiveFrames(fresh(), week(4), true);
    expect((await database.pool.query('SELECT to_regclass($1) AS there', [part!.name])).rows[0].there).toBeNull();
    expect(await listed()).toEqual(before);
    await consistent();
  });

  it('messages that came in after the copy are not lost: the partition is put back', async () => {
    await record(6);
    const [part] = (await boundsOf(database.pool, 'frames')).filter(({ from }) => from === week(6));
    await archivePartition(fresh(), part!);
    await database.pool.query(`ALTER TABLE frames DETACH PARTITION "${part!.name}"`);
    await database.pool.query(
      `INSERT INTO "${part!.name}" (operator_id, station_id, received_at, id, connection_id, direction, kind, call)
       VALUES ($1, $2, $3, $4, $4, 'in', 'call', 'late')`,
      [operatorId, stations.B, iso(week(6) + hour / 2), randomUUID()],
    );
    await archiveFrames(fresh(), week(6), true);
    expect((await listed()).filter(({ call }) => call === 'late')).toHaveLength(1);
    await archiveFrames(fresh(), week(7), true);
    expect((await listed()).filter(({ call }) => call === 'late')).toHaveLength(1);
    await consistent();
  });

  it('while a backup runs nothing leaves the database', async () => {
    await record(8);
    const client = await database.pool.connect();
    await client.query(`SELECT pg_advisory_lock_shared(${filesLock})`);
    expect(await archiveFrames(fresh(), week(9), true)).toEqual({ partitions: 0, frames: 0 });
    await client.query(`SELECT pg_advisory_unlock_shared(${filesLock})`);
    client.release();
    expect((await archiveFrames(fresh(), week(9), true)).frames).toBe(120);
    await consistent();
  });

  it('a log imported into a time that is archived lies between its messages', async () => {
    const before = await listed();
    const { rows } = await database.pool.query(
      `INSERT INTO stations (operator_id, id, identity, name, adopted, created_at) VALUES ($1, nextval('station_ids'), 'IMP', 'IMP', true, now()) RETURNING id`,
      [operatorId],
    );
    const key = { operatorId, stationId: rows[0].id as number };
    const half = before.slice(0, 40).map((exchange) => ({ ...exchange, id: newId(exchange.receivedAt) }));
    const client = await database.pool.connect();
    const later = { now: week(20) };
    await importExchanges(
      client,
      key,
      half.filter((_, n) => n % 2 === 0),
      later.now,
    );
    await archiveFrames(fresh(), week(10), true);
    await importExchanges(
      client,
      key,
      half.filter((_, n) => n % 2 === 1),
      later.now,
    );
    client.release();
    const calls = async () => (await all({ limit: 7 }, key.stationId)).map(({ call }) => call);
    expect(await calls()).toEqual(half.map(({ call }) => call));
    await archiveFrames(fresh(), week(10), true);
    expect(await calls()).toEqual(half.map(({ call }) => call));
  });

  it('without archives they are gone for good', async () => {
    await record(12);
    expect(await archiveFrames(fresh(), week(13), false)).toMatchObject({ frames: 0 });
    expect((await listed()).filter(({ messageId }) => messageId?.startsWith('12-'))).toEqual([]);
  });
});

it('A-17 archives in S3 are read by ranges', async () => {
  const s3 = await fakeS3();
  const files = s3Files({ ...s3Keys, bucket: 'bucket', prefix: '', endpoint: s3.endpoint, partBytes: 4000 });
  const at = start + 2000 * day;
  await recordFrames(
    database.pool,
    other.operatorId,
    other.stations.X!,
    Array.from({ length: 300 }, (_, n) => ({ at: at + n * 60_000, call: `[2,"${n}","Heartbeat",{}]` })),
  );
  await archiveFrames(fresh(files), at + 30 * day, true);
  const page = await searchExchanges(
    { pool: database.pool, files },
    { operatorId: other.operatorId, stationId: other.stations.X! },
    { filter: { from: at }, order: 'newest', limit: 100 },
  );
  expect(page.items).toHaveLength(100);
  await s3.close();
});
