import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type Json, setUp, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { plansOf } from '../../../test/plans.ts';
import { addRow, addStation } from '../../../test/sheet-rows.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
const people: Record<string, string> = {};

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool });
  ({ operatorId } = await setUp(database.pool, api.auth));
  for (const role of ['administrator', 'technician', 'readOnly', 'stationOwner'] as const)
    people[role] = await api.person(operatorId, role);
  for (const id of [1, 2, 3, 4]) await addStation(database.pool, operatorId, { id, name: `Station ${id}` });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const call = async (method: string, url: string, body?: unknown, who = 'administrator') =>
  api.call(method, url, { cookie: people[who]!, ...(body === undefined ? {} : { body }) });
const add = async (body: Json): Promise<number> => {
  const reply = await call('POST', '/station-fields', body);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.id;
};
const put = (station: number, field: number, value: string, who?: string) =>
  call('PUT', `/stations/${station}/additional-information/${field}`, { value }, who);
const sheet = async (station: number, who?: string): Promise<Json[]> =>
  (await call('GET', `/stations/${station}/additional-information`, undefined, who)).body.items;
const names = async (query: string, who?: string): Promise<string[]> => {
  const reply = await call('GET', `/stations?${query}`, undefined, who);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.items.map(({ id }: Json) => String(id));
};
const facts = async (type: string): Promise<Json[]> =>
  (
    await database.pool.query('SELECT user_id, station_id, body FROM operator_facts WHERE type = $1 ORDER BY id', [
      type,
    ])
  ).rows;

