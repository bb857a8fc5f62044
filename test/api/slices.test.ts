import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandKinds } from '../../src/domain/commands.ts';
import { createTestApi, type Json, password, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { connect, type TestDesk, testDesk } from '../desk.ts';

let database: TestDatabase;
let desk: TestDesk;
let api: TestApi;
let operatorId: number;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool);
  api = await createTestApi({
    pool: database.pool,
    answer: (key, question) => desk.stations.answer(key, question),
    hashPassword: desk.credentials.hash,
  });
  ({ operatorId } = await setUp(database.pool, api.auth));
  for (const role of ['administrator', 'controlRoom', 'readOnly'] as const)
    cookies[role] = await api.person(operatorId, role);
  await desk.stations.start();
});
afterAll(async () => {
  await api.close();
  await desk.stop();
  await database.drop();
});

const as = (role: string) => ({
  get: (url: string) => api.call('GET', url, { cookie: cookies[role]! }),
  post: (url: string, body?: unknown) =>
    api.call('POST', url, { cookie: cookies[role]!, ...(body === undefined ? {} : { body }) }),
  put: (url: string, body: unknown) => api.call('PUT', url, { cookie: cookies[role]!, body }),
  patch: (url: string, body: unknown) => api.call('PATCH', url, { cookie: cookies[role]!, body }),
  remove: (url: string) => api.call('DELETE', url, { cookie: cookies[role]! }),
});
const factsOf = async (type: string) =>
  (await database.pool.query('SELECT user_id, body FROM operator_facts WHERE type = $1 ORDER BY at, id', [type]))
    .rows as { user_id: string; body: Json }[];
const admit = (identity: string, password: string) =>
  desk.stations.desk.admit({
    connectionId: desk.newId(Date.now()),
    identity,
    address: '10.1.1.1',
    credentials: { user: identity, password },
    secure: false,
    at: Date.now(),
  });

