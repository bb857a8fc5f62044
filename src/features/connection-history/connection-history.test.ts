import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { callerOf, recordedStations } from '../../../test/recorded.ts';
import { createBus } from '../../cluster/bus.ts';
import { connectionCodes, endingReasons } from '../../domain/connection.ts';
import { refusalCauses } from '../../domain/facts.ts';
import type { Handler, RouteContract, Slice } from '../../http/contract.ts';
import { createLog } from '../../lib/log.ts';
import { day, hour, iso, minute } from '../../lib/time.ts';
import type { Availability, ConnectionRow } from './contract.ts';
import { createConnectionHistory } from './index.ts';
import { availabilityOf } from './rules.ts';
import { texts } from './texts.ts';

const now = Date.UTC(2026, 5, 10, 12, 30);
let database: TestDatabase;
let slice: Slice;
let operatorId: number;
let stations: Record<string, number>;

const codes = ['0000', '0001', '1000', '1001', '1002', '1006', '1009', '1011'];

beforeAll(async () => {
  database = await testDatabase();
  slice = createConnectionHistory({
    pool: database.pool,
    bus: createBus({ log: createLog('silent') }),
    clock: { now: () => now, monotonic: () => 0 },
  });
  ({ operatorId, stations } = await recordedStations(database.pool, ['A', 'NEVER']));
  const add = (n: number, values: Record<string, unknown>) => {
    const row = {
      operator_id: operatorId,
      station_id: stations.A,
      id: `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`,
      ...values,
    };
    const names = Object.keys(row);
    return database.pool.query(
      `INSERT INTO connections (${names}) VALUES (${names.map((_, i) => `$${i + 1}`)})`,
      Object.values(row),
    );
  };
  for (const [n, code] of codes.entries())
    await add(n, {
      opened_at: iso(now - 10 * day + n * hour),
      closed_at: iso(now - 10 * day + n * hour + 50 * minute),
      code,
      side: n % 2 ? 'broker' : 'station',
      reason: 'lost',
      protocol: 'ocpp1.6',
      address: '10.0.0.7',
      node: 'n1',
      security_profile: 1,
      last_action: 'Heartbeat',
      received: 12,
      sent: 3,
      bytes: '3000000000',
    });
  await add(20, { opened_at: iso(now - 2 * hour), protocol: 'ocpp1.6' });
  await add(21, {
    opened_at: iso(now - hour),
    closed_at: iso(now - minute),
    refused: 'password.wrong',
    attempts: 41,
    address: '203.0.113.9',
  });
});
afterAll(() => database.drop());

const route = <T>(name: string, query: object = {}, station = 'A'): Promise<T> =>
  (slice.handlers[name] as Handler<RouteContract>)({
    caller: callerOf(operatorId),
    params: { stationId: stations[station] },
    query,
  } as never) as Promise<T>;
const list = (query: object = {}) => route<{ items: ConnectionRow[]; next?: string }>('listConnections', query);
const numbers = async (query: object = {}) => (await list(query)).items.map((row) => Number(row.id.slice(-4)));

describe('Connection history', () => {
  it('CON-1 each connection with code, side, reason, times, peers and volume', async () => {
    const { items } = await list({ code: '1009' });
    expect(items).toMatchObject([
      {
        kind: 'connection',
        code: '1009',
        side: 'station',
        reason: 'lost',
        durationMs: 50 * minute,
        address: '10.0.0.7',
        node: 'n1',
        protocol: 'ocpp1.6',
        securityProfile: 1,
        lastAction: 'Heartbeat',
        received: 12,
        sent: 3,
        bytes: 3_000_000_000,
      },
    ]);
  });

  it('CON-1 each code, reason and cause has its text in English and German', () => {
    for (const [language, words] of Object.entries<Record<string, string>>(texts)) {
      for (const code of Object.keys(connectionCodes))
        expect(words[`connections.code.${code}`], `${language} ${code}`).toBeTruthy();
      for (const reason of Object.keys(endingReasons))
        expect(words[`connections.reason.${reason}`], `${language} ${reason}`).toBeTruthy();
      for (const cause of refusalCauses)
        expect(words[`connections.cause.${cause}`], `${language} ${cause}`).toBeTruthy();
    }
    expect(Object.keys(texts.de).sort()).toEqual(Object.keys(texts.en).sort());
  });

  it('CON-4 refused attempts are rows with their cause and count, not interruptions', async () => {
    const { items } = await list({ kind: 'refused' });
    expect(items).toMatchObject([{ kind: 'refused', refused: 'password.wrong', attempts: 41, address: '203.0.113.9' }]);
    expect(items[0]).not.toHaveProperty('durationMs');
    expect((await route<Availability>('availability')).since).toBe(iso(now - 2 * hour));
  });

  it.each<[string, object, number[]]>([
    ['nothing', {}, [21, 20, 7, 6, 5, 4, 3, 2, 1, 0]],
    ['several codes', { code: '0000,1011' }, [7, 0]],
    ['side', { side: 'broker' }, [7, 5, 3, 1]],
    ['connections', { kind: 'connection', from: iso(now - day) }, [20]],
    ['cause', { cause: 'password.wrong,second.connection' }, [21]],
    ['period', { from: iso(now - 10 * day + 2 * hour), to: iso(now - 10 * day + 4 * hour) }, [3, 2]],
  ])('filter by %s', async (_name, query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  it('pages by key', async () => {
    const first = await list({ limit: 4 });
    expect(first.items).toHaveLength(4);
    expect(await numbers({ limit: 4, after: first.next })).toEqual([5, 4, 3, 2]);
  });

  it('the strip of the last 30 days', async () => {
    const strip = await route<Availability>('availability');
    expect(strip.steps).toHaveLength(720);
    expect(strip.steps[0]).toBeNull();
    expect(strip.steps.at(-1)).toBe(1);
    expect(strip.steps.filter((step) => step !== null && step > 0)).toHaveLength(12);
    expect(strip).toMatchObject({ connected: true, interruptions: 8 });
    expect(strip.share).toBeCloseTo((8 * 50 + 120) / (10 * 24 * 60), 6);
    const never = await route<Availability>('availability', {}, 'NEVER');
    expect(never.steps.every((step) => step === null)).toBe(true);
    expect(never).not.toHaveProperty('share');
  });
});

describe('Availability', () => {
  it('counts overlapping connections once: a replaced one is no gap and no gain', () => {
    const figures = availabilityOf([{ from: 0, to: 60 }, { from: 50, to: 80 }, { from: 90 }], 0, 0, 100, 50);
    expect(figures).toEqual({ steps: [1, 0.8], share: 0.9, interruptions: 1, longestMs: 10 });
  });

  it('begins with the first connection ever, and ends now', () => {
    expect(availabilityOf([{ from: 60, to: 90 }], 60, 0, 100, 25)).toEqual({
      steps: [null, null, 1, 0.6],
      share: 0.75,
      interruptions: 1,
      longestMs: 10,
    });
    expect(availabilityOf([], 10, 20, 60, 20)).toEqual({ steps: [0, 0], share: 0, interruptions: 1, longestMs: 40 });
    expect(availabilityOf([], undefined, 0, 60, 20).steps).toEqual([null, null, null]);
  });
});