describe.sequential('fields of an operator', () => {
  let contract: number;
  let power: number;
  let rent: number;
  let secret: number;

  it('ADD-1 are added with a kind, changed, put in order; ADD-2 and offered by name on every station', async () => {
    contract = await add({ name: 'Contract', kind: 'choice', choices: ['Gold', 'Silver'] });
    power = await add({ name: 'Grid connection', kind: 'number', unit: 'kW' });
    rent = await add({ name: 'Lease ends', kind: 'date' });
    secret = await add({ name: 'Purchase price', kind: 'number', unit: '€', internal: true });
    expect((await call('POST', '/station-fields', { name: 'contract', kind: 'text' })).status).toBe(409);
    expect((await call('POST', '/station-fields', { name: 'X', kind: 'choice' })).status).toBe(422);
    expect((await call('POST', '/station-fields', { name: 'X', kind: 'text', choices: ['a'] })).status).toBe(422);
    expect((await call('POST', '/station-fields', { name: 'X', kind: 'choice', choices: ['a', 'A '] })).status).toBe(
      422,
    );
    const renamed = await call('PATCH', `/station-fields/${power}`, { name: 'Grid', note: 'As in the contract' });
    expect(renamed.body).toMatchObject({ name: 'Grid', note: 'As in the contract', unit: 'kW' });
    expect((await call('PATCH', `/station-fields/${power}`, { name: 'CONTRACT' })).status).toBe(409);
    await call('PUT', '/station-fields/order', { ids: [power, contract, rent, secret] });
    expect((await call('PUT', '/station-fields/order', { ids: [power] })).status).toBe(409);
    for (const station of [1, 2])
      expect((await sheet(station)).map(({ field }) => field.name)).toEqual([
        'Grid',
        'Contract',
        'Lease ends',
        'Purchase price',
      ]);
  });

  it('ADD-1 ADD-4 a value is set, changed and emptied, each in the record of the station with old, new and user', async () => {
    expect((await put(1, contract, 'gold', 'technician')).status).toBe(204);
    expect((await put(1, contract, 'Silver')).status).toBe(204);
    expect((await put(1, contract, 'Silver')).status).toBe(204);
    expect((await put(1, contract, 'Tin')).body.fields).toEqual({ value: 'is not one of the choices' });
    const [, row] = await sheet(1);
    expect(row).toMatchObject({ value: 'Silver', changedBy: 'Person 1', changedAt: expect.any(String) });
    expect((await call('DELETE', `/stations/1/additional-information/${contract}`)).status).toBe(204);
    expect((await call('DELETE', `/stations/1/additional-information/${contract}`)).status).toBe(204);
    expect(
      (await facts('stationField.filled')).map(({ station_id, body: { name, value, before } }) => ({
        station_id,
        name,
        value,
        before,
      })),
    ).toEqual([
      { station_id: 1, name: 'Contract', value: 'Gold', before: undefined },
      { station_id: 1, name: 'Contract', value: 'Silver', before: 'Gold' },
    ]);
    expect(new Set((await facts('stationField.filled')).map(({ user_id }) => user_id)).size).toBe(2);
    expect(await facts('stationField.emptied')).toMatchObject([{ station_id: 1, body: { before: 'Silver' } }]);
  });

  it('ADD-3 the station list shows, filters and sorts by them', async () => {
    await put(1, contract, 'Gold');
    await put(2, contract, 'Silver');
    await put(3, contract, 'Gold');
    await put(1, power, '50');
    await put(2, power, '7,4');
    await put(3, power, '300');
    await put(2, rent, '1.3.2027');
    await put(3, rent, '2026-12-31');
    expect(await names(`field=${contract}.is.gold`)).toEqual(['1', '3']);
    expect(await names(`field=${contract}.isNot.Gold`)).toEqual(['2', '4']);
    expect(await names(`field=${contract}.has.IL`)).toEqual(['2']);
    expect(await names(`field=${contract}.empty`)).toEqual(['4']);
    expect(await names(`field=${contract}.filled&field=${power}.atLeast.50`)).toEqual(['1', '3']);
    expect(await names(`field=${power}.is.7%2C4`)).toEqual(['2']);
    expect(await names(`field=${rent}.atMost.2026-12-31`)).toEqual(['3']);
    expect((await call('GET', `/stations/filtered?field=${contract}.is.Gold`)).body).toEqual({ stations: 2 });
    // By the number, not by its digits; who has none comes last either way.
    expect(await names(`sort=field.${power}`)).toEqual(['2', '1', '3', '4']);
    expect(await names(`sort=field.${power}&order=desc`)).toEqual(['3', '1', '2', '4']);
    expect(await names(`sort=field.${rent}&text=station`)).toEqual(['3', '2', '1', '4']);
    const shown = await call('GET', `/stations?show=${power}&show=${contract}&limit=1`);
    expect(shown.body.items[0].fields).toEqual({ [power]: '50', [contract]: 'Gold' });
    expect((await call('GET', `/stations/rows?ids=4&show=${power}`)).body.items[0].fields).toBeUndefined();
  });

  it('ADD-3 pages by a field neither lose nor double a station', async () => {
    for (const order of ['asc', 'desc']) {
      const seen: number[] = [];
      let after = '';
      do {
        const { body } = await call('GET', `/stations?sort=field.${power}&order=${order}&limit=1${after}`);
        seen.push(...body.items.map(({ id }: Json) => id));
        after = body.next ? `&after=${body.next}` : '';
      } while (after !== '');
      expect(seen).toEqual(order === 'asc' ? [2, 1, 3, 4] : [3, 1, 2, 4]);
    }
    const { body } = await call('GET', `/stations?sort=field.${power}&limit=1`);
    for (const url of [`sort=field.${rent}`, 'sort=name', 'sort=power'])
      expect((await call('GET', `/stations?${url}&after=${body.next}`)).status).toBe(400);
  });

  it('an internal field is nowhere for who does not administer them: not on the sheet, not as column, filter or order', async () => {
    await put(1, secret, '99999');
    for (const who of ['technician', 'readOnly']) {
      const items = await sheet(1, who);
      expect(items.map(({ field }) => field.name)).toEqual(['Grid', 'Contract', 'Lease ends']);
      const fields = await call('GET', '/station-fields', undefined, who);
      expect(fields.text).not.toContain('Purchase');
      expect((await call('GET', `/stations?show=${secret}`, undefined, who)).text).not.toContain('99999');
      expect((await call('GET', `/stations?field=${secret}.is.99999`, undefined, who)).status).toBe(404);
      expect((await call('GET', `/stations?sort=field.${secret}`, undefined, who)).status).toBe(404);
    }
    expect((await put(1, secret, '1', 'technician')).status).toBe(404);
    expect((await call('DELETE', `/stations/1/additional-information/${secret}`, undefined, 'technician')).status).toBe(
      404,
    );
    expect((await call('POST', '/station-fields', { name: 'Mine', kind: 'text' }, 'technician')).status).toBe(403);
  });

  it('a choice that a station has cannot go; a field that goes is taken from every station and recorded at each', async () => {
    const change = await call('PATCH', `/station-fields/${contract}`, { choices: ['gold', 'Bronze'] });
    expect(change).toMatchObject({ status: 409, body: { fields: { choices: 'is in use' } } });
    expect((await call('PATCH', `/station-fields/${contract}`, { choices: ['gold', 'Silver', 'Bronze'] })).status).toBe(
      200,
    );
    expect((await call('GET', `/station-fields/${power}/use`)).body).toEqual({ stations: 3 });
    expect((await call('DELETE', `/station-fields/${power}`)).status).toBe(204);
    expect(
      (await facts('stationField.emptied')).slice(-3).map(({ station_id, body }) => [station_id, body.before]),
    ).toEqual([
      [1, '50'],
      [2, '7.4'],
      [3, '300'],
    ]);
    expect(await facts('stationField.removed')).toMatchObject([{ body: { name: 'Grid', stations: 3 } }]);
    expect((await call('GET', `/stations?field=${power}.filled`)).status).toBe(404);
  });

  it('RGT-1 a person of one entity reads and writes the values of its stations only, and finds no others by them', async () => {
    const { rows } = await database.pool.query(
      "INSERT INTO entities (operator_id, name, created_at) VALUES ($1, 'North', now()) RETURNING id",
      [operatorId],
    );
    await database.pool.query('UPDATE stations SET entity_id = $1 WHERE id = 1', [rows[0].id]);
    await database.pool.query("UPDATE members SET entity_id = $1 WHERE role = 'stationOwner'", [rows[0].id]);
    api.auth.callers.forget();
    expect(await names(`field=${contract}.is.Gold`, 'stationOwner')).toEqual(['1']);
    expect(await names(`sort=field.${rent}`, 'stationOwner')).toEqual(['1']);
    expect(
      (await call('GET', `/stations/rows?ids=1&ids=3&show=${contract}`, undefined, 'stationOwner')).body.items,
    ).toHaveLength(1);
    expect((await call('GET', '/stations/3/additional-information', undefined, 'stationOwner')).status).toBe(404);
  });
});

