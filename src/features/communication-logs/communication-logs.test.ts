import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type TestFiles, testFiles } from '../../../test/files.ts';
import { callerOf, recordedStations, recordFrames } from '../../../test/recorded.ts';
import type { Handler, RouteContract, Slice } from '../../http/contract.ts';
import { minute, second, systemClock } from '../../lib/time.ts';
import { maskFrame } from '../../ocpp/mask.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { type FrameFilter, frameQuery } from '../../storage/frame-store.ts';
import type { ExplainFrame } from '../logs/words.ts';
import type { Exchange, ExchangeRow, ExportedExchange, FramesPage } from './contract.ts';
import { createCommunicationLogs } from './index.ts';

const secret = 'canary-5e1f';
const explain: ExplainFrame = ({ action, call }) => ({ said: `${action ?? 'frame'}: ${call}`, missing: [] });
const newest = 'ffffffff-0000-7000-8000-000000000001';
const start = Date.UTC(2026, 2, 31, 23, 59, 58);

let database: TestDatabase;
let stored: TestFiles;
let slice: Slice;
let operatorId: number;
let stations: Record<string, number>;

beforeAll(async () => {
  database = await testDatabase();
  stored = await testFiles();
  slice = createCommunicationLogs({
    pool: database.pool,
    clock: systemClock,
    mask: maskFrame,
    veil: (text) => text,
    explain,
    files: stored.files,
  });
  ({ operatorId, stations } = await recordedStations(database.pool, ['A', 'B', 'EMPTY']));
  await recordFrames(database.pool, operatorId, stations.A!, [
    {
      at: start,
      action: 'BootNotification',
      messageId: 'b1',
      call: '[2,"b1","BootNotification",{}]',
      answer: '[3,"b1",{}]',
      answeredAt: start + 24,
    },
    {
      at: start + 1000,
      action: 'StatusNotification',
      messageId: 's1',
      call: '[2,"s1","StatusNotification",{"connectorId":2,"info":"100%_sure"}]',
      answer: '[3,"s1",{}]',
      answeredAt: start + 1007,
      evse: 2,
      connector: 1,
    },
    {
      at: start + 2000,
      action: 'Authorize',
      messageId: 'a1',
      call: '[2,"a1","Authorize",{"idTag":""}]',
      answer: '[3,"a1",{}]',
      answeredAt: start + 2003,
      weight: 2,
      outcome: 'card.missing',
    },
    // The month changes here: the next ones lie in another partition.
    {
      at: start + 3000,
      direction: 'out',
      action: 'ChangeConfiguration',
      messageId: 'c1',
      call: `[2,"c1","ChangeConfiguration",{"key":"AuthorizationKey","value":"${secret}"}]`,
      answer: '[3,"c1",{"status":"Accepted"}]',
      answeredAt: start + 3411,
    },
    { at: start + 4000, kind: 'stray', call: '[2,"x1","Heart', malformed: 'json', weight: 2 },
    {
      at: start + 5000,
      action: 'MeterValues',
      messageId: 'm1',
      call: '[2, "m1","MeterValues",{"connectorId":1}]',
      answer: '[4,"m1","OccurrenceConstraintViolation","",{}]',
      malformed: 'schema',
      violations: ['/meterValue is missing'],
      errorCode: 'OccurrenceConstraintViolation',
      weight: 2,
      transactionNumber: 7,
      evse: 1,
      connector: 1,
    },
    { at: start + 6000, action: 'Heartbeat', messageId: 'h1', call: '[2,"h1","Heartbeat",{}]' },
  ]);
});
afterAll(async () => {
  stored.drop();
  await database.drop();
});

const route = <T>(name: string, params: object, query: object = {}, body?: object): Promise<T> => {
  const handler = slice.handlers[name] as Handler<RouteContract>;
  return handler({ caller: callerOf(operatorId), params, query, body } as never) as Promise<T>;
};
const list = (query: object = {}, station = 'A') =>
  route<FramesPage>('listFrames', { stationId: stations[station] }, query);
const ids = (page: FramesPage) => page.items.map((row) => row.messageId ?? '?');

const exported = async (query: object = {}, station = 'A') => {
  const { raw } = await route<{ raw: AsyncIterable<Buffer> }>('exportFrames', { stationId: stations[station] }, query);
  let text = '';
  for await (const piece of raw) text += piece.toString();
  return text;
};

