import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, setUp, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { finding } from '../../storage/finding.ts';
import { pageOfLocations } from './find-store.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let cookie: string;
let own: number;
let foreign: number;
/** Of the own entity; the operator's, where a station of the own entity stands; one of another entity. */
let home: number;
let shared: number;
let away: number;

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  api = await createTestApi({ pool });
  ({ operatorId } = await setUp(pool, api.auth));
  const insert = async (sql: string, ...values: unknown[]): Promise<number> =>
    (await pool.query(`${sql} RETURNING id`, [operatorId, ...values])).rows[0].id;
  const entity = (name: string) =>
    insert('INSERT INTO entities (operator_id, name, created_at) VALUES ($1, $2, now())', name);
  const place = (name: string, entityId: number | null) =>
    insert(
      'INSERT INTO locations (operator_id, name, entity_id, created_at) VALUES ($1, $2, $3, now())',
      name,
      entityId,
    );
  [own, foreign] = [await entity('North'), await entity('South')];
  [home, shared, away] = [await place('Home', own), await place('Shared', null), await place('Away', foreign)];
  for (const [id, entityId, at] of [
    [21, own, shared],
    [22, foreign, shared],
  ])
    await pool.query(
      `INSERT INTO stations (operator_id, id, identity, name, adopted, connector_count, entity_id, location_id, created_at)
       VALUES ($1, $2::integer, 'W-' || $2::text, 'W-' || $2::text, true, 1, $3, $4, now())`,
      [operatorId, id, entityId, at],
    );
  cookie = await api.person(operatorId, 'stationOwner');
  await pool.query(
    `INSERT INTO roles (operator_id, id, name, rights, scope, created_at)
     VALUES ($1, '018f0000-0000-7000-8000-000000000001', 'Branch', '{stations.see,stations.change,stations.onboard,locations.see,locations.change,information.see}', 'own', now())`,
    [operatorId],
  );
  await pool.query(
    "UPDATE members SET role = '018f0000-0000-7000-8000-000000000001', entity_id = $1 WHERE role = 'stationOwner'",
    [own],
  );
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

it('RGT-3 who sees one entity sees its locations and those where a station of theirs stands, and counts their own stations only', async () => {
  const { body } = await api.call('GET', '/locations', { cookie });
  expect(body.items.map(({ name, stations }: { name: string; stations: number }) => [name, stations])).toEqual([
    ['Home', 0],
    ['Shared', 1],
  ]);
  expect((await api.call('GET', `/locations/${away}`, { cookie })).status).toBe(404);
  expect((await api.call('GET', '/stations/21', { cookie })).body).toMatchObject({ location: 'Shared' });
});

it('RGT-3 they change their own only, and cannot take or give away', async () => {
  expect((await api.call('PATCH', `/locations/${shared}`, { cookie, body: { name: 'Mine' } })).status).toBe(403);
  expect((await api.call('DELETE', `/locations/${away}`, { cookie })).status).toBe(404);
  expect((await api.call('PATCH', `/locations/${home}`, { cookie, body: { entityId: null } })).status).toBe(422);
  expect((await api.call('PATCH', `/locations/${home}`, { cookie, body: { entityId: foreign } })).status).toBe(422);
  const made = await api.call('POST', '/locations', { cookie, body: { name: 'New' } });
  expect(made.body, made.text).toMatchObject({ entityId: own });
  expect((await api.call('POST', '/locations', { cookie, body: { name: 'Theirs', entityId: foreign } })).status).toBe(
    422,
  );
  for (const body of [{ entityId: null }, { entityId: foreign }, { locationId: away }])
    expect((await api.call('PATCH', '/stations/21', { cookie, body })).status, JSON.stringify(body)).toBe(422);
  expect((await api.call('PATCH', '/stations/22', { cookie, body: { entityId: own } })).status).toBe(404);
  const moved = await api.call('POST', `/locations/${home}/stations`, { cookie, body: { stationIds: [21, 22] } });
  expect(moved.body.items).toEqual([
    { stationId: 21, changed: true },
    { stationId: 22, changed: false, detail: 'There is no station 22.' },
  ]);
  expect((await api.call('GET', '/stations/entities', { cookie })).body).toEqual({
    everything: false,
    items: [{ id: own, path: 'North' }],
  });
});

it('RGT-3 a station they make is of their entity, and an unknown one in the inbox is not theirs to take', async () => {
  await database.pool.query(
    "INSERT INTO stations (operator_id, id, identity, name, adopted, connector_count, created_at) VALUES ($1, 31, 'WAITING', 'WAITING', false, 0, now())",
    [operatorId],
  );
  expect((await api.call('POST', '/stations', { cookie, body: { identity: 'WAITING', name: 'x' } })).status).toBe(409);
  api.asked.length = 0;
  expect((await api.call('POST', '/stations', { cookie, body: { identity: 'OURS', name: 'x' } })).status).toBe(200);
  expect(api.asked.map(({ question }) => question)).toContainEqual(
    expect.objectContaining({ change: { kind: 'describeStation', entityId: own } }),
  );
});

it('LST-1 no page of locations and no filter by location reads a whole table', async () => {
  const { pool } = database;
  await pool.query(
    `INSERT INTO locations (operator_id, name, street, city, country, created_at)
     SELECT $1, 'Site ' || md5(n::text), 'Street ' || n, 'City ' || n % 500, (ARRAY['DE','AT','CH'])[1 + n % 3], now() FROM generate_series(1, 20000) n`,
    [operatorId],
  );
  await pool.query(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, connector_count, location_id, created_at)
     SELECT $1, 100000 + n, 'P-' || n, 'P-' || n, true, 1, (SELECT min(id) FROM locations WHERE operator_id = $1) + n, now() FROM generate_series(1, 20000) n`,
    [operatorId],
  );
  await pool.query('ANALYZE locations; ANALYZE stations; ANALYZE station_search');
  const plans: string[] = [];
  const everything = { operatorId, entities: undefined };
  for (const query of [
    {},
    { sort: 'city' as const },
    { text: 'street 19' },
    { text: 'si' },
    { text: 'nirgendwo' },
    { country: 'AT' },
  ])
    await finding(pool, async (client) => {
      // Every statement of the page is explained before it is run.
      const spied = {
        query: async (text: string | { text: string; values: unknown[] }, values?: unknown[]) => {
          const [sql, given] = typeof text === 'string' ? [text, values] : [text.text, text.values];
          const { rows } = await client.query(`EXPLAIN ${sql}`, given);
          plans.push(`${JSON.stringify(query)}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`);
          return client.query(sql, given);
        },
      };
      await pageOfLocations(spied as never, everything, {
        text: undefined,
        country: undefined,
        sort: 'name',
        after: undefined,
        limit: 50,
        ...query,
      });
    });
  expect(plans.length).toBeGreaterThan(6);
  expect(plans.filter((plan) => /Seq Scan on (locations|stations)/.test(plan))).toEqual([]);
});
