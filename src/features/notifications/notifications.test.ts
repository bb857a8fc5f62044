import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, setUp, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { addStation } from '../../../test/sheet-rows.ts';
import { createIds } from '../../lib/ids.ts';
import { createLog } from '../../lib/log.ts';
import { minute } from '../../lib/time.ts';
import { announce } from '../../outbox/announce.ts';
import { tellEverybody } from './index.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let admin: string;
let adminId: string;
let ownerId: string;
let north: number;
let stationNorth: number;
let stationElse: number;
let now = Date.now();
const clock = { now: () => now, monotonic: () => now };
const newId = createIds();
let seq = 1;

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  api = await createTestApi({ pool });
  ({ operatorId } = await setUp(pool, api.auth));
  admin = await api.person(operatorId, 'administrator');
  const idOf = async (role: string) =>
    (await pool.query('SELECT user_id FROM members WHERE role = $1 ORDER BY created_at DESC LIMIT 1', [role])).rows[0]
      .user_id;
  adminId = await idOf('administrator');
  await api.person(operatorId, 'stationOwner');
  ownerId = await idOf('stationOwner');
  north = (
    await pool.query("INSERT INTO entities (operator_id, name, created_at) VALUES ($1, 'North', now()) RETURNING id", [
      operatorId,
    ])
  ).rows[0].id;
  await pool.query('UPDATE members SET entity_id = $1 WHERE user_id = $2', [north, ownerId]);
  stationNorth = await addStation(pool, operatorId, { name: 'Köln 1', entity_id: north, location: 'Domplatz' });
  stationElse = await addStation(pool, operatorId, { name: 'Bonn', connected: true });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(async () => {
  await database.pool.query(
    'DELETE FROM outbox; DELETE FROM notifications; DELETE FROM announcements; DELETE FROM notification_rules; DELETE FROM notification_choices; DELETE FROM webhooks',
  );
});

const call = (method: string, url: string, body?: object, cookie = admin) =>
  api.call(method, url, { cookie, ...(body === undefined ? {} : { body }) });
const fact = (stationId: number, type: string, body: object = {}) =>
  database.pool.query(
    'INSERT INTO facts (operator_id, station_id, seq, received_at, at, type, body) VALUES ($1, $2, $3, $6, $6, $4, $5)',
    [operatorId, stationId, seq++, type, JSON.stringify({ type, ...body }), new Date(now)],
  );
const fault = (stationId: number, severity = 'critical') =>
  fact(stationId, 'error.opened', { errorId: newId(now), code: 'GroundFailure', severity, place: { evse: 1 } });
const rule = async (more: object = {}) =>
  (
    await call('POST', '/notification-rules', {
      name: 'Faults',
      active: true,
      events: ['error.opened'],
      stations: { kind: 'all' },
      recipients: [{ kind: 'user', userId: adminId }],
      digest: { kind: 'now' },
      ...more,
    })
  ).body;
const tell = () =>
  tellEverybody(
    { pool: database.pool, clock, newId, log: createLog('silent'), consoleUrl: () => 'https://yard.example' },
    new AbortController().signal,
  );
const out = async () =>
  (await database.pool.query('SELECT destination, kind, topic, content FROM outbox ORDER BY id')).rows;

