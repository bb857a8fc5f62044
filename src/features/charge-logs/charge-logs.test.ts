import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { adopted, connect, testDesk } from '../../../test/desk.ts';
import {
  addConnector,
  addFact,
  addOperator,
  addRow,
  addStation,
  addTransaction,
  requestOf,
} from '../../../test/sheet-rows.ts';
import type { StationMessage } from '../../domain/message.ts';
import type { ChargeLogItem } from './contract.ts';
import { chargeLogsRoutes } from './routes.ts';

let database: TestDatabase;
let operator: number;
let routes: ReturnType<typeof chargeLogsRoutes>;
const now = Date.parse('2026-03-31T10:00:00Z');
const at = (text: string) => Date.parse(text);

beforeAll(async () => {
  database = await testDatabase();
  operator = await addOperator(database.pool);
  routes = chargeLogsRoutes({ pool: database.pool, clock: { now: () => now, monotonic: () => now } });
});
afterAll(() => database.drop());

const list = (stationId: number, query: object = {}) => routes.chargeLogs(requestOf(operator, { stationId }, query));
const sums = (stationId: number, query: object = {}) => routes.chargeLogSums(requestOf(operator, { stationId }, query));

async function all(stationId: number, query: object, limit: number): Promise<ChargeLogItem[]> {
  const items: ChargeLogItem[] = [];
  let after: string | undefined;
  do {
    const reply = await list(stationId, { ...query, limit, ...(after ? { after } : {}) });
    items.push(...reply.items);
    after = reply.next;
  } while (after);
  return items;
}

describe('list', () => {
  let station: number;
  beforeAll(async () => {
    station = await addStation(database.pool, operator);
    await addConnector(database.pool, operator, station, 1, { name: 'Bay 1' });
    await addRow(database.pool, 'cards', {
      operator_id: operator,
      number: '04-A2 91:C0',
      number_normal: '04A291C0',
      type: 'iso14443',
      status: 'active',
      holder: 'Lena Hofer',
      created_at: '2026-01-01',
    });
    for (let number = 1; number <= 25; number++)
      await addTransaction(database.pool, operator, station, number, {
        evse: (number % 3) + 1,
        connector: 1,
        // Several sessions share their start: the number decides.
        started_at: new Date(at('2026-03-01T00:00:00Z') + Math.floor(number / 4) * 86_400_000).toISOString(),
        ended_at: number > 22 ? null : '2026-03-20T00:00:00Z',
        energy_wh: number % 5 === 0 ? null : number * 100,
        token_number: number === 7 ? '04-A2 91:C0' : 'EMP-7F21',
        token_normal: number === 7 ? '04A291C0' : 'EMP7F21',
        token_type: 'iso14443',
        suspect: number === 9 ? ['meter.backwards'] : [],
      });
  });

  it('pages by key: every session once, newest first', async () => {
    const items = await all(station, {}, 4);
    expect(items.map((item) => item.number)).toEqual(
      [24, 25, 23, 22, 21, 20].sort((a, b) => b - a).concat(Array.from({ length: 19 }, (_, index) => 19 - index)),
    );
  });

  it('a session that begins while one pages does not move the pages', async () => {
    const first = await list(station, { limit: 5 });
    await addTransaction(database.pool, operator, station, 900, {
      started_at: '2026-03-30T00:00:00Z',
      ended_at: '2026-03-30T00:00:01Z',
    });
    const second = await list(station, { limit: 5, after: first.next });
    expect(second.items[0]!.number).toBe(20);
    await database.pool.query('DELETE FROM transactions WHERE operator_id = $1 AND station_id = $2 AND number = 900', [
      operator,
      station,
    ]);
  });

  it.each([
    ['charge point', { chargePoint: '2.1' }, 9],
    ['period', { from: '2026-03-02T00:00:00Z', to: '2026-03-04T00:00:00Z' }, 8],
    ['card', { card: '04 a2' }, 1],
    ['running', { state: 'running' }, 3],
    ['ended', { state: 'ended' }, 22],
    ['flagged', { flagged: true }, 1],
    ['everything', {}, 25],
    ['nothing', { card: 'NOBODY' }, 0],
  ] as const)('the sums of a filter by %s agree with its rows', async (_, query, count) => {
    const items = await all(station, query, 7);
    expect(items).toHaveLength(count);
    expect(await sums(station, query)).toEqual({
      sessions: count,
      running: items.filter((item) => item.endedAt === undefined).length,
      withoutEnergy: items.filter((item) => item.energyWh === undefined).length,
      energyWh: items.reduce((sum, item) => sum + (item.energyWh ?? 0), 0),
    });
  });

  it('knows the holder of a card and the name of the charge point', async () => {
    const [item] = (await list(station, { card: '04A291C0' })).items;
    expect(item).toMatchObject({ token: { number: '04-A2 91:C0', type: 'iso14443', holder: 'Lena Hofer' } });
    expect((await list(station, { chargePoint: '1.1' })).items[0]!.chargePointName).toBe('Bay 1');
  });

  it('has no sum where no session reported energy, and refuses pages it never made', async () => {
    const silent = await addStation(database.pool, operator);
    await addTransaction(database.pool, operator, silent, 1, { started_at: '2026-03-01T00:00:00Z' });
    expect(await sums(silent)).toEqual({ sessions: 1, running: 1, withoutEnergy: 1 });
    await expect(list(silent, { after: 'nonsense!' })).rejects.toMatchObject({ id: 'request.invalid' });
  });

  it('shows nothing of another operator', async () => {
    const other = await addOperator(database.pool);
    const ask = requestOf(other, { stationId: station }, {});
    await expect(routes.chargeLogs(ask)).rejects.toMatchObject({ id: 'thing.unknown' });
    await expect(routes.chargeLog(requestOf(other, { stationId: station, number: 1 }))).rejects.toMatchObject({
      id: 'thing.unknown',
    });
  });
});

