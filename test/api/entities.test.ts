import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts } from '../../src/features/contracts.ts';
import { type RouteContract, rights } from '../../src/http/contract.ts';
import { createTestApi, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { addRow as insert } from '../sheet-rows.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let owner: string;
/** Of the entity above theirs, and of one beside it. */
let north: number;
let northOne: number;
let south: number;

const uuid = (n: number) => `018f0000-0000-7000-8000-0000000000${n.toString(16).padStart(2, '0')}`;

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  api = await createTestApi({ pool });
  ({ operatorId } = await setUp(pool, api.auth));
  const entity = async (name: string, parent: number | null = null): Promise<number> => {
    const { rows } = await pool.query(
      'INSERT INTO entities (operator_id, parent_id, name, created_at) VALUES ($1, $2, $3, now()) RETURNING id',
      [operatorId, parent, name],
    );
    return rows[0].id;
  };
  north = await entity('North');
  northOne = await entity('North one', north);
  south = await entity('South');
  const station = async (id: number, name: string, entityId: number | null) => {
    await insert(pool, 'stations', {
      operator_id: operatorId,
      id,
      identity: `CP-${name}`,
      name,
      adopted: true,
      entity_id: entityId,
      location: `Site of ${name}`,
      connector_count: 1,
      created_at: new Date(),
    });
    await insert(pool, 'errors', {
      operator_id: operatorId,
      station_id: id,
      id: uuid(id),
      evse: 1,
      connector: 1,
      code: `Error-${name}`,
      source: 'reported',
      severity: 'critical',
      first_seen: new Date(),
      last_seen: new Date(),
      count: 1,
    });
    await insert(pool, 'frames', {
      operator_id: operatorId,
      station_id: id,
      received_at: new Date(),
      id: uuid(id),
      connection_id: uuid(id),
      direction: 'in',
      kind: 'call',
      call: `Frame-${name}`,
    });
  };
  await station(11, 'Nord', north);
  await station(12, 'Nordeins', northOne);
  await station(13, 'SECRET-South', south);
  await station(14, 'SECRET-Nobody', null);
  // Sees every tab, but of one branch of the tree only.
  const role = uuid(2);
  await pool.query(
    "INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, $2, 'Branch', $3, 'ownAndBelow', now())",
    [operatorId, role, rights.filter((right) => right.endsWith('.see'))],
  );
  owner = await api.person(operatorId, role as never);
  await pool.query('UPDATE members SET entity_id = $1 WHERE role = $2', [north, role]);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const get = (url: string, cookie = owner) => api.call('GET', url, { cookie });

describe('RGT-1 a person of one entity', () => {
  it('sees the stations of it and below in lists, counts, search and rows', async () => {
    const names = ({ body }: { body: { items: { name: string }[] } }) => body.items.map(({ name }) => name).sort();
    expect(names(await get('/stations'))).toEqual(['Nord', 'Nordeins']);
    expect(names(await get('/stations/rows?ids=11&ids=13&ids=14'))).toEqual(['Nord']);
    expect((await get('/stations/counts')).body).toMatchObject({ stations: 2, chargePoints: 2 });
    expect((await get('/stations/filtered')).body).toEqual({ stations: 2 });
    expect((await get('/stations/choices')).body.locations).toEqual(['Site of Nord', 'Site of Nordeins']);
    expect((await get('/search?text=secret')).body.items).toEqual([]);
    expect((await get('/search?text=nord')).body.items).toHaveLength(2);
    expect((await get('/search?text=no')).body.items).toHaveLength(2);
    expect((await get('/errors')).body.items.map(({ code }: { code: string }) => code).sort()).toEqual([
      'Error-Nord',
      'Error-Nordeins',
    ]);
  });

  it('finds nothing more when the role is about the own entity only, and nothing at all without one', async () => {
    const role = uuid(1);
    await database.pool.query(
      "INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, $2, 'Own only', '{stations.see}', 'own', now())",
      [operatorId, role],
    );
    const person = await api.person(operatorId, role as never);
    expect((await get('/stations', person)).body.items).toEqual([]);
    await database.pool.query('UPDATE members SET entity_id = $1 WHERE role = $2', [north, role]);
    api.auth.callers.forget();
    expect((await get('/stations', person)).body.items).toHaveLength(1);
    expect((await get('/errors', person)).status).toBe(403);
    expect((await get('/session', person)).body).toMatchObject({
      role,
      roleName: 'Own only',
      rights: ['stations.see'],
    });
  });

  it('A-12 who is deactivated, or whose role is gone, has nothing any more', async () => {
    const person = await api.person(operatorId, 'finance');
    expect((await get('/stations', person)).status).toBe(200);
    await database.pool.query("UPDATE members SET deactivated_at = now() WHERE role = 'finance'");
    api.auth.callers.forget();
    expect((await get('/stations', person)).status).toBe(401);
    await database.pool.query("UPDATE members SET deactivated_at = NULL, role = $1 WHERE role = 'finance'", [uuid(99)]);
    api.auth.callers.forget();
    expect((await get('/stations', person)).status).toBe(401);
  });
});

describe('RGT-3 a station of another entity is one that does not exist', () => {
  const routes = Object.entries(contracts).flatMap(([slice, contract]) =>
    Object.entries(contract as Readonly<Record<string, RouteContract>>)
      .filter(([, { url, method }]) => url.includes(':stationId') && method === 'GET')
      .map(([name, route]) => ({ id: `${slice}.${name}`, route })),
  );
  for (const { id, route } of routes) {
    it(`${id} ${route.url} answers the same for both`, async () => {
      const at = (stationId: number) =>
        route.url.replace(/:(\w+)/g, (_, name: string) =>
          name === 'stationId'
            ? String(stationId)
            : /evse|connector|number|reservation/.test(name)
              ? '1'
              : uuid(stationId),
        );
      const foreign = await get(at(13));
      const nobody = await get(at(14));
      const none = await get(at(9999));
      for (const reply of [foreign, nobody]) {
        expect(reply.status).toBe(none.status);
        expect(reply.text.replace(/13|14/g, '9999')).toBe(none.text);
        expect(reply.text).not.toContain('SECRET');
      }
    });
  }

  it('the live events of it cannot be asked for either', async () => {
    expect((await get('/events?station=13')).status).toBe(404);
  });
});
