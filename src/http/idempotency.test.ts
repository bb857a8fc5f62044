import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, setUp, type TestApi } from '../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { forgetOldRequests } from './idempotency.ts';

let database: TestDatabase;
let api: TestApi;
let cookie: string;
let other: string;
let now = Date.parse('2026-01-01T00:00:00Z');
const key = '8e03978e-40d5-43dd-bc93-6894a57f9324';
const clock = { now: () => now, monotonic: () => performance.now() };

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool, clock });
  const { operatorId } = await setUp(database.pool, api.auth);
  cookie = await api.person(operatorId, 'administrator');
  other = await api.person(operatorId, 'controlRoom');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const post = (url: string, body: unknown, withKey = key, who = cookie) =>
  api.call('POST', url, { cookie: who, body, headers: { 'idempotency-key': withKey } });
const cards = async () => (await database.pool.query('SELECT count(*)::integer AS cards FROM cards')).rows[0].cards;

it('the same request under the same key is done once and answered the same', async () => {
  const first = await post('/cards', { number: '04AA', holder: 'Ada' });
  expect(first.status, first.text).toBe(200);
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  // The order of fields makes no other request.
  const second = await post('/cards', { holder: 'Ada', number: '04AA' });
  expect(second.status).toBe(200);
  expect(second.text).toBe(first.text);
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect(second.headers['content-type']).toMatch(/application\/json/);
  expect(await cards()).toBe(1);
});

it('another request under the same key is refused; another person’s key is another key', async () => {
  const different = await post('/cards', { number: '04BB' });
  expect(different.status).toBe(422);
  expect(different.body.detail).toMatch(/used for another request/);
  expect((await post('/cards', { number: '04BB' }, key, other)).status).toBe(200);
  expect(await cards()).toBe(2);
});

it('two at the same time make one thing', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => post('/cards', { number: '04CC' }, 'eight-at-the-same-time')),
  );
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(new Set(answers.map(({ status }) => status))).not.toContain(500);
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  expect(await cards()).toBe(3);
});

it('what was refused may be tried again under its key', async () => {
  const again = 'a-key-of-somebody';
  expect((await post('/cards', { number: '04AA' }, again)).status).toBe(409);
  await database.pool.query("DELETE FROM cards WHERE number = '04AA'");
  expect((await post('/cards', { number: '04AA' }, again)).status).toBe(200);
});

it('a request that was cut off can be made again after five minutes', async () => {
  const lost = 'the-server-was-killed';
  await post('/cards', { number: '04DD' }, lost);
  await database.pool.query(
    "UPDATE idempotency_keys SET status = NULL, sealed = NULL; DELETE FROM cards WHERE number = '04DD'",
  );
  expect((await post('/cards', { number: '04DD' }, lost)).status).toBe(409);
  now += 6 * 60_000;
  expect((await post('/cards', { number: '04DD' }, lost)).status).toBe(200);
});

it('S-13 neither the key nor an answer can be read in the database', async () => {
  const reply = await post('/stations', { identity: 'IDEM-1', name: 'Once' }, 'the-password-is-in-it');
  const { password } = reply.body.credentials;
  expect(
    (await post('/stations', { identity: 'IDEM-1', name: 'Once' }, 'the-password-is-in-it')).body.credentials.password,
  ).toBe(password);
  const { rows } = await database.pool.query('SELECT * FROM idempotency_keys');
  const all = rows.map(({ sealed, ...row }) => JSON.stringify(row) + sealed?.toString('latin1')).join('');
  expect(all).not.toContain(password);
  expect(all).not.toContain('the-password-is-in-it');
});

it('a key is 16 to 255 visible characters; it is forgotten after a day', async () => {
  for (const bad of ['short', 'with a space in it', 'x'.repeat(256)])
    expect((await post('/cards', { number: '04EE' }, bad)).status, bad).toBe(400);
  now += 24 * 3_600_000 + 1;
  expect((await post('/cards', { number: '04FF' })).status).toBe(200);
  await forgetOldRequests(database.pool, now);
  expect((await database.pool.query('SELECT FROM idempotency_keys')).rowCount).toBe(1);
});
