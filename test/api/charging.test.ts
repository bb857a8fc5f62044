import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChargingProfile } from '../../src/domain/commands/charging-profile.ts';
import type { Command, CommandAnswer } from '../../src/domain/commands.ts';
import type { StationKey } from '../../src/domain/ports.ts';
import { createTestApi, type Json, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { adopted, connect, type TestDesk, type TestStation, testDesk } from '../desk.ts';
import { until } from '../until.ts';

let database: TestDatabase;
let desk: TestDesk;
let api: TestApi;
let station: TestStation;
let key: StationKey;
let cookie: string;

beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool);
  api = await createTestApi({
    pool: database.pool,
    answer: (to, question) => desk.stations.answer(to, question),
    hashPassword: desk.credentials.hash,
  });
  const { operatorId } = await setUp(database.pool, api.auth);
  cookie = await api.person(operatorId, 'controlRoom');
  [key] = (await adopted(desk, database.pool, 1, operatorId)) as [StationKey];
  station = await connect(desk, key, {
    obey: async (command): Promise<CommandAnswer> =>
      command.kind === 'setChargingProfile' && command.profile.stackLevel === 99
        ? { outcome: 'refused', status: 'Rejected' }
        : { outcome: 'accepted', status: 'Accepted' },
  });
  for (const evse of [1, 2]) await station.say({ kind: 'status', evse, connector: 1, status: 'available', time: {} });
  const token = { number: 'CARD1', type: 'iso14443' } as const;
  await database.pool.query(
    "INSERT INTO cards (operator_id, number, number_normal, type, status, created_at) VALUES ($1, 'CARD1', 'CARD1', 'iso14443', 'active', now())",
    [operatorId],
  );
  const place = { evse: 1, connector: 1 };
  await station.say({
    kind: 'transaction',
    phase: 'started',
    transactionId: 'tx-1',
    place,
    time: {},
    token,
    meter: 0,
    samples: [],
  } as never);
});
afterAll(async () => {
  await api.close();
  await desk.stop();
  await database.drop();
});

const get = async (rest: string): Promise<Json> =>
  (await api.call('GET', `/stations/${key.stationId}/charging/${rest}`, { cookie })).body;
const profiles = async (): Promise<Json[]> => (await get('profiles')).items;

async function ask(command: Command, state = 'done'): Promise<void> {
  const commandId = desk.newId(Date.now());
  const reply = await desk.stations.answer(key, {
    kind: 'command',
    commandId,
    command,
    userId: 'u1',
    whenOffline: 'refuse',
    timeoutMs: 5000,
  });
  expect(reply).toMatchObject({ kind: 'command' });
  await until(async () => {
    const { rows } = await database.pool.query('SELECT state FROM commands WHERE id = $1', [commandId]);
    return rows[0]?.state === state;
  });
}
const profile = (id: number, over: Partial<ChargingProfile> = {}, limit = 11_000): ChargingProfile => ({
  id,
  stackLevel: 0,
  purpose: 'txDefault',
  profileKind: 'relative',
  schedules: [{ unit: 'W', periods: [{ startSeconds: 0, limit }] }],
  ...over,
});
const set = (evse: number, of: ChargingProfile, state?: string) =>
  ask({ kind: 'setChargingProfile', evse, profile: of }, state);
const session = async (): Promise<string> =>
  (await database.pool.query('SELECT transaction_id FROM transactions ORDER BY number DESC')).rows[0].transaction_id;