it('ADD-5 no filter and no order by a field reads a whole table', async () => {
  const other = await api.operator('Large');
  const admin = await api.person(other, 'administrator');
  const { pool } = database;
  await pool.query(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, created_at)
     SELECT $1, 100000 + n, 'L-' || n, 'Station ' || n, true, now() FROM generate_series(1, 20000) n`,
    [other],
  );
  for (const [id, kind] of [
    [901, 'text'],
    [902, 'number'],
  ] as const) {
    await addRow(pool, 'station_fields', {
      operator_id: other,
      id,
      name: `F${id}`,
      kind,
      place: id,
      created_at: new Date(),
    });
    await pool.query(
      `INSERT INTO station_field_values (operator_id, station_id, field_id, value, key, number, changed_at, changed_by)
       SELECT $1, 100000 + n, $2, v, v, CASE $2::integer WHEN 902 THEN n % 2000 END, now(), 'x'
       FROM generate_series(1, 20000) n, LATERAL (SELECT (n % 2000)::text AS v) w WHERE n % 10 > 0`,
      [other, id],
    );
  }
  await pool.query('ANALYZE stations, station_field_values');
  const plans = await plansOf(pool, /station_field_values/, async () => {
    for (const url of [
      'field=901.is.77',
      'field=901.isNot.77',
      'field=901.has.199&field=902.atLeast.1990',
      'field=902.atLeast.1995&sort=standing',
      'field=901.filled',
      'field=901.empty',
      'sort=field.901',
      'sort=field.902&order=desc&field=901.is.77',
    ]) {
      const reply = await api.call('GET', `/stations?${url}&limit=50`, { cookie: admin });
      expect(reply.status, reply.text).toBe(200);
      expect(reply.body.items.length, url).toBeGreaterThan(5);
    }
  });
  expect(plans.length).toBeGreaterThanOrEqual(8);
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on (stations|station_field_values)/);
});