describe('stations', () => {
  it('are created with credentials that are shown once and let them in', async () => {
    const made = await as('controlRoom').post('/stations', {
      identity: 'CP-1',
      name: 'Nordpark',
      location: 'Salzburg',
    });
    expect(made.status, made.text).toBe(200);
    const { stationId, credentials } = made.body;
    expect(credentials).toMatchObject({
      url: 'ws://127.0.0.1:8080/ocpp/CP-1',
      user: 'CP-1',
      password: expect.stringMatching(/^[A-Za-z0-9]{20}$/),
    });
    expect(await admit('CP-1', credentials.password)).toMatchObject({
      admitted: true,
      adopted: true,
      key: { stationId },
    });
    expect(await admit('CP-1', 'wrong')).toMatchObject({ admitted: false, cause: 'password.wrong' });
    const header = await as('readOnly').get(`/stations/${stationId}`);
    expect(header.body).toMatchObject({
      name: 'Nordpark',
      location: 'Salzburg',
      connection: { state: 'never' },
      badges: [],
      hasCredentials: true,
      timeZone: 'Europe/Berlin',
    });
    // S-13: not in any fact, row or list.
    const { rows } = await database.pool.query(
      'SELECT body::text AS t FROM facts UNION ALL SELECT body::text FROM operator_facts UNION ALL SELECT to_json(s)::text FROM stations s',
    );
    expect(rows.some(({ t }) => t.includes(credentials.password))).toBe(false);
    expect((await as('controlRoom').post('/stations', { identity: 'CP-1', name: 'Again' })).body).toMatchObject({
      type: 'name.taken',
      fields: { identity: expect.any(String) },
    });

    const rotated = await as('controlRoom').post(`/stations/${stationId}/credentials`);
    expect(await admit('CP-1', credentials.password)).toMatchObject({ admitted: false });
    expect(await admit('CP-1', rotated.body.credentials.password)).toMatchObject({ admitted: true });
  });

  it('are described, let in without a password with a reason and a badge, and decommissioned by typing their identity', async () => {
    const { stationId } = (await as('controlRoom').post('/stations', { identity: 'CP-2', name: 'Two' })).body;
    expect(
      (
        await as('controlRoom').patch(`/stations/${stationId}`, {
          name: 'Südbahnhof',
          location: 'Wien',
          timeZone: 'Europe/Vienna',
        })
      ).status,
    ).toBe(204);
    expect((await as('controlRoom').patch(`/stations/${stationId}`, { location: null })).status).toBe(204);
    const { body } = await as('readOnly').get(`/stations/${stationId}`);
    expect(body).toMatchObject({ name: 'Südbahnhof', timeZone: 'Europe/Vienna' });
    expect(body).not.toHaveProperty('location');

    expect(
      (await as('controlRoom').put(`/stations/${stationId}/unauthenticated`, { allowed: true })).status,
      'a reason is needed',
    ).toBe(400);
    expect(
      (
        await as('controlRoom').put(`/stations/${stationId}/unauthenticated`, {
          allowed: true,
          reason: 'Its firmware has no password',
        })
      ).status,
    ).toBe(204);
    expect((await as('readOnly').get(`/stations/${stationId}`)).body.badges).toEqual(['unauthenticated']);
    const { rows } = await database.pool.query(
      "SELECT body FROM facts WHERE station_id = $1 AND body->'change'->>'kind' = 'allowUnauthenticated'",
      [stationId],
    );
    expect(rows[0].body.change).toMatchObject({ allowed: true, reason: 'Its firmware has no password' });

    expect((await as('controlRoom').post(`/stations/${stationId}/decommission`, { identity: 'CP-1' })).status).toBe(
      422,
    );
    expect((await as('controlRoom').post(`/stations/${stationId}/decommission`, { identity: 'CP-2' })).status).toBe(
      204,
    );
    expect((await as('readOnly').get(`/stations/${stationId}`)).body.badges).toContain('decommissioned');
    expect((await as('readOnly').get('/stations?text=CP-2')).body.items).toEqual([]);
    expect((await as('readOnly').get('/stations?text=CP-2&decommissioned=true')).body.items).toHaveLength(1);
  });

  it('keep a member’s own views', async () => {
    const saved = await as('readOnly').post('/views', {
      page: 'stations',
      name: 'Faulted',
      query: { standing: ['faulted'] },
    });
    expect((await as('readOnly').get('/views?page=stations')).body.items).toEqual([saved.body]);
    expect((await as('controlRoom').get('/views')).body.items).toEqual([]);
    expect((await as('controlRoom').remove(`/views/${saved.body.id}`)).status).toBe(404);
    expect((await as('readOnly').remove(`/views/${saved.body.id}`)).status).toBe(204);
  });
});

it('ONB-1 an unknown station waits in the inbox with all it said; one click adopts it', async () => {
  const key = (await desk.options.store.create(operatorId, 'NEW-1', Date.now()))!;
  const station = await connect(desk, key);
  const boot = { kind: 'boot', vendor: 'Kempower', model: 'S', serial: 'K-77', firmware: '2.0' } as const;
  expect(await station.say(boot)).toMatchObject({ status: 'pending' });
  expect((await as('readOnly').get('/onboarding')).status).toBe(403);
  const { items } = (await as('controlRoom').get('/onboarding')).body;
  expect(items).toEqual([
    expect.objectContaining({
      stationId: key.stationId,
      identity: 'NEW-1',
      vendor: 'Kempower',
      serial: 'K-77',
      protocol: 'ocpp1.6',
      address: '10.0.0.1',
      connected: true,
      frames: 1,
    }),
  ]);
  expect((await as('readOnly').get('/stations/counts')).body.inbox).toBe(1);
  const adopted = await as('controlRoom').post(`/onboarding/${key.stationId}/adopt`, {
    name: 'Hafen 3',
    location: 'Hamburg',
  });
  expect(adopted.body.credentials.password).toHaveLength(20);
  expect(await station.say(boot)).toMatchObject({ status: 'accepted' });
  expect((await as('readOnly').get(`/stations/${key.stationId}`)).body).toMatchObject({
    name: 'Hafen 3',
    vendor: 'Kempower',
    connection: { state: 'online' },
  });
  expect((await as('controlRoom').get('/onboarding')).body.items).toEqual([]);
  expect((await as('controlRoom').post(`/onboarding/${key.stationId}/adopt`, { name: 'Again' })).status).toBe(404);

  const noise = (await desk.options.store.create(operatorId, 'NOISE', Date.now()))!;
  expect((await as('controlRoom').remove(`/onboarding/${noise.stationId}`)).status).toBe(204);
  expect((await as('controlRoom').get('/onboarding')).body.items).toEqual([]);
});

