import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/commands.ts';
import type { StationKey } from '../../src/domain/ports.ts';
import { dropCustomerInformation } from '../../src/features/device/index.ts';
import { day } from '../../src/lib/time.ts';
import { createTestApi, type Json, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { adopted, connect, type TestDesk, type TestStation, testDesk } from '../desk.ts';
import { until } from '../until.ts';

let database: TestDatabase;
let desk: TestDesk;
let api: TestApi;
let station: TestStation;
let key: StationKey;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool);
  api = await createTestApi({
    pool: database.pool,
    answer: (to, question) => desk.stations.answer(to, question),
    hashPassword: desk.credentials.hash,
  });
  const { operatorId } = await setUp(database.pool, api.auth);
  for (const role of ['administrator', 'controlRoom', 'readOnly'] as const)
    cookies[role] = await api.person(operatorId, role);
  [key] = (await adopted(desk, database.pool, 1, operatorId)) as [StationKey];
  station = await connect(desk, key, {
    obey: async (command) => {
      if (command.kind === 'setMonitors')
        return {
          outcome: 'accepted',
          status: 'Accepted',
          monitors: command.monitors.map((_, n) => ({ id: 40 + n, status: n === 0 ? 'Accepted' : 'UnknownVariable' })),
        };
      if (command.kind === 'reserve' && command.reservationId === 3) return { outcome: 'refused', status: 'Occupied' };
      return { outcome: 'accepted', status: 'Accepted' };
    },
  });
  await station.say({ kind: 'status', evse: 1, connector: 1, status: 'available', time: {} });
});
afterAll(async () => {
  await api.close();
  await desk.stop();
  await database.drop();
});

const get = (url: string, role = 'controlRoom'): Promise<Json> => api.call('GET', url, { cookie: cookies[role]! });
const here = (rest: string) => `/stations/${key.stationId}${rest}`;
const items = async (rest: string, role?: string): Promise<Json[]> => (await get(here(rest), role)).body.items;

async function ask(command: Command, userId = 'u1'): Promise<string> {
  const commandId = desk.newId(Date.now());
  const reply = await desk.stations.answer(key, {
    kind: 'command',
    commandId,
    command,
    userId,
    whenOffline: 'refuse',
    timeoutMs: 5000,
  });
  expect(reply).toMatchObject({ kind: 'command' });
  await until(
    async () =>
      station.sent.includes(command) || station.sent.some((one) => JSON.stringify(one) === JSON.stringify(command)),
  );
  await desk.stations.answer(key, { kind: 'live' });
  return commandId;
}

const over = (commandId: string, state: string) =>
  until(async () => {
    const { rows } = await database.pool.query('SELECT state FROM commands WHERE id = $1', [commandId]);
    return rows[0]?.state === state;
  });