describe('Communication logs', () => {
  it('COM-1 shows every exchange once, newest first, also malformed and unanswered ones', async () => {
    const page = await list();
    expect(ids(page)).toEqual(['h1', 'm1', '?', 'c1', 'a1', 's1', 'b1']);
    expect(page.next).toBeUndefined();
    expect(page.items[6]).toMatchObject({
      receivedAt: '2026-03-31T23:59:58.000Z',
      bytes: 30,
      answerBytes: 11,
      answered: true,
    });
    expect(page.items[0]).toMatchObject({ answered: false });
    expect(page.items[2]).toMatchObject({ kind: 'stray', malformed: 'json' });
  });

  it('COM-2 latency is the time to the answer leaving or arriving, and absent where that is not known', async () => {
    const rows = new Map((await list()).items.map((row) => [row.messageId, row]));
    expect(rows.get('b1')?.latencyMs).toBe(24);
    expect(rows.get('c1')?.latencyMs).toBe(411);
    expect(rows.get('m1')).toMatchObject({ answered: true });
    expect(rows.get('m1')).not.toHaveProperty('latencyMs');
  });

  it('pages by key across partitions without losing or doubling a row', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page: FramesPage = await list({ limit: 2, ...(after === undefined ? {} : { after }) });
      seen.push(...ids(page));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(['h1', 'm1', '?', 'c1', 'a1', 's1', 'b1']);
  });

  it.each<[string, object, string[]]>([
    ['several actions', { action: 'Authorize,Heartbeat' }, ['h1', 'a1']],
    ['direction', { direction: 'out' }, ['c1']],
    ['charge point', { connector: '2' }, ['s1']],
    ['transaction', { transaction: 7 }, ['m1']],
    ['errors only', { errors: true }, ['m1', '?', 'a1']],
    ['malformed', { malformed: true }, ['m1', '?']],
    ['range', { from: '2026-03-31T23:59:59Z', to: '2026-04-01T00:00:01Z' }, ['a1', 's1']],
    ['text in the payload, any case', { text: 'CONNECTORID' }, ['m1', 's1']],
    ['text in the id', { text: 'h1' }, ['h1']],
    ['combination', { errors: true, connector: '1', text: 'meter' }, ['m1']],
  ])('COM filter: %s', async (_name, query, expected) => {
    expect(ids(await list(query))).toEqual(expected);
  });

  it('A-10 wildcards, quotes and marks of SQL in a text are only text', async () => {
    expect(ids(await list({ text: '100%_sure' }))).toEqual(['s1']);
    expect(ids(await list({ text: '%' }))).toEqual(['s1']);
    expect(ids(await list({ text: "' OR 1=1 --" }))).toEqual([]);
    expect(ids(await list({ action: "x'); DROP TABLE frames; --" }))).toEqual([]);
    expect(ids(await list({ text: '\0\\' }))).toEqual([]);
    await expect(list({ after: 'bm90IG91cnM' })).rejects.toMatchObject({ id: 'request.invalid' });
  });

  it('the live tail gives what is new since a time, oldest first', async () => {
    expect(ids(await list({ since: '2026-04-01T00:00:02.000Z' }))).toEqual(['?', 'm1', 'h1']);
  });

  it('COM-5 S-13 no secret in list, detail or export, and none can be found by searching for it', async () => {
    const page = await list();
    const row = page.items.find((item) => item.messageId === 'c1') as ExchangeRow;
    const detail = await route<Exchange>('readFrame', { stationId: stations.A, frameId: row.id });
    expect(detail.call).toBe('[2,"c1","ChangeConfiguration",{"key":"AuthorizationKey","value":"••••"}]');
    expect(detail.masked).toBe(true);
    const sinks = [JSON.stringify(page), JSON.stringify(detail), await exported(), await exported({ format: 'json' })];
    for (const sink of sinks) expect(sink).not.toContain(secret);
    expect(ids(await list({ text: secret }))).toEqual([]);
    expect(ids(await list({ text: secret.slice(0, 9) }))).toEqual([]);
    expect(await exported({ text: secret })).toBe('');
  });

  it('shows both texts byte for byte, what the call breaks, and nothing of another operator', async () => {
    const row = (await list()).items.find((item) => item.messageId === 'm1')!;
    const detail = await route<Exchange>('readFrame', { stationId: stations.A, frameId: row.id }, { language: 'de' });
    expect(detail).toMatchObject({
      call: '[2, "m1","MeterValues",{"connectorId":1}]',
      broken: ['/meterValue is missing'],
      masked: false,
      protocol: 'ocpp1.6',
    });
    const other = await recordedStations(database.pool, ['C']);
    const handler = slice.handlers.readFrame as Handler<RouteContract>;
    const asked = {
      caller: callerOf(other.operatorId),
      params: { stationId: stations.A, frameId: row.id },
      query: {},
    };
    await expect(handler(asked as never)).rejects.toMatchObject({ id: 'thing.unknown' });
  });

  it('COM-3 export, import into an empty station, export: the same, byte for byte', async () => {
    const text = await exported();
    const frames = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ExportedExchange);
    expect(frames).toHaveLength(7);
    expect(JSON.parse(await exported({ format: 'json' }))).toEqual(frames);
    const params = { stationId: stations.EMPTY };
    // Ids are unique within a station: the same file fits beside its origin.
    expect(await route('importFrames', params, {}, { frames: frames.slice(0, 4) })).toEqual({ added: 4, known: 0 });
    expect(await route('importFrames', params, {}, { frames })).toEqual({ added: 3, known: 4 });
    expect(await exported({}, 'EMPTY')).toBe(text);
    // Only a masked text is of another length than what went over the wire.
    const rows = async (station: string) =>
      (await list({}, station)).items.map((row) => (row.messageId === 'c1' ? { ...row, bytes: 0 } : row));
    expect(await rows('EMPTY')).toEqual(await rows('A'));
  });

  it('COM-3 a log from elsewhere is refused where it would mix with a station’s own, or is of an impossible time', async () => {
    const [line] = (await exported()).split('\n');
    const frame = JSON.parse(line!) as ExportedExchange;
    await expect(route('importFrames', { stationId: stations.A }, {}, { frames: [frame] })).rejects.toMatchObject({
      id: 'state.conflict',
    });
    const odd = { ...frame, receivedAt: '9999-01-01T00:00:00Z' };
    await expect(route('importFrames', { stationId: stations.EMPTY }, {}, { frames: [odd] })).rejects.toMatchObject({
      id: 'value.refused',
    });
    const strange = {
      ...frame,
      id: '018f0000-0000-7000-8000-000000000001',
      call: 'a\u0000b\ud800c',
      action: 'x\u0000',
    };
    expect(await route('importFrames', { stationId: stations.EMPTY }, {}, { frames: [strange] })).toEqual({
      added: 1,
      known: 0,
    });
  });

  it('counts the actions among the newest', async () => {
    const { items } = await route<{ items: unknown[] }>('frameActions', { stationId: stations.A });
    expect(items).toContainEqual({ action: 'Heartbeat', count: 1 });
    expect(items).toHaveLength(6);
  });
});

