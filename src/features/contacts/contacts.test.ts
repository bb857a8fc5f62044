import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, setUp, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { addStation } from '../../../test/sheet-rows.ts';
import { asOperator } from '../../storage/as-operator.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let admin: string;
let technician: string;
let north: string;
let northId: number;

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool });
  ({ operatorId } = await setUp(database.pool, api.auth));
  admin = await api.person(operatorId, 'administrator');
  technician = await api.person(operatorId, 'technician');
  const { rows } = await database.pool.query(
    "INSERT INTO entities (operator_id, name, created_at) VALUES ($1, 'North', now()) RETURNING id",
    [operatorId],
  );
  northId = rows[0].id;
  const role = '018f0000-0000-7000-8000-000000000001';
  await database.pool.query(
    "INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, $2, 'North', '{contacts.see,contacts.change,personalData.see}', 'own', now())",
    [operatorId, role],
  );
  north = await api.person(operatorId, role as never);
  await database.pool.query('UPDATE members SET entity_id = $1 WHERE role = $2', [northId, role]);
  api.auth.callers.forget();
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
const call = (method: string, url: string, body?: object, cookie = admin) =>
  api.call(method, url, { cookie, ...(body === undefined ? {} : { body }) });
const add = async (body: object, cookie = admin) =>
  (await call('POST', '/contacts', { kind: 'technician', name: 'Ada Lovelace', ...body }, cookie)).body;

describe('contacts', () => {
  it('are listed by name in pages, found by any part, and changed with old and new in the record', async () => {
    const bob = await add({
      name: 'bob',
      company: 'Strom Süd GmbH',
      email: 'bob@strom.example',
      phone: '+49 (170) 55-5',
    });
    const ada = await add({ name: 'Ada' });
    const zoe = await add({ name: 'Zoë', kind: 'owner' });
    const first = (await call('GET', '/contacts?limit=2')).body;
    expect(first.items.map(({ id }: { id: number }) => id)).toEqual([ada.id, bob.id]);
    const next = (await call('GET', `/contacts?limit=2&after=${first.next}`)).body;
    expect(next.items.map(({ id }: { id: number }) => id)).toEqual([zoe.id]);
    expect((await call('GET', '/contacts?kind=owner')).body.items).toHaveLength(1);
    for (const text of ['SÜD', 'strom.ex', '4917055', 'bo', 'BOB'])
      expect((await call('POST', '/contacts/find', { text })).body.items[0]?.id, text).toBe(bob.id);
    expect((await call('POST', '/contacts/find', { text: '%' })).body.items).toEqual([]);
    await call('PATCH', `/contacts/${bob.id}`, { phone: null, company: 'Nord' });
    expect((await call('GET', `/contacts/${bob.id}`)).body).toMatchObject({
      company: 'Nord',
      email: 'bob@strom.example',
    });
    const { rows } = await database.pool.query("SELECT body FROM operator_facts WHERE type = 'contact.changed'");
    expect(rows[0].body).toMatchObject({
      contact: { company: 'Nord' },
      before: { contact: { company: 'Strom Süd GmbH', phone: '+49 (170) 55-5' } },
    });
  });

  it('refuses what is no address, number, zone or entity', async () => {
    for (const bad of [
      { email: 'nobody' },
      { phone: 'call me' },
      { timeZone: 'Mars/Base' },
      { entityId: 9999 },
      { name: ' ' },
    ])
      expect([400, 422], JSON.stringify(bad)).toContain(
        (await call('POST', '/contacts', { kind: 'other', name: 'X', ...bad })).status,
      );
  });

  it('one in use is deactivated, one that is not is removed', async () => {
    const one = await add({ name: 'Used' });
    const station = await addStation(database.pool, operatorId, { technician_contact_id: one.id, name: 'Köln 1' });
    const refused = await call('DELETE', `/contacts/${one.id}`);
    expect(refused.status).toBe(409);
    expect((await call('GET', `/contacts/${one.id}`)).body.stations).toEqual([
      { id: station, name: 'Köln 1', as: 'technician' },
    ]);
    await call('PATCH', `/contacts/${one.id}`, { active: false });
    const ids = async (query: string) =>
      (await call('GET', `/contacts?limit=500${query}`)).body.items.map(({ id }: { id: number }) => id);
    expect(await ids('')).not.toContain(one.id);
    expect(await ids('&active=false')).toEqual([one.id]);
    await database.pool.query('UPDATE stations SET technician_contact_id = NULL');
    expect((await call('DELETE', `/contacts/${one.id}`)).status).toBe(204);
    expect((await call('GET', `/contacts/${one.id}`)).status).toBe(404);
  });

  it('names, addresses and numbers are hidden from who may not see personal data, and cannot be looked for', async () => {
    const one = await add({
      name: 'Geheim Person',
      email: 'geheim@x.example',
      phone: '+49 1234567',
      note: 'geheim too',
    });
    const list = await call('GET', '/contacts?limit=500', undefined, technician);
    const detail = await call('GET', `/contacts/${one.id}`, undefined, technician);
    expect(list.status).toBe(200);
    expect(list.text + detail.text).not.toMatch(/geheim|1234567/i);
    expect((await call('POST', '/contacts/find', { text: 'geheim' }, technician)).status).toBe(403);
  });

  it('RGT-3 belong to an entity: others do not exist for its people', async () => {
    const ours = await add({ name: 'Nobody’s' });
    const theirs = await add({ name: 'North person', entityId: northId });
    expect((await call('GET', '/contacts', undefined, north)).body.items).toHaveLength(1);
    expect((await call('POST', '/contacts/find', { text: 'nobody' }, north)).body.items).toEqual([]);
    expect((await call('GET', `/contacts/${ours.id}`, undefined, north)).status).toBe(404);
    expect((await call('PATCH', `/contacts/${ours.id}`, { name: 'x' }, north)).status).toBe(404);
    expect((await call('PATCH', `/contacts/${theirs.id}`, { entityId: null }, north)).status).toBe(422);
  });
});

it('every list and the search have their index at many contacts (plans without a sequential scan)', async () => {
  await database.pool.query(
    `INSERT INTO contacts (operator_id, kind, name, sorted, words, active, created_at)
     SELECT $1, CASE WHEN n % 4 = 0 THEN 'owner' ELSE 'technician' END, 'N' || n, 'n' || n, 'n' || n || ' firm ' || md5(n::text), n % 10 > 0, now()
     FROM generate_series(1, 40000) n`,
    [operatorId],
  );
  await database.pool.query('ANALYZE contacts');
  const plan = async (sql: string) =>
    (
      await asOperator(database.pool, { operatorId, entities: undefined }, (client) => client.query(`EXPLAIN ${sql}`))
    ).rows
      .map((row) => row['QUERY PLAN'])
      .join('\n');
  for (const filter of [
    '',
    "AND kind = 'owner'",
    "AND (sorted, id) > ('n2', 5)",
    "AND kind = 'owner' AND (sorted, id) > ('n2', 5)",
  ])
    expect(
      await plan(
        `SELECT * FROM contacts WHERE operator_id = ${operatorId} AND active ${filter} ORDER BY sorted, id LIMIT 51`,
      ),
      filter,
    ).not.toMatch(/Seq Scan|Sort/);
  const { rows } = await database.pool.query(
    `EXPLAIN SELECT id FROM contacts WHERE operator_id = ${operatorId} AND words LIKE '%abcde%' LIMIT 500`,
  );
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toContain('Seq Scan');
});