describe('what happens is told to who has a rule for it', () => {
  it('F-12 from the facts as they are committed, once, and with nothing written where no rule asks', async () => {
    await fault(stationElse);
    expect((await database.pool.query('SELECT * FROM announcements')).rows).toEqual([]);
    await rule();
    await fault(stationElse);
    await fact(stationElse, 'station.booted', { boot: {} });
    await fact(stationElse, 'card.presented', { token: { number: 'SECRET' }, authorisation: { status: 'blocked' } });
    const { rows } = await database.pool.query('SELECT event, body FROM announcements');
    expect(rows).toHaveLength(1);
    await Promise.all([tell(), tell()]);
    await tell();
    const sent = await out();
    expect(sent).toHaveLength(1);
    expect(sent[0].content.subject).toBe('Bonn: Störung GroundFailure an Ladepunkt 1 (kritisch)');
    expect(sent[0].content.text).toContain(`https://yard.example/stations/${stationElse}/errors`);
  });

  it('a fact of a transaction that is undone is never told', async () => {
    await rule();
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO facts (operator_id, station_id, seq, received_at, at, type, body) VALUES ($1, $2, $3, now(), now(), 'error.opened', '{}')`,
      [operatorId, stationElse, seq++],
    );
    await client.query('ROLLBACK');
    client.release();
    await tell();
    expect(await out()).toEqual([]);
  });

  it('a fact of long ago is no news', async () => {
    await rule();
    await database.pool.query(
      `INSERT INTO facts (operator_id, station_id, seq, received_at, at, type, body) VALUES ($1, $2, $3, now() - interval '2 days', now(), 'error.opened', '{}')`,
      [operatorId, stationElse, seq++],
    );
    await tell();
    expect(await out()).toEqual([]);
  });

  it('about the stations it names: by entity, by id, by filter; critical alone where that is asked', async () => {
    await rule({ name: 'Entity', stations: { kind: 'entity', entityId: north }, recipients: [to('entity@x.example')] });
    await rule({ name: 'Ids', stations: { kind: 'stations', ids: [stationElse] }, recipients: [to('ids@x.example')] });
    await rule({ name: 'Filter', stations: { kind: 'filter', location: 'dom' }, recipients: [to('filter@x.example')] });
    await rule({ name: 'Critical', events: ['error.critical'], recipients: [to('critical@x.example')] });
    await fault(stationNorth, 'warning');
    await fault(stationElse, 'critical');
    await tell();
    const told = (await out()).map(({ destination, content }) => `${destination} ${content.subject.split(':')[0]}`);
    expect(told.sort()).toEqual([
      'critical@x.example Bonn',
      'entity@x.example Köln 1',
      'filter@x.example Köln 1',
      'ids@x.example Bonn',
    ]);
  });

  it('RGT-3 a person hears only what their role and entities show them when it is sent', async () => {
    await rule({
      events: ['error.opened', 'security.event'],
      recipients: [{ kind: 'user', userId: ownerId }],
      digest: { kind: 'every', minutes: 5 },
    });
    await fault(stationNorth);
    await fault(stationElse);
    await fact(stationNorth, 'security.reported', { event: 'TamperDetection' });
    await tell();
    now += 6 * minute;
    await tell();
    const [mail, ...more] = await out();
    expect(more).toEqual([]);
    expect(mail.content.text).toContain('Köln 1');
    expect(mail.content.text).not.toMatch(/Bonn|Tamper/);
    await fault(stationNorth);
    await tell();
    await database.pool.query('UPDATE members SET deactivated_at = now() WHERE user_id = $1', [ownerId]);
    now += 6 * minute;
    await tell();
    await database.pool.query('UPDATE members SET deactivated_at = NULL WHERE user_id = $1', [ownerId]);
    expect(await out()).toHaveLength(1);
  });

  it('a station that is back before long is not told of, one that stays away is', async () => {
    await rule({ events: ['station.offline'] });
    await fact(stationElse, 'station.disconnected', { connectionId: newId(now), reason: 'x' });
    await fact(stationNorth, 'station.disconnected', { connectionId: newId(now), reason: 'x' });
    await tell();
    expect(await out()).toEqual([]);
    now += 10 * minute;
    await tell();
    const sent = await out();
    expect(sent).toHaveLength(1);
    expect(sent[0].content.subject).toContain('Köln 1');
  });

  it('who is meant by two rules hears it once; the contact of the station too; a webhook gets it for programs', async () => {
    const contact = (
      await call('POST', '/contacts', { kind: 'technician', name: 'Tom', email: 'tom@x.example', language: 'en' })
    ).body;
    await database.pool.query('UPDATE stations SET technician_contact_id = $1 WHERE id = $2', [
      contact.id,
      stationNorth,
    ]);
    const hook = (await call('POST', '/webhooks', { name: 'Desk', url: 'https://desk.example/in' })).body.webhook;
    await rule({ recipients: [{ kind: 'technician' }, { kind: 'webhook', webhookId: hook.id }] });
    await rule({ name: 'Twice', recipients: [{ kind: 'contact', contactId: contact.id }] });
    await fault(stationNorth);
    await tell();
    const sent = await out();
    expect(sent).toHaveLength(2);
    expect(sent.find(({ kind }) => kind === 'mail')).toMatchObject({
      destination: 'tom@x.example',
      content: { language: 'en' },
    });
    expect(sent.find(({ kind }) => kind === 'webhook').content.body.events).toMatchObject([
      { event: 'error.opened', stationId: stationNorth, station: 'Köln 1', data: { code: 'GroundFailure' } },
    ]);
  });

  it('what other slices announce is told like the rest', async () => {
    await rule({ events: ['ticket.overdue'] });
    await announce(database.pool, {
      operatorId,
      event: 'ticket.overdue',
      at: now,
      stationId: stationElse,
      title: { en: 'Ticket 17 is overdue', de: 'Ticket 17 ist überfällig' },
      path: '/tickets/17',
    });
    await tell();
    const [mail] = await out();
    expect(mail.content.subject).toBe('Bonn: Ticket 17 ist überfällig');
    expect(mail.content.text).toContain('https://yard.example/tickets/17');
  });

  it('a rule that is off or removed tells nothing any more, also not what it had gathered', async () => {
    const made = await rule({ digest: { kind: 'every', minutes: 5 } });
    await fault(stationElse);
    await tell();
    await call('DELETE', `/notification-rules/${made.id}`);
    now += 10 * minute;
    await tell();
    expect(await out()).toEqual([]);
    await rule({ active: false });
    await fault(stationElse);
    await tell();
    expect(await out()).toEqual([]);
  });
});

const to = (email: string) => ({ kind: 'address', email, language: 'en' });

describe('rules and webhooks', () => {
  it('are changed with old and new in the record; addresses are not in it', async () => {
    const made = await rule({ recipients: [to('ada@x.example')] });
    const changed = { ...made, name: 'Other', recipients: [to('bob@x.example')] };
    for (const extra of ['id', 'createdAt', 'entityId']) delete changed[extra];
    expect((await call('PUT', `/notification-rules/${made.id}`, changed)).body.name).toBe('Other');
    const { rows } = await database.pool.query(
      "SELECT body FROM operator_facts WHERE type = 'notificationRule.changed'",
    );
    expect(rows[0].body).toMatchObject({ name: 'Other', before: { name: 'Faults' } });
    expect(JSON.stringify(rows)).not.toContain('@x.example');
    expect((await call('POST', `/notification-rules/${made.id}/test`)).body).toEqual({ sent: 1 });
    expect(await out()).toMatchObject([{ topic: 'notification.test', destination: 'bob@x.example' }]);
  });

  it('nobody has told to others what they may not see, or names what is not there', async () => {
    const role = '018f0000-0000-7000-8000-000000000005';
    await database.pool.query(
      "INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, $2, 'Few', '{notifications.change,errors.see}', 'everything', now()) ON CONFLICT DO NOTHING",
      [operatorId, role],
    );
    const few = await api.person(operatorId, role as never);
    const body = (more: object) => ({
      name: 'x',
      active: true,
      events: ['error.opened'],
      stations: { kind: 'all' },
      recipients: [to('a@x.example')],
      digest: { kind: 'now' },
      ...more,
    });
    expect((await call('POST', '/notification-rules', body({}), few)).status).toBe(200);
    expect((await call('POST', '/notification-rules', body({ events: ['security.event'] }), few)).status).toBe(422);
    for (const bad of [
      { recipients: [{ kind: 'user', userId: 'nobody' }] },
      { recipients: [{ kind: 'contact', contactId: 999 }] },
      { recipients: [{ kind: 'webhook', webhookId: newId(now) }] },
      { stations: { kind: 'stations', ids: [1] } },
      { stations: { kind: 'entity', entityId: 999 } },
    ])
      expect((await call('POST', '/notification-rules', body(bad))).status, JSON.stringify(bad)).toBe(422);
  });

  it('the secret of a webhook is shown once, and its address never whole', async () => {
    const { webhook, secret } = (
      await call('POST', '/webhooks', { name: 'Desk', url: 'https://desk.example/in?token=TOP' })
    ).body;
    expect(secret).toMatch(/^vyws_.{40}/);
    const renewed = (await call('POST', `/webhooks/${webhook.id}/secret`)).body.secret;
    expect(renewed).not.toBe(secret);
    const list = await call('GET', '/webhooks');
    const record = await database.pool.query("SELECT body FROM operator_facts WHERE type LIKE 'webhook.%'");
    expect(list.text + JSON.stringify(record.rows)).not.toMatch(/TOP|vyws_/);
    expect((await call('POST', '/webhooks', { name: 'desk', url: 'https://x.example' })).status).toBe(409);
    expect((await call('POST', '/webhooks', { name: 'y', url: 'https://u:p@x.example' })).status).toBe(422);
    expect((await call('POST', `/webhooks/${webhook.id}/test`)).status).toBe(204);
    await call('PATCH', `/webhooks/${webhook.id}`, { active: false });
    expect((await call('POST', `/webhooks/${webhook.id}/test`)).status).toBe(409);
    expect((await call('DELETE', `/webhooks/${webhook.id}`)).status).toBe(204);
  });
});

describe('one’s own', () => {
  it('everybody chooses for themself, and can be left in peace by all rules', async () => {
    const person = await api.person(operatorId, 'readOnly');
    const own = { receives: true, events: ['error.critical'], digest: { kind: 'daily', at: 480 } };
    expect((await call('GET', '/account/notifications', undefined, person)).body).toMatchObject({
      receives: true,
      events: [],
    });
    expect((await call('PUT', '/account/notifications', own, person)).body).toEqual(own);
    expect((await call('GET', '/notification-rules')).body.items).toEqual([]);
    await fault(stationElse);
    await tell();
    expect(await out()).toEqual([]);
    const { rows } = await database.pool.query('SELECT ready_at FROM notifications');
    expect(rows[0].ready_at.toISOString()).toMatch(/T0[67]:00:00/);
    now += 25 * 60 * minute;
    await tell();
    expect(await out()).toHaveLength(1);
    await call('PUT', '/account/notifications', { ...own, receives: false }, person);
    const { rows: who } = await database.pool.query('SELECT user_id FROM notification_choices');
    await rule({ recipients: [{ kind: 'user', userId: who[0].user_id }] });
    await fault(stationElse);
    await tell();
    expect(await out()).toHaveLength(1);
    expect((await call('POST', '/account/notifications/test', undefined, person)).status).toBe(204);
    expect(await out()).toHaveLength(2);
  });
});