describe('the device model', () => {
  const told = (variable: string, value: string) => ({
    variables: [{ component: 'OCPPCommCtrlr', variable, attribute: 'Actual', value, mutability: 'ReadWrite' }],
    described: [
      {
        component: 'OCPPCommCtrlr',
        variable,
        dataType: 'OptionList',
        valuesList: 'a, b',
        maxLimit: 9,
        unit: 's',
        supportsMonitoring: true,
      },
    ],
  });

  it('B07 arrives in several parts and is replaced as a whole when the last part of a full report has come', async () => {
    await station.say({ kind: 'report', requestId: 1, last: true, ...told('Old', '1') });
    expect((await items('/device/variables')).map(({ variable }) => variable)).toEqual(['Old']);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const command = await ask({ kind: 'readReport', requestId: 2, base: 'full' });
    await over(command, 'answered');
    await station.say({ kind: 'report', requestId: 2, last: false, ...told('First', '2') });
    expect(await items('/device/variables')).toHaveLength(2);
    await station.say({ kind: 'report', requestId: 2, last: true, ...told('BasicAuthPassword', 'CANARY') });
    await over(command, 'done');
    expect(await items('/device/variables')).toEqual([
      expect.objectContaining({
        variable: 'BasicAuthPassword',
        attributes: [expect.objectContaining({ value: '[hidden]' })],
      }),
      {
        component: 'OCPPCommCtrlr',
        variable: 'First',
        dataType: 'OptionList',
        unit: 's',
        maxLimit: 9,
        values: ['a', 'b'],
        supportsMonitoring: true,
        attributes: [{ attribute: 'Actual', value: '2', mutability: 'ReadWrite' }],
        readAt: expect.any(String),
      },
    ]);
    expect((await items('/settings')).map(({ variable }) => variable)).toEqual(['BasicAuthPassword', 'First']);
    // What a form needs to know of a setting comes with it.
    expect((await items('/settings'))[1]).toMatchObject({
      dataType: 'OptionList',
      values: ['a', 'b'],
      maxLimit: 9,
      unit: 's',
      supportsMonitoring: true,
    });
    expect((await get(here('/settings/summary'))).body).toEqual({
      count: 2,
      changeable: 2,
      readAt: expect.any(String),
    });
  });

  it('N04, N07: a monitor that was set is shown with what it noticed', async () => {
    const name = { component: 'Connector', evse: 1, variable: 'Temperature' };
    await station.say({
      kind: 'report',
      requestId: 3,
      last: false,
      variables: [],
      described: [{ ...name, dataType: 'decimal', unit: 'Celsius', supportsMonitoring: true }],
    });
    const wanted = { name, type: 'upperThreshold', value: 80, severity: 4 } as const;
    await over(await ask({ kind: 'setMonitors', monitors: [wanted, wanted] }), 'done');
    await station.say({
      kind: 'events',
      events: [
        {
          eventId: 1,
          component: 'Connector',
          variable: 'Temperature',
          place: { evse: 1 },
          trigger: 'alerting',
          value: '91',
          cleared: false,
          monitorId: 40,
          time: {},
        },
      ],
    });
    expect(await items('/device/monitors')).toMatchObject([
      {
        id: 40,
        component: 'Connector',
        evse: 1,
        type: 'upperThreshold',
        value: 80,
        unit: 'Celsius',
        origin: 'custom',
        last: { value: '91', trigger: 'alerting' },
      },
    ]);
    await station.say({ kind: 'streamOpened', streamId: 1, monitorId: 40, intervalSeconds: 5 });
    await station.say({
      kind: 'streamValues',
      streamId: 1,
      pending: 2,
      time: {},
      values: [{ value: '70' }, { value: '71' }],
    });
    expect(await items('/device/monitors')).toMatchObject([
      { stream: { id: 1, intervalSeconds: 5, value: '71', pending: 2 } },
    ]);
    await over(await ask({ kind: 'clearMonitors', ids: [40] }), 'done');
    expect(await items('/device/monitors')).toEqual([]);
  });

  it('O01, O03, O05: texts on the display', async () => {
    const content = { format: 'utf8', language: 'de', text: 'Hallo' } as const;
    await over(await ask({ kind: 'setDisplayMessage', message: { id: 2, priority: 'inFront', content } }), 'done');
    await over(await ask({ kind: 'setDisplayMessage', message: { id: 10, priority: 'inFront', content } }), 'done');
    expect((await items('/device/display-messages')).map(({ id }) => id)).toEqual([2, 10]);
    const page = await get(here('/device/display-messages?limit=1'));
    expect(page.body.items).toHaveLength(1);
    expect((await items(`/device/display-messages?after=${page.body.next}`)).map(({ id }) => id)).toEqual([10]);
    await over(await ask({ kind: 'clearDisplayMessage', id: 2 }), 'done');
    expect(await items('/device/display-messages')).toMatchObject([{ id: 10, content }]);
  });

  it('B09: network slots without their secrets', async () => {
    const profile = {
      version: 'OCPP201',
      url: 'wss://x/ocpp',
      messageTimeoutSeconds: 30,
      securityProfile: 2,
      interface: 'Any',
      basicAuthPassword: 'CANARY',
    } as const;
    await over(await ask({ kind: 'setNetworkProfile', slot: 1, profile }), 'done');
    const reply = await get(here('/device/network-profiles'));
    expect(reply.body.items).toMatchObject([{ slot: 1, url: 'wss://x/ocpp', securityProfile: 2 }]);
    expect(reply.text).not.toContain('CANARY');
  });
});

