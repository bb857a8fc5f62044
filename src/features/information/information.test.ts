import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import {
  addConnector,
  addFact,
  addOperator,
  addRow,
  addStation,
  addTransaction,
  requestOf,
} from '../../../test/sheet-rows.ts';
import type { Bus, LiveValues } from '../../domain/ports.ts';
import { Failure } from '../../lib/errors.ts';
import { informationRoutes } from './routes.ts';

let database: TestDatabase;
let operator: number;
beforeAll(async () => {
  database = await testDatabase();
  operator = await addOperator(database.pool);
});
afterAll(() => database.drop());

const at = (text: string) => Date.parse(text);
/** A Tuesday, 12:00 in Vienna, two days after the spring change. */
const now = at('2026-03-31T10:00:00Z');

function routes(live?: LiveValues) {
  const bus: Bus = {
    ask: async () => {
      if (!live) throw new Failure('station.offline', 'No node holds it.');
      return { kind: 'live', live };
    },
    onHappened: () => () => {},
    publish: () => {},
  };
  return informationRoutes({ pool: database.pool, bus, clock: { now: () => now, monotonic: () => now } });
}
const request = (stationId: number) => requestOf(operator, { stationId });

describe('the sheet', () => {
  it('INF-1 shows what the boot said', async () => {
    const station = await addStation(database.pool, operator, {
      vendor: 'Alpitronic',
      model: 'HYC 300',
      serial: 'AL20419873',
      box_serial: 'AL-300-0419-B',
      firmware: '2.8.1',
      iccid: '8943011022034417',
      imsi: '232013000000001',
      meter_type: 'EM340',
      meter_serial: '88213705',
      booted_at: '2026-03-31T08:00:00Z',
      firmware_history: JSON.stringify([
        { version: '2.8.0', since: at('2026-01-01T00:00:00Z') },
        { version: '2.8.1', since: at('2026-03-31T08:00:00Z') },
      ]),
    });
    const sheet = await routes().information(request(station));
    expect(sheet.model).toMatchObject({ vendor: 'Alpitronic', model: 'HYC 300', firmware: '2.8.1' });
    expect(sheet.serials).toEqual({
      chargePoint: 'AL20419873',
      chargeBox: 'AL-300-0419-B',
      meter: '88213705',
      meterType: 'EM340',
      iccid: '8943011022034417',
      imsi: '232013000000001',
    });
    // INF-5
    expect(sheet.model.firmwareHistory).toEqual([
      { from: '2.8.0', to: '2.8.1', at: '2026-03-31T08:00:00.000Z' },
      { to: '2.8.0', at: '2026-01-01T00:00:00.000Z' },
    ]);
  });

  it('leaves out what was never reported, and does not make it zero', async () => {
    const station = await addStation(database.pool, operator);
    await addConnector(database.pool, operator, station, 1, { status: 'charging', transaction_number: 1 });
    await addTransaction(database.pool, operator, station, 1, {
      evse: 1,
      connector: 1,
      started_at: '2026-03-31T09:00:00Z',
    });
    const { figures, serials, chargePoints, connection, alert } = await routes().information(request(station));
    expect(serials).toEqual({});
    expect(figures).not.toHaveProperty('powerW');
    expect(figures).not.toHaveProperty('energyTodayWh');
    expect(figures).not.toHaveProperty('availability');
    expect(figures).not.toHaveProperty('starts');
    expect(figures.sessionsToday.value).toBe(1);
    expect(chargePoints[0]!.session).toEqual({ number: 1, startedAt: '2026-03-31T09:00:00.000Z' });
    expect(connection).toMatchObject({ state: 'never', driftSuspicious: false });
    expect(alert).toBeUndefined();
  });

  it('INF-3 INF-6 tells connection state by the threshold of the station, else of the fleet, and drift', async () => {
    const station = await addStation(database.pool, operator, {
      connected: true,
      connected_since: '2026-03-31T06:00:00Z',
      security_profile: 0,
      protocol: 'ocpp1.6',
    });
    await addRow(database.pool, 'connections', {
      operator_id: operator,
      station_id: station,
      id: '01890000-0000-7000-8000-000000000001',
      opened_at: '2026-03-31T06:00:00Z',
    });
    const live: LiveValues = {
      connected: true,
      lastMessageAt: at('2026-03-31T09:35:00Z'),
      driftSeconds: -300,
      roundTripMs: 38,
      connectors: {},
    };
    const { connection } = await routes(live).information(request(station));
    expect(connection).toMatchObject({
      state: 'online',
      pendingAfterSeconds: 1800,
      pendingAfterOf: 'fleet',
      driftSeconds: -300,
      driftSuspicious: true,
      roundTripMs: 38,
      securityProfile: 0,
    });
    await database.pool.query('UPDATE stations SET pending_after = 600 WHERE operator_id = $1 AND id = $2', [
      operator,
      station,
    ]);
    const stricter = (await routes(live).information(request(station))).connection;
    expect(stricter).toMatchObject({
      state: 'pending',
      pendingAfterSeconds: 600,
      pendingAfterOf: 'station',
      fleetPendingAfterSeconds: 1800,
    });
    expect((await routes({ connected: false, connectors: {} }).information(request(station))).connection.state).toBe(
      'offline',
    );
  });

  it('warns of the oldest critical error and of how many charge points it keeps from charging', async () => {
    const station = await addStation(database.pool, operator);
    for (const evse of [1, 2, 3]) await addConnector(database.pool, operator, station, evse, { name: `Bay ${evse}` });
    const open = (id: number, evse: number, severity: string, first: string) =>
      addRow(database.pool, 'errors', {
        operator_id: operator,
        station_id: station,
        id: `01890000-0000-7000-8000-00000000010${id}`,
        evse,
        connector: 1,
        code: 'GroundFailure',
        source: 'reported',
        severity,
        first_seen: first,
        last_seen: first,
        count: 1,
      });
    await open(1, 3, 'warning', '2026-03-31T07:00:00Z');
    await open(2, 2, 'critical', '2026-03-31T09:23:00Z');
    expect((await routes().information(request(station))).alert).toEqual({
      errorId: '01890000-0000-7000-8000-000000000102',
      evse: 2,
      connector: 1,
      chargePointName: 'Bay 2',
      code: 'GroundFailure',
      since: '2026-03-31T09:23:00.000Z',
      affected: 1,
      chargePoints: 3,
      openErrors: 2,
    });
    await addRow(database.pool, 'errors', {
      operator_id: operator,
      station_id: station,
      id: '01890000-0000-7000-8000-000000000103',
      evse: 0,
      connector: 0,
      code: 'InternalError',
      source: 'reported',
      severity: 'critical',
      first_seen: '2026-03-31T09:50:00Z',
      last_seen: '2026-03-31T09:50:00Z',
      count: 1,
    });
    expect((await routes().information(request(station))).alert?.affected).toBe(3);
  });

  it('does not show the station of another operator', async () => {
    const other = await addOperator(database.pool);
    const station = await addStation(database.pool, other);
    await expect(routes().information(request(station))).rejects.toMatchObject({ id: 'thing.unknown' });
    await expect(routes().patterns(request(station))).rejects.toMatchObject({ id: 'thing.unknown' });
  });
});