describe('Communication logs among many', () => {
  it('reads pages along the primary key, with and without an action', async () => {
    const stationId = stations.B!;
    const from = Date.UTC(2026, 3, 10);
    await database.pool.query(`SELECT ensure_partitions('frames', '2026-04-01', '2026-05-31')`);
    await database.pool.query(
      `INSERT INTO frames (operator_id, station_id, received_at, id, connection_id, direction, kind, action, message_id, call, weight)
       SELECT $1, CASE WHEN n % 10 = 0 THEN $2::integer ELSE 900000 + n % 500 END, to_timestamp($3 + n), gen_random_uuid(), gen_random_uuid(), 'in', 'call',
         CASE WHEN n % 1500 = 30 THEN 'Rare' ELSE 'Heartbeat' END, n::text, '[2,"' || n || '","Heartbeat",{}]', 0
       FROM generate_series(1, 60000) AS n`,
      [operatorId, stationId, from / second],
    );
    await database.pool.query('ANALYZE frames');
    const key = { operatorId, stationId };
    const explain = async (filter: FrameFilter) => {
      const { sql, values } = frameQuery(key, filter, {
        limit: 101,
        after: { receivedAt: from + 900 * minute, id: newest },
      });
      const { rows } = await asOperator(database.pool, allOf(operatorId), (client) =>
        client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) ${sql}`, values),
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    // The page is read and nothing more: 101 rows of the station's 5,400 before this place.
    expect(await explain({})).toMatch(
      /Index Scan Backward using frames_20260406_pkey on frames_20260406 \S+ \(actual rows=101/,
    );
    const rare = await explain({ actions: ['Rare', 'Heartbeat'] });
    expect(rare).toMatch(/Index Scan Backward using frames_20260406_\S+action\S+ on frames_20260406/);
    expect(rare).not.toMatch(/actual rows=[1-9]\d{3}/);
    expect(await explain({ text: 'nothing like it' })).not.toContain('Seq Scan on frames_20260406');
  });

  it('a search that finds nothing stops in time and says how far it got, and goes on from there', async () => {
    const found: string[] = [];
    let after: string | undefined;
    let pieces = 0;
    await database.pool.query(
      `INSERT INTO frames (operator_id, station_id, received_at, id, connection_id, direction, kind, action, call)
       SELECT $1, $2, '2026-05-01'::timestamptz + n * interval '1 second', gen_random_uuid(), gen_random_uuid(), 'in', 'call', 'Heartbeat', '[]'
       FROM generate_series(1, 45000) AS n`,
      [operatorId, stations.B],
    );
    do {
      const page = await list({ text: '[2,"30"', ...(after === undefined ? {} : { after }) }, 'B');
      found.push(...ids(page));
      if (page.next !== undefined) expect(page.searchedTo).toMatch(/^2026-/);
      after = page.next;
      pieces++;
    } while (after !== undefined);
    expect(found).toEqual(['30']);
    expect(pieces).toBe(3);
  });
});