describe('A-16 what a station tells of a person', () => {
  it('is shown to whoever asked, to nobody else, and is dropped after its time', async () => {
    const asker = (
      await database.pool.query("SELECT user_id FROM members WHERE role = 'controlRoom' ORDER BY created_at DESC")
    ).rows[0].user_id;
    const command = await ask(
      { kind: 'readCustomer', requestId: 9, report: true, clear: false, customerId: 'c' },
      asker,
    );
    await over(command, 'answered');
    const call = (seqNo: number, data: string, tbc: boolean) =>
      JSON.stringify([
        2,
        `p${seqNo}`,
        'NotifyCustomerInformation',
        { requestId: 9, seqNo, data, tbc, generatedAt: '2026-01-01T00:00:00Z' },
      ]);
    for (const [part, last] of [
      [0, false],
      [1, true],
    ] as const) {
      const frame = {
        id: desk.newId(Date.now()),
        connectionId: station.connectionId,
        direction: 'in',
        kind: 'call',
        receivedAt: Date.now(),
        action: 'NotifyCustomerInformation',
        messageId: `p${part}`,
        call: call(part, `SECRET-${part} `, !last),
      } as const;
      await station.seat.message({
        frame,
        message: { kind: 'customer', requestId: 9, part, last },
        encode: () => ({ text: '[3,"x",{}]' }),
      });
    }
    await over(command, 'done');
    const url = here(`/device/customer-information/${command}`);
    expect((await get(url)).body).toEqual({ complete: true, text: 'SECRET-0 SECRET-1 ' });
    expect((await get(url, 'administrator')).status).toBe(404);
    expect((await get(url, 'readOnly')).status).toBe(403);
    // Nothing of it is in the facts, and the log shows it to nobody.
    const { rows } = await database.pool.query(
      "SELECT count(*)::integer AS n FROM facts WHERE body::text LIKE '%SECRET-%'",
    );
    expect(rows[0].n).toBe(0);
    const frames = await get(here('/frames?action=NotifyCustomerInformation'), 'administrator');
    expect(frames.text).not.toContain('SECRET-');

    expect(await dropCustomerInformation(database.pool, Date.now() + 29 * day)).toBe(0);
    expect(await dropCustomerInformation(database.pool, Date.now() + 31 * day)).toBe(2);
    expect(await dropCustomerInformation(database.pool, Date.now() + 31 * day)).toBe(0);
    const left = await database.pool.query("SELECT call FROM frames WHERE action = 'NotifyCustomerInformation'");
    expect(left.rows.map(({ call: text }) => JSON.parse(text)[3].data)).toEqual(['', '']);
  });
});

describe('reservations', () => {
  it('are listed with what became of them, by station and for all', async () => {
    const token = { number: 'CARD1', type: 'iso14443' } as const;
    await api.call('POST', '/cards', { cookie: cookies.controlRoom!, body: { number: 'ca-rd 1', holder: 'Anna' } });
    const expiresAt = Date.now() + 3_600_000;
    const place = { evse: 1, connector: 1 };
    for (const [reservationId, state] of [
      [1, 'done'],
      [2, 'done'],
      [3, 'refused'],
    ] as const)
      await over(await ask({ kind: 'reserve', reservationId, place, token, expiresAt }), state);
    await over(await ask({ kind: 'cancelReservation', reservationId: 1 }), 'done');
    await station.say({
      kind: 'transaction',
      phase: 'started',
      place,
      time: {},
      token,
      meter: 0,
      samples: [],
      reservationId: 2,
    });
    expect(await items('/reservations')).toMatchObject([
      { id: 3, status: 'refused', reason: 'Occupied', card: 'CARD1', holder: 'Anna' },
      { id: 2, status: 'used', sessionNumber: 1, evse: 1 },
      { id: 1, status: 'cancelled' },
    ]);
    const seen = (await items('/reservations', 'readOnly'))[0];
    expect(seen.card).toBe('••••');
    expect(seen).not.toHaveProperty('holder');
    expect(await items('/reservations?isOpen=true')).toEqual([]);
    const first = await get(`/reservations?limit=2`);
    const rest = await get(`/reservations?limit=2&after=${first.body.next}`);
    expect([...first.body.items, ...rest.body.items].map(({ id }: Json) => id)).toEqual([3, 2, 1]);
    expect((await get(here('/reservations/2'))).body).toMatchObject({ id: 2, status: 'used' });
    expect((await get(here('/reservations/77'))).status).toBe(404);
  });
});