describe('commands', () => {
  let stationId: number;
  let station: Awaited<ReturnType<typeof connect>>;
  beforeAll(async () => {
    ({ stationId } = (await as('controlRoom').post('/stations', { identity: 'CP-CMD', name: 'Commands' })).body);
    station = await connect(desk, { operatorId, stationId });
    await station.say({ kind: 'boot', vendor: 'V', model: 'M' });
    await station.say({ kind: 'status', evse: 1, connector: 1, status: 'available', time: {} });
  });
  const life = async (id: string) => (await as('readOnly').get(`/stations/${stationId}/commands/${id}`)).body;
  const settled = async (id: string) => {
    for (;;) {
      const now = await life(id);
      if (now.state !== 'sent' && now.state !== 'queued') return now;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('are sent, and their life tells who asked and what the station said', async () => {
    const asked = await as('controlRoom').post(`/stations/${stationId}/commands/unlock`, { evse: 1, connector: 1 });
    expect(asked.status, asked.text).toBe(200);
    expect(asked.body.state).toBe('sent');
    expect(await settled(asked.body.commandId)).toMatchObject({
      kind: 'unlock',
      askedBy: 'Person 2',
      command: { place: { evse: 1, connector: 1 } },
      answer: { outcome: 'accepted', status: 'Accepted' },
    });
    expect(station.sent.at(-1)).toEqual({ kind: 'unlock', place: { evse: 1, connector: 1 } });
    expect((await as('readOnly').get(`/stations/${stationId}/commands`)).body.items[0].id).toBe(asked.body.commandId);
    expect(
      (await as('readOnly').post(`/stations/${stationId}/commands/unlock`, { evse: 1, connector: 1 })).status,
    ).toBe(403);
  });

  it('never show the value of a secret setting again (S-13)', async () => {
    const secret = 'canary-of-a-password';
    const asked = await as('controlRoom').post(`/stations/${stationId}/commands/writeSettings`, {
      values: [{ name: { component: '', variable: 'AuthorizationKey' }, value: secret }],
    });
    await settled(asked.body.commandId);
    const list = await as('controlRoom').get(`/stations/${stationId}/commands`);
    expect(list.text).toContain('[hidden]');
    expect(list.text).not.toContain(secret);
  });

  it('start with a card or a number, stop a session, and preview what a reset ends', async () => {
    const card = (await as('controlRoom').post('/cards', { number: '04-11-22', group: 'G1' })).body;
    await as('controlRoom').post(`/stations/${stationId}/commands/start`, { evse: 1, connector: 1, cardId: card.id });
    expect(station.sent.at(-1)).toMatchObject({
      kind: 'start',
      evse: 1,
      token: { number: '04-11-22', type: 'iso14443', group: 'G1' },
      remoteStartId: expect.any(Number),
    });
    expect((await as('controlRoom').post(`/stations/${stationId}/commands/start`, { evse: 1 })).status).toBe(422);

    await station.say({
      kind: 'transaction',
      phase: 'started',
      place: { evse: 1, connector: 1 },
      time: { at: Date.now() },
      token: { number: '041122', type: 'iso14443' },
      meter: 100,
      samples: [],
    });
    const preview = await as('readOnly').get(`/stations/${stationId}/commands/preview?kind=reset`);
    expect(preview.body).toMatchObject({ connected: true, running: [{ number: 1, evse: 1, connector: 1 }] });
    expect((await as('readOnly').get(`/stations/${stationId}`)).body.counters).toEqual({
      chargePoints: 1,
      runningSessions: 1,
      openErrors: 0,
    });
    const stop = await as('controlRoom').post(`/stations/${stationId}/commands/stop`, { transactionNumber: 1 });
    expect(stop.status).toBe(200);
    expect(station.sent.at(-1)).toMatchObject({ kind: 'stop', transactionId: '1' });
    expect(
      (await as('controlRoom').post(`/stations/${stationId}/commands/stop`, { transactionNumber: 99 })).status,
    ).toBe(404);
  });

  it('say what the version can do, and why not', async () => {
    const { body } = await as('readOnly').get(`/stations/${stationId}/commands/available`);
    expect(body.connected).toBe(true);
    expect(body.items.map(({ kind }: Json) => kind)).toEqual(commandKinds);
    expect(body.items.find(({ kind }: Json) => kind === 'stop')).toEqual({
      kind: 'stop',
      supported: true,
      queueable: true,
    });
    const { stationId: never } = (await as('controlRoom').post('/stations', { identity: 'CP-NEVER', name: 'Never' }))
      .body;
    const items = (await as('readOnly').get(`/stations/${never}/commands/available`)).body.items;
    expect(items.every(({ supported, reason }: Json) => !supported && reason)).toBe(true);
  });

  it('are refused or queued while the station is away, as asked', async () => {
    await station.close();
    const refused = await as('controlRoom').post(`/stations/${stationId}/commands/clearCache`, {});
    expect(refused).toMatchObject({ status: 409, body: { type: 'station.offline' } });
    const queued = await as('controlRoom').post(`/stations/${stationId}/commands/clearCache`, {
      whenOffline: 'queue',
      timeoutSeconds: 600,
    });
    expect(queued.body.state).toBe('queued');
    const reset = await as('controlRoom').post(`/stations/${stationId}/commands/reset`, {
      mode: 'soft',
      whenOffline: 'queue',
    });
    expect(reset.status, 'a reset done late would do harm').toBe(409);
  });
});

describe('cards', () => {
  it('are unique in their normal form, change, block, and tell the nodes each time', async () => {
    const made = await as('controlRoom').post('/cards', {
      number: 'de-abc 123',
      holder: 'Ada',
      validUntil: '2020-01-01T00:00:00.000Z',
    });
    expect(made.body).toMatchObject({ number: 'de-abc 123', type: 'iso14443', status: 'active', standing: 'expired' });
    expect((await as('controlRoom').post('/cards', { number: 'DEABC123' })).body).toMatchObject({
      type: 'name.taken',
      fields: { number: expect.any(String) },
    });
    const { id } = made.body;
    expect((await as('controlRoom').patch(`/cards/${id}`, { validUntil: null })).body).toMatchObject({
      standing: 'active',
    });
    expect((await as('controlRoom').patch(`/cards/${id}`, { status: 'blocked', holder: null })).body).toMatchObject({
      standing: 'blocked',
    });
    expect(
      (
        await as('controlRoom').patch(`/cards/${id}`, {
          validFrom: '2030-01-01T00:00:00Z',
          validUntil: '2029-01-01T00:00:00Z',
        })
      ).status,
    ).toBe(422);
    expect(
      (await as('controlRoom').post('/cards/find', { text: 'abc1' })).body.items.map((card: Json) => card.id),
    ).toEqual([id]);
    expect((await as('controlRoom').get('/cards?standing=blocked')).body.items.map((card: Json) => card.id)).toEqual([
      id,
    ]);
    expect((await as('readOnly').get('/cards')).status).toBe(403);
    expect((await as('controlRoom').remove(`/cards/${id}`)).status).toBe(204);
    expect((await as('controlRoom').get(`/cards/${id}`)).status).toBe(404);
    expect(api.forgotten.filter((number) => number === 'DEABC123')).toHaveLength(4);
  });

  it('A-15 leave who, what, old and new behind, and no full number', async () => {
    const [changed] = (await factsOf('card.changed')).filter(({ body }) => 'status' in body.change);
    expect(changed).toMatchObject({
      body: {
        change: { status: 'blocked', holder: null },
        before: { status: 'active', holder: 'Ada' },
        address: '127.0.0.1',
      },
    });
    expect(JSON.stringify(await factsOf('card.created'))).not.toContain('de-abc 123');
  });
});

describe('members and keys', () => {
  it('a member chooses a password by a link, gets a role, another role, and is gone within a second', async () => {
    const added = await as('administrator').post('/members', {
      name: 'Mia',
      email: 'Mia@Example.com',
      role: 'controlRoom',
    });
    expect(added.body).toMatchObject({
      member: { name: 'Mia', email: 'mia@example.com', role: 'controlRoom', state: 'invited' },
      invitation: { link: expect.stringMatching(/^http:\/\/console\.test\/invitation#[\w-]{43}$/) },
    });
    const { userId } = added.body.member;
    const token = added.body.invitation.link.split('#')[1];
    await api.call('POST', '/invitations/accept', { body: { token, password } });
    const signedIn = await api.call('POST', '/session', { body: { email: 'mia@example.com', password } });
    const own = signedIn.cookies.map((line) => line.split(';')[0]).join('; ');
    expect((await api.call('GET', '/cards', { cookie: own })).status).toBe(200);
    await as('administrator').patch(`/members/${userId}`, { role: 'readOnly' });
    expect((await api.call('GET', '/cards', { cookie: own })).status).toBe(403);
    expect(
      (await as('administrator').post('/members', { name: 'Mia', email: 'mia@example.com', role: 'readOnly' })).status,
    ).toBe(409);
    expect((await as('administrator').post(`/members/${userId}/deactivate`)).status).toBe(200);
    expect((await api.call('GET', '/stations', { cookie: own })).status).toBe(401);
  });

  it('the last administrator stays one', async () => {
    const { items } = (await as('administrator').get('/members')).body;
    const administrators = items.filter(({ role }: Json) => role === 'administrator');
    expect(administrators).toHaveLength(2);
    const [ada, other] = administrators;
    expect((await as('administrator').patch(`/members/${ada.userId}`, { role: 'readOnly' })).status).toBe(200);
    expect((await as('administrator').patch(`/members/${other.userId}`, { role: 'readOnly' })).status).toBe(409);
    expect((await as('administrator').post(`/members/${other.userId}/deactivate`)).status).toBe(409);
  });

  it('works for one operator at a time, and sees nothing of the other', async () => {
    const second = await api.operator('Second');
    const { rows } = await database.pool.query("SELECT id FROM auth_user WHERE email = 'person2@example.com'");
    await database.pool.query(
      "INSERT INTO members (operator_id, user_id, role, created_at) VALUES ($1, $2, 'readOnly', now())",
      [second, rows[0].id],
    );
    const chosen = await as('controlRoom').put('/session/operator', { operatorId: second });
    expect(chosen.body).toMatchObject({
      operator: { id: second },
      role: 'readOnly',
      operators: [{ id: operatorId }, { id: second }],
    });
    expect((await as('controlRoom').get('/stations')).body.items).toEqual([]);
    expect((await as('controlRoom').put('/session/operator', { operatorId: 9999 })).status).toBe(404);
    expect((await as('controlRoom').put('/session/operator', { operatorId })).body.role).toBe('controlRoom');
    // With several operators a station's address names its own.
    const { credentials } = (await as('controlRoom').post('/stations', { identity: 'CP-SEV', name: 'Several' })).body;
    expect(credentials.url).toBe('ws://127.0.0.1:8080/ocpp/stadtwerke-koln/CP-SEV');
  });

  it('A-14 a key is shown once, kept as a hash, has a role and an end', async () => {
    const made = await as('administrator').post('/api-keys', { name: 'Billing', role: 'readOnly' });
    const { key, apiKey } = made.body;
    expect(key).toMatch(/^vy_[\w-]{43}$/);
    expect(apiKey.prefix).toBe(key.slice(0, 11));
    expect((await api.call('GET', '/stations', { key })).status).toBe(200);
    expect((await api.call('POST', '/stations', { key, body: { identity: 'X', name: 'X' } })).status).toBe(403);
    expect((await api.call('GET', '/account', { key })).status).toBe(409);
    const { rows } = await database.pool.query('SELECT to_json(k)::text AS t FROM api_keys k');
    expect(rows.some(({ t }) => t.includes(key.slice(11)))).toBe(false);
    expect((await as('administrator').get('/api-keys')).text).not.toContain(key);
    expect((await as('administrator').remove(`/api-keys/${apiKey.id}`)).status).toBe(204);
    expect((await api.call('GET', '/stations', { key })).status).toBe(401);
    expect(
      (
        await as('administrator').post('/api-keys', {
          name: 'Old',
          role: 'readOnly',
          expiresAt: '2020-01-01T00:00:00Z',
        })
      ).status,
    ).toBe(422);
    expect((await api.call('GET', '/stations', { key: 'vy_nonsense' })).status).toBe(401);
  });

  it('the operator changes its defaults', async () => {
    const changed = await as('administrator').patch('/operator', { name: 'Stadtwerke', pendingAfterSeconds: 600 });
    expect(changed.body).toMatchObject({ name: 'Stadtwerke', pendingAfterSeconds: 600, timeZone: 'Europe/Berlin' });
    expect((await factsOf('operator.changed'))[0]!.body).toMatchObject({
      change: { pendingAfterSeconds: 600 },
      before: { pendingAfterSeconds: 1800, name: 'Stadtwerke Köln' },
    });
  });
});

describe('retention', () => {
  it('A-17 is seen and changed by administrators, with sizes; what contradicts itself is refused at its field; changes are recorded', async () => {
    for (const role of ['controlRoom', 'readOnly']) expect((await as(role).get('/retention')).status).toBe(403);
    const { body } = await as('administrator').get('/retention');
    expect(body.settings).toEqual({
      framesDays: 90,
      archiveFrames: true,
      archivesDays: null,
      connectionsDays: 730,
      commandsDays: 730,
      errorsDays: null,
    });
    expect(body.sizes.database).toBeGreaterThan(1_000_000);
    expect(body.sizes.tables.map((one: Json) => one.table)).toContain('frames');
    const change = { ...body.settings, framesDays: 30, archivesDays: 365, errorsDays: 400 };
    expect((await as('controlRoom').put('/retention', change)).status).toBe(403);
    const changed = await as('administrator').put('/retention', change);
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body.settings).toEqual(change);
    const bad = await as('administrator').put('/retention', { ...change, archivesDays: 10 });
    expect(bad).toMatchObject({ status: 422, body: { fields: { archivesDays: expect.stringContaining('at least') } } });
    for (const days of [0, 6, -1, 1.5, 'x'])
      expect((await as('administrator').put('/retention', { ...change, framesDays: days })).status, String(days)).toBe(
        400,
      );
    expect((await as('administrator').get('/retention')).body.settings).toEqual(change);
    const facts = await factsOf('retention.changed');
    expect(facts).toHaveLength(1);
    expect(facts[0]!.body).toMatchObject({ change: { framesDays: 30 }, before: { framesDays: 90 } });
  });
});