describe('figures', () => {
  it('compares today with the same weekday until the same time, and splits a night session at midnight by its meter', async () => {
    const station = await addStation(database.pool, operator, { connected: true, grid_limit_w: 640_000 });
    await addConnector(database.pool, operator, station, 1);
    await addConnector(database.pool, operator, station, 2);
    const add = (number: number, evse: number, from: string, to: string | null, energy: number | null) =>
      addTransaction(database.pool, operator, station, number, {
        evse,
        connector: 1,
        started_at: from,
        ended_at: to,
        energy_wh: energy,
        meter_start: 1000,
        authorisation: JSON.stringify({ status: 'accepted' }),
      });
    // Last Tuesday (UTC+1): 30 kWh before noon, 50 kWh after noon
    await add(1, 1, '2026-03-24T08:00:00Z', '2026-03-24T09:00:00Z', 30_000);
    await add(2, 1, '2026-03-24T11:30:00Z', '2026-03-24T12:30:00Z', 50_000);
    // Over midnight into today (22:00 UTC): 4 kWh until midnight, 6 kWh after
    await add(3, 2, '2026-03-30T20:00:00Z', '2026-03-31T02:00:00Z', 10_000);
    await addFact(database.pool, operator, station, '2026-03-30T22:00:00Z', {
      type: 'transaction.updated',
      number: 3,
      samples: [
        {
          time: { at: at('2026-03-30T22:00:00Z') },
          readings: [{ measurand: 'energy', value: 5000, context: 'periodic' }],
        },
      ],
    });
    // Today: one that ran, one that failed
    await add(4, 1, '2026-03-31T06:00:00Z', '2026-03-31T07:00:00Z', 39_000);
    await add(5, 1, '2026-03-31T07:30:00Z', '2026-03-31T07:31:00Z', 0);
    await addRow(database.pool, 'connections', {
      operator_id: operator,
      station_id: station,
      id: '01890000-0000-7000-8000-000000000201',
      opened_at: '2026-03-01T09:00:00Z',
      closed_at: '2026-03-31T04:00:00Z',
    });
    await addRow(database.pool, 'connections', {
      operator_id: operator,
      station_id: station,
      id: '01890000-0000-7000-8000-000000000202',
      opened_at: '2026-03-31T05:00:00Z',
    });
    const { figures } = await routes().information(request(station));
    expect(figures.energyTodayWh).toEqual({ value: 45_000, lastWeek: 30_000 });
    expect(figures.sessionsToday).toEqual({ value: 2, lastWeek: 1 });
    expect(figures.starts).toEqual({ sessions: 5, failed: 1 });
    expect(figures.powerW).toBe(0);
    expect(figures.gridLimitW).toBe(640_000);
    expect(figures.availability!.offlineMs).toBe(3_600_000);
    expect(figures.availability!.share).toBeCloseTo(1 - 1 / 720, 9);
  });

  it('draws the power of the last hour from the samples of its sessions', async () => {
    const station = await addStation(database.pool, operator, { connected: true });
    await addConnector(database.pool, operator, station, 1, { transaction_number: 1 });
    await addTransaction(database.pool, operator, station, 1, {
      evse: 1,
      connector: 1,
      started_at: '2026-03-31T09:30:00Z',
      power_w: 7000,
    });
    for (const [minute, value] of [
      [40, 11_000],
      [50, 7000],
    ] as const)
      await addFact(database.pool, operator, station, `2026-03-31T09:${minute}:00Z`, {
        type: 'transaction.updated',
        number: 1,
        samples: [
          {
            time: { at: at(`2026-03-31T09:${minute}:00Z`) },
            readings: [{ measurand: 'power', value, context: 'periodic' }],
          },
        ],
      });
    const { powerLastHour, powerW } = (await routes().information(request(station))).figures;
    expect(powerW).toBe(7000);
    expect(powerLastHour).toHaveLength(30);
    expect(powerLastHour.slice(0, 15)).toEqual(Array(15).fill(0));
    expect(powerLastHour.slice(15, 19)).toEqual(Array(4).fill(null));
    expect(powerLastHour.slice(19)).toEqual([...Array(5).fill(11_000), ...Array(6).fill(7000)]);
  });
});