describe('one session', () => {
  it('has figures, curve, missing sequence numbers and a timeline that leads to its frames', async () => {
    const station = await addStation(database.pool, operator);
    await addTransaction(database.pool, operator, station, 3, {
      transaction_id: 'ab-1',
      evse: 1,
      connector: 1,
      started_at: '2026-03-31T08:00:00Z',
      ended_at: '2026-03-31T09:00:00Z',
      energy_wh: 31_800,
      meter_start: 1000,
      peak_power_w: 196_000,
      seq_nos: '[[0,1],[3,3]]',
      end_seq_no: 3,
      reason: 'EVDisconnected',
      ended_by: 'station',
      soc_start: 20,
      soc: 64,
      start_sent_at: '2026-03-31T08:00:00Z',
      start_received_at: '2026-03-31T09:30:00Z',
      offline: true,
      authorisation: JSON.stringify({ status: 'accepted' }),
    });
    const frameId = '01890000-0000-7000-8000-000000000301';
    await addFact(
      database.pool,
      operator,
      station,
      '2026-03-31T08:00:00Z',
      { type: 'transaction.started', number: 3, transactionId: 'ab-1', seqNo: 0, trigger: 'CablePluggedIn' },
      { frame_id: frameId },
    );
    for (let minute = 1; minute <= 59; minute++) {
      const time = `2026-03-31T08:${String(minute).padStart(2, '0')}:00Z`;
      await addFact(database.pool, operator, station, time, {
        type: 'transaction.updated',
        number: 3,
        samples: [
          {
            time: { at: at(time) },
            readings: [
              { measurand: 'power', value: minute > 50 ? 0 : 100_000, context: 'periodic' },
              { measurand: 'energy', value: 1000 + minute * 500, context: 'periodic' },
            ],
          },
        ],
      });
    }
    await addFact(database.pool, operator, station, '2026-03-31T09:00:00Z', {
      type: 'transaction.ended',
      number: 3,
      samples: [],
      reason: 'EVDisconnected',
      by: 'station',
    });
    // A fact of another session is none of its.
    await addFact(database.pool, operator, station, '2026-03-31T09:00:01Z', {
      type: 'transaction.updated',
      number: 4,
      samples: [],
    });

    const detail = await routes.chargeLog(requestOf(operator, { stationId: station, number: 3 }));
    expect(detail.session).toMatchObject({
      number: 3,
      transactionId: 'ab-1',
      energyWh: 31_800,
      peakPowerW: 196_000,
      offline: true,
    });
    expect(detail.gaps).toEqual([[2, 2]]);
    expect(detail.idleMs).toBe(9 * 60_000);
    expect(detail.curve.power).toHaveLength(59);
    expect(detail.curve.energy[0]).toEqual([at('2026-03-31T08:01:00Z'), 500]);
    expect(detail.curve).toMatchObject({ samples: 59, soc: [], truncated: false });
    expect(detail.timeline).toHaveLength(61);
    expect(detail.timeline[0]).toMatchObject({
      type: 'transaction.started',
      frameId,
      detail: { trigger: 'CablePluggedIn', seqNo: 0 },
    });
    expect(detail.timeline.at(-1)!.detail).toMatchObject({ reason: 'EVDisconnected' });
  });

  it('thins out a long curve and cuts a long timeline', async () => {
    const station = await addStation(database.pool, operator);
    await addTransaction(database.pool, operator, station, 1, { started_at: '2026-03-01T00:00:00Z' });
    await database.pool.query(
      `INSERT INTO facts (operator_id, station_id, seq, received_at, at, type, transaction_number, body)
       SELECT $1, $2, 1000000 + n, moment, moment, 'transaction.updated', 1,
         json_build_object('type', 'transaction.updated', 'number', 1, 'samples', json_build_array(json_build_object('time', json_build_object('at', 1772323200000 + n * 60000),
           'readings', json_build_array(json_build_object('measurand', 'power', 'value', 7000 + n % 50, 'context', 'periodic')))))
       FROM generate_series(1, 10050) n, LATERAL (SELECT '2026-03-01T00:00:00Z'::timestamptz + n * interval '1 minute' AS moment) m`,
      [operator, station],
    );
    const detail = await routes.chargeLog(requestOf(operator, { stationId: station, number: 1 }));
    expect(detail.curve.power.length).toBeLessThanOrEqual(600);
    expect(detail.curve).toMatchObject({ samples: 10_000, truncated: true });
    expect(detail.timeline).toHaveLength(500);
    expect(detail.timelineTruncated).toBe(true);
  });
});

