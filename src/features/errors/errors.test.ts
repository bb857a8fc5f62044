import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { callerOf, recordedStations } from '../../../test/recorded.ts';
import type { Ask, AskReply, Bus } from '../../domain/ports.ts';
import type { Handler, RouteContract, Slice } from '../../http/contract.ts';
import { iso, minute } from '../../lib/time.ts';
import type { ErrorRow, ErrorSummary, FleetErrorRow, FleetErrorSummary } from './contract.ts';
import { createErrors } from './index.ts';
import { durationOf, explainedCodes, isExplained, refusalToClose } from './rules.ts';
import { texts } from './texts.ts';

const now = Date.UTC(2026, 5, 1, 12);
const asked: Ask[] = [];
let answer: AskReply = { kind: 'changed', seq: 1 };
const bus: Bus = {
  ask: async (_key, question) => {
    asked.push(question);
    return answer;
  },
  onHappened: () => () => {},
  publish: () => {},
};

let database: TestDatabase;
let slice: Slice;
let operatorId: number;
let stations: Record<string, number>;
let other: number;

beforeAll(async () => {
  database = await testDatabase();
  slice = createErrors({ pool: database.pool, bus, clock: { now: () => now, monotonic: () => 0 } });
  ({ operatorId, stations } = await recordedStations(database.pool, ['North', 'South', 'Inbox']));
  const foreign = await recordedStations(database.pool, ['Foreign']);
  other = foreign.operatorId;
  await database.pool.query('UPDATE stations SET adopted = false WHERE identity = $1', ['Inbox']);
  await database.pool.query('UPDATE stations SET connected = true, connected_since = $1 WHERE identity = $2', [
    iso(now),
    'North',
  ]);
  await database.pool.query(
    `INSERT INTO connectors (operator_id, station_id, evse, connector, name, source, status, error_code) VALUES ($1, $2, 2, 1, 'Bay 2', 'station', 'faulted', 'GroundFailure')`,
    [operatorId, stations.North],
  );
  await add(operatorId, stations.North!, {
    id: 1,
    evse: 2,
    code: 'GroundFailure',
    from: -30,
    vendor: 'E42',
    count: 100,
  });
  await add(operatorId, stations.North!, { id: 2, evse: 1, code: 'OverVoltage', from: -600, to: -540 });
  await add(operatorId, stations.North!, {
    id: 3,
    evse: 0,
    code: 'station.silent',
    from: -20,
    severity: 'warning',
    source: 'derived',
    window: true,
  });
  await add(operatorId, stations.South!, { id: 4, evse: 1, code: 'GroundFailure', from: -10 });
  await add(operatorId, stations.Inbox!, { id: 5, evse: 1, code: 'GroundFailure', from: -5 });
  await add(other, foreign.stations.Foreign!, { id: 6, evse: 1, code: 'GroundFailure', from: -1 });
});
afterAll(() => database.drop());

const idOf = (id: number) => `018f0000-0000-7000-8000-${String(id).padStart(12, '0')}`;
const add = (
  operator: number,
  station: number,
  error: {
    id: number;
    evse: number;
    code: string;
    from: number;
    to?: number;
    vendor?: string;
    count?: number;
    severity?: string;
    source?: string;
    window?: boolean;
  },
) =>
  database.pool.query(
    `INSERT INTO errors (operator_id, station_id, id, evse, connector, code, source, severity, vendor_error_code, first_seen, last_seen, count, closed_at, closed_by, maintenance_window, frame_id)
     VALUES ($1, $2, $3, $4, CASE WHEN $4 = 0 THEN 0 ELSE 1 END, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13, $3)`,
    [
      operator,
      station,
      idOf(error.id),
      error.evse,
      error.code,
      error.source ?? 'reported',
      error.severity ?? 'critical',
      error.vendor ?? null,
      iso(now + error.from * minute),
      error.count ?? 1,
      error.to === undefined ? null : iso(now + error.to * minute),
      error.to === undefined ? null : 'station',
      error.window ?? false,
    ],
  );

const route = <T>(name: string, params: object = {}, query: object = {}, operator = operatorId): Promise<T> =>
  (slice.handlers[name] as Handler<RouteContract>)({
    caller: callerOf(operator),
    params,
    query,
  } as never) as Promise<T>;
const north = () => ({ stationId: stations.North });
const numbers = (page: { items: { id: string }[] }) => page.items.map((row) => Number(row.id.slice(-4)));
const listed = async (query: object = {}) => numbers(await route<{ items: ErrorRow[] }>('listErrors', north(), query));
const fleet = async (query: object = {}) =>
  numbers(await route<{ items: FleetErrorRow[] }>('listFleetErrors', {}, query));