describe('patterns', () => {
  it('INF-4 the heat map of seeded sessions equals the hand count, in the time zone of the station', async () => {
    const station = await addStation(database.pool, operator, {
      time_zone: 'America/New_York',
      created_at: '2026-03-01T05:00:00Z',
    });
    await addConnector(database.pool, operator, station, 1);
    await addConnector(database.pool, operator, station, 2);
    // New York changed on 8 March 2026. Mondays 13:00-14:00 UTC: 08:00 EST on 2 March, 09:00 EDT on the four others known here.
    const mondays = ['02', '09', '16', '23', '30'];
    for (const [index, date] of mondays.entries())
      await addTransaction(database.pool, operator, station, index + 1, {
        evse: 1,
        connector: 1,
        started_at: `2026-03-${date}T13:00:00Z`,
        ended_at: `2026-03-${date}T14:00:00Z`,
        energy_wh: 12_000,
      });
    const { utilisation, timeZone } = await routes().patterns(request(station));
    expect(timeZone).toBe('America/New_York');
    expect(utilisation.from).toBe('2026-03-01T05:00:00.000Z');
    // Five Mondays in the window, two charge points
    expect(utilisation.inUse[0]![8]).toBeCloseTo(1 / 10, 9);
    expect(utilisation.inUse[0]![9]).toBeCloseTo(4 / 10, 9);
    expect(utilisation.energyWh![0]![9]).toBeCloseTo((4 * 12_000) / 5, 6);
    const hours = utilisation.inUse.flat().reduce<number>((sum, cell) => sum + (cell ?? 0), 0);
    expect(hours).toBeCloseTo(0.5, 9);
  });

  it('gives 30 days of energy that add up to the sessions, and no number where none was reported', async () => {
    const station = await addStation(database.pool, operator);
    await addTransaction(database.pool, operator, station, 1, {
      evse: 1,
      connector: 1,
      started_at: '2026-03-30T20:00:00Z',
      ended_at: '2026-03-31T00:00:00Z',
      energy_wh: 8000,
    });
    await addTransaction(database.pool, operator, station, 2, {
      evse: 1,
      connector: 1,
      started_at: '2026-03-29T10:00:00Z',
      ended_at: '2026-03-29T11:00:00Z',
    });
    const { consumption } = await routes().patterns(request(station));
    expect(consumption.days).toHaveLength(30);
    expect(consumption.days.slice(-3)).toEqual([
      { day: '2026-03-29', sessions: 1 },
      { day: '2026-03-30', sessions: 1, energyWh: 4000 },
      { day: '2026-03-31', sessions: 0, energyWh: 4000 },
    ]);
    expect(consumption.totalWh).toBe(8000);
  });
});