describe('through the station itself', () => {
  it('LOG-1 LOG-4 start and stop sent again and again, delivered three days late, are one session that moves while it runs', async () => {
    const desk = testDesk(database.pool);
    try {
      const [key] = await adopted(desk, database.pool, 1, operator);
      const station = await connect(desk, key!);
      await station.say({ kind: 'boot', vendor: 'Nordlade', model: 'Duo 22' });
      const began = Date.now() - 3 * 86_400_000;
      const sent = (ms: number) => ({ raw: new Date(ms).toISOString(), at: ms });
      const start: StationMessage = {
        kind: 'transaction',
        phase: 'started',
        place: { evse: 1, connector: 1 },
        time: sent(began),
        token: { number: '04A291C0', type: 'iso14443' },
        meter: 1000,
        samples: [],
      };
      await station.say(start);
      await station.say(start);
      const ask = () => list(key!.stationId);
      const { number, transactionId } = (await ask()).items[0]!;
      await station.say({
        kind: 'meter',
        place: { evse: 1, connector: 1 },
        transactionId,
        samples: [
          {
            time: sent(began + 600_000),
            readings: [
              { measurand: 'energy', value: 3500, context: 'periodic' },
              { measurand: 'power', value: 11_000, context: 'periodic' },
            ],
          },
        ],
      });
      expect((await ask()).items).toMatchObject([
        { number, energyWh: 2500, powerW: 11_000, token: { holder: 'Lena Hofer' } },
      ]);
      const stop: StationMessage = {
        kind: 'transaction',
        phase: 'ended',
        transactionId,
        time: sent(began + 3_600_000),
        meter: 9000,
        samples: [],
        reason: 'EVDisconnected',
      };
      for (let again = 0; again < 3; again++) await station.say(stop);
      await station.say(start);
      const reply = await ask();
      expect(reply.items).toMatchObject([
        { number, energyWh: 8000, reason: 'EVDisconnected', endedAt: new Date(began + 3_600_000).toISOString() },
      ]);
      expect(await sums(key!.stationId)).toEqual({ sessions: 1, running: 0, withoutEnergy: 0, energyWh: 8000 });
      const detail = await routes.chargeLog(requestOf(operator, { stationId: key!.stationId, number }));
      expect(detail.curve.energy).toContainEqual([began + 600_000, 2500]);
      expect(detail.timeline.filter((entry) => entry.type === 'transaction.ended')).toHaveLength(1);
    } finally {
      await desk.stop();
    }
  });
});
