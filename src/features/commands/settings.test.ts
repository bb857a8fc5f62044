import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { callerOf, recordedStations } from '../../../test/recorded.ts';
import { addRow } from '../../../test/sheet-rows.ts';
import type { Handler, RouteContract, Slice } from '../../http/contract.ts';
import { isSecretName } from '../../ocpp/mask.ts';
import { createCommands } from './index.ts';

const canary = 'CANARY-7d21-SECRET';
let database: TestDatabase;
let slice: Slice;
let operatorId: number;
let foreignId: number;
let stations: Record<string, number>;

beforeAll(async () => {
  database = await testDatabase();
  slice = createCommands({
    pool: database.pool,
    bus: { ask: () => Promise.reject(new Error('not asked')), onHappened: () => () => {}, publish: () => {} },
    clock: { now: () => 0, monotonic: () => 0 },
    newId: () => '',
    unsupported: () => undefined,
    parts: () => undefined,
    bringLog: () => Promise.reject(new Error('not asked')),
    checkRoot: () => Promise.reject(new Error('not asked')),
    isSecretName,
    sayAnswer: ({ status }) => status,
  });
  ({ operatorId, stations } = await recordedStations(database.pool, ['Old', 'New', 'Quiet']));
  foreignId = (await recordedStations(database.pool, ['Foreign'])).operatorId;
  for (const [variable, value, mutability] of [
    ['HeartbeatInterval', '900', 'ReadWrite'],
    ['NumberOfConnectors', '2', 'ReadOnly'],
    ['AuthorizationKey', canary, 'ReadWrite'],
    ['WiFiPsk', canary, 'ReadWrite'],
  ] as const)
    await setting(stations.Old!, { variable, value, mutability });
  for (const evse of [1, 2])
    await setting(stations.New!, { component: 'EVSE', evse, variable: 'Power', attribute: 'MaxSet', unit: 'W' });
  await setting(stations.New!, { component: 'SecurityCtrlr', variable: 'BasicAuthPassword', value: canary });
});
afterAll(() => database.drop());

const setting = (stationId: number, values: Record<string, unknown>) =>
  addRow(database.pool, 'settings', {
    operator_id: operatorId,
    station_id: stationId,
    component: '',
    component_instance: '',
    evse: 0,
    connector: 0,
    variable_instance: '',
    attribute: 'Actual',
    mutability: 'ReadWrite',
    read_at: '2026-06-01T12:00:00Z',
    ...values,
  });

interface Read {
  readonly items: readonly Record<string, unknown>[];
  readonly next?: string;
}
const read = async (station: string, query: Record<string, unknown> = {}, operator = operatorId): Promise<Read> => {
  const reply: unknown = await (slice.handlers.settings as Handler<RouteContract>)({
    caller: callerOf(operator),
    params: { stationId: stations[station] },
    query,
  } as never);
  return reply as Read;
};

describe('CP-6 the settings of a station', () => {
  it('are listed by name with what the station said of them', async () => {
    const { items, next } = await read('Old');
    expect(next).toBeUndefined();
    expect(new Set(items.map((one) => one.variable))).toEqual(
      new Set(['AuthorizationKey', 'HeartbeatInterval', 'NumberOfConnectors', 'WiFiPsk']),
    );
    expect(items.find((one) => one.variable === 'NumberOfConnectors')).toEqual({
      component: '',
      variable: 'NumberOfConnectors',
      attribute: 'Actual',
      value: '2',
      secret: false,
      mutability: 'ReadOnly',
      readAt: '2026-06-01T12:00:00.000Z',
    });
    expect((await read('Quiet')).items).toEqual([]);
  });

  it('COM-5 S-13 never say a secret, not even to one who looks for it', async () => {
    for (const station of ['Old', 'New']) {
      const { items } = await read(station);
      expect(JSON.stringify(items)).not.toContain(canary);
      expect(items.filter((one) => one.secret).map((one) => one.value)).toEqual(
        station === 'Old' ? ['[hidden]', '[hidden]'] : ['[hidden]'],
      );
      expect((await read(station, { text: 'CANARY' })).items).toEqual([]);
    }
  });

  it('are found by part of a name and paged by key without gap or repetition', async () => {
    expect((await read('Old', { text: 'heartbeat' })).items).toHaveLength(1);
    expect((await read('New', { text: 'evse' })).items).toMatchObject([
      { component: 'EVSE', evse: 1, attribute: 'MaxSet', unit: 'W' },
      { component: 'EVSE', evse: 2 },
    ]);
    const all = (await read('New')).items;
    const paged: Record<string, unknown>[] = [];
    let after: string | undefined;
    do {
      const one: Read = await read('New', { limit: 1, ...(after === undefined ? {} : { after }) });
      expect(one.items).toHaveLength(1);
      paged.push(...one.items);
      after = one.next;
    } while (after !== undefined);
    expect(paged).toEqual(all);
    await expect(read('New', { after: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ id: 'request.invalid' });
  });

  it('are seen by their own operator only', async () => {
    await expect(read('Old', {}, foreignId)).rejects.toMatchObject({ id: 'thing.unknown' });
  });
});