describe.sequential('charging profiles of a station', () => {
  it('K01, K08: what is set counts at its place, the smallest of all is what is allowed, and a session has its own', async () => {
    expect(await profiles()).toEqual([]);
    expect(await get('allowed?evse=1')).toMatchObject({
      evse: 1,
      unit: 'W',
      durationSeconds: 86_400,
      sessionNumber: 1,
      periods: [{ startSeconds: 0, profileIds: [] }],
    });
    const startsAt = Date.now() - 60_000;
    const max = profile(1, { purpose: 'stationMax', profileKind: 'absolute' });
    await set(0, {
      ...max,
      schedules: [
        {
          unit: 'W',
          startsAt,
          periods: [
            { startSeconds: 0, limit: 50_000 },
            { startSeconds: 3600, limit: 5000 },
          ],
        },
      ],
    });
    await set(1, profile(2));
    await set(1, profile(3, { stackLevel: 99 }), 'refused');
    await set(
      1,
      profile(4, {
        purpose: 'tx',
        transactionId: await session(),
        schedules: [{ unit: 'A', periods: [{ startSeconds: 0, limit: 10 }] }],
      }),
    );
    expect(await profiles()).toMatchObject([
      { id: 1, evse: 0, purpose: 'stationMax', source: 'CSO', by: 'command' },
      { id: 2, evse: 1, purpose: 'txDefault', schedules: [{ unit: 'W', periods: [{ limit: 11_000 }] }] },
      { id: 4, evse: 1, purpose: 'tx', sessionNumber: 1 },
    ]);
    const here = await get('allowed?evse=1&hours=2');
    // 10 A on three phases of 230 V; then the whole station.
    expect(here.periods).toMatchObject([
      { startSeconds: 0, limit: 6900, profileIds: [4] },
      { limit: 5000, profileIds: [1] },
    ]);
    expect(here.periods[1].startSeconds).toBeGreaterThan(3500);
    expect((await get('allowed?evse=2')).periods[0]).toMatchObject({ limit: 50_000, profileIds: [1] });
    expect((await get('allowed?evse=0')).periods[0]).toMatchObject({ limit: 50_000 });
    expect((await get('allowed?evse=1&unit=A')).periods[0]).toMatchObject({ limit: 10 });
  });

  it('goes page by page; a marker of another list is refused, not an error of ours', async () => {
    const first = await get('profiles?limit=2');
    expect(first.items).toHaveLength(2);
    expect((await get(`profiles?after=${first.next}`)).items.map(({ id }: Json) => id)).toEqual([4]);
    const odd = Buffer.from('[1.5,"x"]').toString('base64url');
    const refused = await api.call('GET', `/stations/${key.stationId}/charging/profiles?after=${odd}`, { cookie });
    expect(refused.status).toBe(400);
  });

  it('K10: a cleared one is gone, and so is the one of a session that ended', async () => {
    await ask({ kind: 'clearChargingProfiles', filter: { profileIds: [2] } });
    expect((await profiles()).map(({ id }) => id)).toEqual([1, 4]);
    await station.say({
      kind: 'transaction',
      phase: 'ended',
      transactionId: await session(),
      time: {},
      meter: 10,
      samples: [],
    } as never);
    expect((await profiles()).map(({ id }) => id)).toEqual([1]);
  });

  it('K12, K13: a limit of somebody else is shown with who set it until it is cleared', async () => {
    await station.say({
      kind: 'chargingLimit',
      evse: 2,
      source: 'SO',
      gridCritical: true,
      schedules: [{ unit: 'W', periods: [{ startSeconds: 0, limit: 4200 }] }],
    });
    expect((await get('limits')).items).toMatchObject([
      { evse: 2, source: 'SO', gridCritical: true, schedules: [{ periods: [{ limit: 4200 }] }] },
    ]);
    await station.say({ kind: 'chargingLimitCleared', evse: 2, source: 'SO' });
    expect((await get('limits')).items).toEqual([]);
  });

  it('K15, K17: what a car asks for and is going to draw is shown as long as its session runs', async () => {
    const place = { evse: 2, connector: 1 };
    const token = { number: 'CARD1', type: 'iso14443' } as const;
    await station.say({
      kind: 'transaction',
      phase: 'started',
      transactionId: 'tx-2',
      place,
      time: {},
      token,
      meter: 0,
      samples: [],
    } as never);
    await station.say({
      kind: 'chargingNeeds',
      evse: 2,
      needs: { transfer: 'AC_three_phase', energyWh: 20_000, maxCurrentA: 16, departureAt: Date.now() + 3_600_000 },
    });
    await station.say({
      kind: 'carSchedule',
      evse: 2,
      time: {},
      schedule: { unit: 'A', periods: [{ startSeconds: 0, limit: 16 }] },
    });
    expect((await get('cars')).items).toMatchObject([
      { evse: 2, sessionNumber: 2, energyWh: 20_000, maxCurrentA: 16, schedule: { unit: 'A' } },
    ]);
    await station.say({
      kind: 'transaction',
      phase: 'ended',
      transactionId: await session(),
      time: {},
      meter: 10,
      samples: [],
    } as never);
    expect((await get('cars')).items).toEqual([]);
  });
});