describe('Errors', () => {
  it('ERR-1 one row with all its columns, however often it was said', async () => {
    const { items } = await route<{ items: ErrorRow[] }>('listErrors', north(), { code: 'GroundFailure' });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      evse: 2,
      connector: 1,
      connectorName: 'Bay 2',
      code: 'GroundFailure',
      vendorErrorCode: 'E42',
      severity: 'critical',
      source: 'reported',
      count: 100,
      durationMs: 30 * minute,
      maintenanceWindow: false,
      frameId: idOf(1),
    });
    expect(items[0]).not.toHaveProperty('closedAt');
    expect(items[0]).not.toHaveProperty('stationName');
  });

  it('ERR-2 a closed one has its end, who closed it and its duration', async () => {
    const { items } = await route<{ items: ErrorRow[] }>('listErrors', north(), { isOpen: false });
    expect(items).toMatchObject([
      { code: 'OverVoltage', closedBy: 'station', closedAt: iso(now - 540 * minute), durationMs: 60 * minute },
    ]);
  });

  it.each<[string, object, number[]]>([
    ['nothing', {}, [3, 1, 2]],
    ['open', { isOpen: true }, [3, 1]],
    ['charge point', { connector: '2' }, [1]],
    ['the station itself', { connector: '0' }, [3]],
    ['several codes', { code: 'OverVoltage,GroundFailure' }, [1, 2]],
    ['severity', { severity: 'warning,info' }, [3]],
    ['source', { source: 'derived' }, [3]],
    ['open during a period', { from: iso(now - 590 * minute), to: iso(now - 560 * minute) }, [2]],
    ['since a time', { from: iso(now - 60 * minute) }, [3, 1]],
    ['a combination', { isOpen: true, code: 'GroundFailure', connector: '2.1' }, [1]],
  ])('ERR-5 filter by %s', async (_name, query, expected) => {
    expect(await listed(query)).toEqual(expected);
  });

  it('ERR-5 station and fleet list agree, and the inbox and other operators are not in it', async () => {
    expect(await fleet()).toEqual([4, 3, 1, 2]);
    expect(await fleet({ station: 'nor' })).toEqual(await listed());
    for (const query of [
      { isOpen: true },
      { code: 'GroundFailure' },
      { severity: 'warning' },
      { to: iso(now - 25 * minute) },
    ])
      expect(await fleet({ ...query, station: 'North' })).toEqual(await listed(query));
    const { items } = await route<{ items: FleetErrorRow[] }>(
      'listFleetErrors',
      {},
      { station: 'North', code: 'GroundFailure' },
    );
    expect(items).toMatchObject([{ stationName: 'North', identity: 'North', connected: true }]);
    await expect(route('listErrors', north(), {}, other)).rejects.toMatchObject({ id: 'thing.unknown' });
  });

  it('pages by key, also where many have the same time', async () => {
    const many = await recordedStations(database.pool, ['P', 'Q']);
    for (let id = 100; id < 110; id++)
      await add(many.operatorId, id % 2 ? many.stations.P! : many.stations.Q!, {
        id,
        evse: 1,
        code: 'X',
        from: id < 105 ? -1 : -2,
      });
    const all = numbers(await route('listFleetErrors', {}, {}, many.operatorId));
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const page: { items: FleetErrorRow[]; next?: string } = await route(
        'listFleetErrors',
        {},
        { limit: 3, ...(after && { after }) },
        many.operatorId,
      );
      seen.push(...numbers(page));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(10);
  });

  it('A-10 wildcards and quotes in filters are only text', async () => {
    expect(await fleet({ station: '%' })).toEqual([]);
    expect(await fleet({ station: "' OR true --" })).toEqual([]);
    expect(await listed({ code: "x') OR ('1'='1" })).toEqual([]);
    await expect(route('listErrors', north(), { after: 'eyJ' })).rejects.toMatchObject({ id: 'request.invalid' });
  });

  it('the summary counts open ones by severity and by code, and says whether the station is connected', async () => {
    expect(await route<ErrorSummary>('errorSummary', north())).toEqual({
      open: { critical: 1, warning: 1, info: 0 },
      codes: [
        { code: 'GroundFailure', total: 1, open: 1 },
        { code: 'station.silent', total: 1, open: 1 },
        { code: 'OverVoltage', total: 1, open: 0 },
      ],
      connected: true,
      since: iso(now),
    });
    expect(await route<FleetErrorSummary>('fleetErrorSummary')).toMatchObject({
      open: { critical: 2, warning: 1, info: 0 },
      stations: 2,
    });
  });

  it('an error is closed by hand through the station that holds it, not where the station still reports it', async () => {
    await route('closeError', { ...north(), errorId: idOf(3) });
    expect(asked).toEqual([{ kind: 'change', change: { kind: 'closeError', errorId: idOf(3) }, userId: 'user-1' }]);
    await expect(route('closeError', { ...north(), errorId: idOf(1) })).rejects.toMatchObject({ id: 'state.conflict' });
    await expect(route('closeError', { ...north(), errorId: idOf(2) })).rejects.toMatchObject({ id: 'state.conflict' });
    await expect(route('closeError', { ...north(), errorId: idOf(6) })).rejects.toMatchObject({ id: 'thing.unknown' });
    answer = { kind: 'refused', reason: 'queue.full', detail: 'Too much waits.' };
    await expect(route('closeError', { ...north(), errorId: idOf(3) })).rejects.toMatchObject({
      id: 'queue.full',
      detail: 'Too much waits.',
    });
  });
});

describe('Rules of errors', () => {
  it('a station whose clock is ahead does not make a negative duration', () => {
    expect(durationOf(2000, 1000, 5000)).toBe(0);
    expect(durationOf(1000, undefined, 5000)).toBe(4000);
  });

  it('only an open error that the station no longer reports can be closed by hand', () => {
    expect(refusalToClose({ closed: false, stillReported: false })).toBeUndefined();
    expect(refusalToClose({ closed: true, stillReported: false })).toMatch(/closed already/);
    expect(refusalToClose({ closed: false, stillReported: true })).toMatch(/still reports/);
  });

  it('every error code of OCPP 1.6 is explained in both languages: what it means, whose side, what to do', () => {
    for (const code of explainedCodes)
      for (const part of ['title', 'means', 'side', 'todo'])
        for (const language of ['en', 'de'] as const)
          expect(texts[language][`errors.code.${code}.${part}`], `${language} ${code} ${part}`).toBeTruthy();
    expect(isExplained('GroundFailure')).toBe(true);
    expect(isExplained('NoError')).toBe(false);
    expect(Object.keys(texts.de).sort()).toEqual(Object.keys(texts.en).sort());
  });
});
