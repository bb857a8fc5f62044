import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type Json, setUp, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { plansOf } from '../../../test/plans.ts';
import { addRow, addStation } from '../../../test/sheet-rows.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let admin: string;
let technician: string;
let owner: string;
let north: number;

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  api = await createTestApi({ pool });
  ({ operatorId } = await setUp(pool, api.auth));
  [admin, technician, owner] = [
    await api.person(operatorId, 'administrator'),
    await api.person(operatorId, 'technician'),
    await api.person(operatorId, 'stationOwner'),
  ];
  const { rows } = await pool.query(
    "INSERT INTO entities (operator_id, name, created_at) VALUES ($1, 'North', now()) RETURNING id",
    [operatorId],
  );
  north = rows[0].id;
  await addStation(pool, operatorId, {
    id: 1,
    name: 'Depot',
    meter_serial: 'M-100',
    iccid: '8943012345678901234',
    serial: 'S-9',
    vendor: 'Acme',
    model: 'A1',
  });
  await addStation(pool, operatorId, { id: 2, name: 'Harbour', entity_id: north });
  await addStation(pool, operatorId, { id: 3, name: 'Mill' });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const ask = (method: string, url: string, body?: unknown, cookie = admin) =>
  api.call(method, url, { cookie, ...(body === undefined ? {} : { body }) });
const call = async (method: string, url: string, body?: unknown, cookie = admin): Promise<Json> => {
  const reply = await ask(method, url, body, cookie);
  expect(reply.status, reply.text).toBeLessThan(300);
  return reply.body;
};
const facts = async (type: string): Promise<Json[]> =>
  (await database.pool.query('SELECT station_id, body FROM operator_facts WHERE type = $1 ORDER BY id', [type])).rows;

describe.sequential('components', () => {
  let meter: number;
  let depot: number;
  let northern: number;
  let first: number;
  let second: number;

  it('CMP-1 an article comes into stock, is installed, and is seen from the station and from the article', async () => {
    const article = {
      name: 'Meter EM24',
      group: 'Meters',
      manufacturer: 'Gavazzi',
      price: 120.5,
      currency: 'EUR',
      warrantyMonths: 24,
    };
    meter = (await call('POST', '/articles', article)).id;
    expect((await ask('POST', '/articles', { name: 'meter em24', group: 'x' })).status).toBe(409);
    expect((await ask('POST', '/articles', { name: 'y', group: 'x', price: 3 })).status).toBe(422);
    depot = (await call('POST', '/warehouses', { name: 'Main' })).id;
    northern = (await call('POST', '/warehouses', { name: 'North', entityId: north })).id;
    const add = (serial: string, warehouseId = depot) =>
      call('POST', '/components', { articleId: meter, warehouseId, serial }, technician);
    first = (await add('M-100')).id;
    second = (await add('M-200')).id;
    await add('N-1', northern);
    expect(
      (await ask('POST', '/components', { articleId: meter, warehouseId: depot, serial: 'm100' })).body.fields,
    ).toEqual({ serial: 'is already in use' });
    expect((await call('GET', '/stock')).items.map(({ warehouse, inStock }: Json) => [warehouse, inStock])).toEqual([
      ['Main', 2],
      ['North', 1],
    ]);
    const installed = await call(
      'POST',
      '/stations/1/components',
      { componentId: first, position: 'Cabinet', installationNumber: 'I-7' },
      technician,
    );
    expect(installed).toMatchObject({
      status: 'installed',
      station: 'Depot',
      position: 'Cabinet',
      article: 'Meter EM24',
    });
    expect(installed.warrantyUntil).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect((await call('GET', '/stations/1/components')).items).toMatchObject([{ id: first, serial: 'M-100' }]);
    expect((await call('GET', `/articles?group=Meters`)).items).toMatchObject([
      { inStock: 2, installed: 1, price: 120.5 },
    ]);
    // CMP-5
    expect((await call('GET', `/components?articleId=${meter}&status=installed`)).items).toMatchObject([
      { stationId: 1 },
    ]);
    expect(await facts('component.installed')).toMatchObject([
      { station_id: 1, body: { component: first, serial: 'M-100', from: 'Main' } },
    ]);
  });

  it('CMP-2 a component is on one station at a time, also when two people want it at once', async () => {
    const both = await Promise.all(
      [2, 3].map((station) => ask('POST', `/stations/${station}/components`, { componentId: second })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const where = (await call('GET', `/components/${second}`)).component.stationId;
    await expect(
      database.pool.query("UPDATE components SET status = 'inStock' WHERE id = $1", [second]),
    ).rejects.toThrow('components_installed');
    await call('POST', `/stations/${where}/components/${second}/removal`, { status: 'inStock', warehouseId: depot });
    expect((await ask('POST', `/stations/${where}/components/${second}/removal`, { status: 'scrapped' })).status).toBe(
      409,
    );
  });

  it('CMP-2 a swap is one step: both histories are kept and lead to each other', async () => {
    const fresh = await call(
      'POST',
      `/stations/1/components/${first}/swap`,
      { status: 'defective', warehouseId: depot, reason: 'Display dark', withId: second },
      technician,
    );
    expect(fresh).toMatchObject({ id: second, stationId: 1, position: 'Cabinet', installationNumber: 'I-7' });
    const old = await call('GET', `/components/${first}`);
    expect(old.component).toMatchObject({ status: 'defective', warehouse: 'Main', failedAt: expect.any(String) });
    expect(old.life.map(({ kind, otherId, station }: Json) => [kind, otherId, station])).toEqual([
      ['removed', second, 'Depot'],
      ['installed', undefined, 'Depot'],
      ['created', undefined, undefined],
    ]);
    expect((await call('GET', `/components/${second}`)).life[0]).toMatchObject({
      kind: 'installed',
      otherId: first,
      stationId: 1,
    });
    await expect(database.pool.query('DELETE FROM component_events')).rejects.toThrow('append-only');
    // Nothing half done: with one that is not in stock neither leaves nor comes.
    const refused = await ask('POST', `/stations/1/components/${second}/swap`, { status: 'scrapped', withId: first });
    expect(refused.status).toBe(409);
    expect((await call('GET', '/stations/1/components')).items).toMatchObject([{ id: second }]);
    expect(await call('GET', `/articles/${meter}/life`)).toMatchObject({
      everInstalled: 2,
      failed: 1,
      meanLifeDays: expect.any(Number),
    });
    expect((await call('GET', `/components?articleId=${meter}&failed=true`)).items).toMatchObject([{ id: first }]);
  });

  it('CMP-3 CMP-4 what the station reports stands beside what is declared, matched by serial number and ICCID', async () => {
    const { pool } = database;
    await call('PATCH', `/components/${second}`, { serial: 'M 100-B' });
    for (const [variable, value] of [
      ['SerialNumber', 'm100b'],
      ['Model', 'EM24'],
      ['Manufacturer', 'Gavazzi'],
    ] as const)
      await addRow(pool, 'settings', {
        operator_id: operatorId,
        station_id: 1,
        component: 'FiscalMetering',
        component_instance: '',
        evse: 1,
        connector: 0,
        variable,
        variable_instance: '',
        attribute: 'Actual',
        value,
        mutability: 'ReadOnly',
        read_at: new Date(),
      });
    const errorId = '018f0000-0000-7000-8000-0000000000aa';
    await addRow(pool, 'errors', {
      operator_id: operatorId,
      station_id: 1,
      id: errorId,
      evse: 0,
      connector: 0,
      code: 'meterSerialChanged',
      source: 'derived',
      severity: 'critical',
      info: 'M-100B → M-300',
      first_seen: new Date(),
      last_seen: new Date(),
      count: 1,
    });
    const sheet = await call('GET', '/stations/1/components');
    expect(sheet.reported).toMatchObject([
      { part: 'station', serial: 'S-9', manufacturer: 'Acme' },
      { part: 'meter', serial: 'M-100' },
      { part: 'sim', serial: '8943012345678901234' },
      { part: 'FiscalMetering', evse: 1, serial: 'm100b', model: 'EM24', componentId: second },
    ]);
    expect(sheet.changed).toEqual([{ errorId, part: 'meter', before: 'M-100B', now: 'M-300', componentId: second }]);
    const fresh = await call('POST', `/stations/1/components/${second}/swap`, {
      status: 'returned',
      newSerial: 'M-300',
      errorId,
    });
    expect(fresh).toMatchObject({ serial: 'M-300', stationId: 1, position: 'Cabinet' });
    expect(api.asked.at(-1)).toMatchObject({
      key: { stationId: 1 },
      question: { kind: 'change', change: { kind: 'closeError', errorId } },
    });
  });

  it('RGT-1 a person of one entity sees its stock and what is installed at its stations, and nothing else', async () => {
    const role = '018f0000-0000-7000-8000-0000000000bb';
    await database.pool.query(
      "INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, $2, 'Branch', '{stations.see,components.see,components.change,assets.see,assets.change,assets.administer}', 'ownAndBelow', now())",
      [operatorId, role],
    );
    const branch = await api.person(operatorId, role as never);
    await database.pool.query('UPDATE members SET entity_id = $1 WHERE role = $2', [north, role]);
    api.auth.callers.forget();
    const serials = async () =>
      (await call('GET', '/components', undefined, branch)).items.map(({ serial }: Json) => serial);
    expect(await serials()).toEqual(['N-1']);
    expect((await call('GET', '/warehouses', undefined, branch)).items.map(({ name }: Json) => name)).toEqual([
      'North',
    ]);
    expect((await call('GET', '/stock', undefined, branch)).items).toHaveLength(1);
    const [mine] = (await call('GET', '/components', undefined, branch)).items;
    await call('POST', '/stations/2/components', { componentId: mine.id }, branch);
    expect(await serials()).toEqual(['N-1']);
    expect((await ask('GET', `/components/${first}`, undefined, branch)).status).toBe(404);
    expect((await ask('POST', '/stations/2/components', { componentId: first }, branch)).status).toBe(404);
    expect(
      (
        await ask(
          'POST',
          `/stations/2/components/${mine.id}/removal`,
          { status: 'inStock', warehouseId: depot },
          branch,
        )
      ).status,
    ).toBe(422);
    // It follows the station to its next owner.
    await database.pool.query('UPDATE stations SET entity_id = NULL WHERE id = 2');
    expect(await serials()).toEqual([]);
    expect((await ask('POST', '/components', { articleId: meter, warehouseId: northern }, owner)).status).toBe(403);
  });
});

it('A list of components never reads the whole table: first page and every filter', async () => {
  const { pool } = database;
  const other = await api.operator('Large');
  const person = await api.person(other, 'administrator');
  await pool.query(
    "INSERT INTO articles (operator_id, id, name, article_group, created_at) SELECT $1, 1000 + n, 'A' || n, 'G' || n % 5, now() FROM generate_series(1, 50) n",
    [other],
  );
  await pool.query(
    "INSERT INTO warehouses (operator_id, id, name, created_at) SELECT $1, 1000 + n, 'W' || n, now() FROM generate_series(1, 20) n",
    [other],
  );
  await pool.query(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, created_at) SELECT $1, 50000 + n, 'L' || n, 'L' || n, true, now() FROM generate_series(1, 2000) n`,
    [other],
  );
  await pool.query(
    `INSERT INTO components (operator_id, article_id, serial, serial_key, iccid, status, warehouse_id, station_id, first_installed_at, failed_at, created_at)
     SELECT $1, 1001 + n % 50, 'S' || n, 'S' || n, CASE WHEN n % 10 = 0 THEN (8900000000 + n)::text END, CASE WHEN n % 2 = 0 THEN 'installed' WHEN n % 7 = 0 THEN 'defective' ELSE 'inStock' END,
       CASE WHEN n % 2 = 1 THEN 1001 + n % 20 END, CASE WHEN n % 2 = 0 THEN 50001 + n % 2000 END, now(), CASE WHEN n % 14 = 7 THEN now() END, now()
     FROM generate_series(1, 30000) n`,
    [other],
  );
  await pool.query('ANALYZE components, component_counts, stations, articles, warehouses');
  const plans = await plansOf(pool, /components c|component_counts/, async () => {
    for (const url of [
      'components',
      'components?articleId=1003',
      'components?status=defective',
      'components?articleId=1003&status=installed',
      'components?warehouseId=1004',
      'components?warehouseId=1004&articleId=1003&status=inStock',
      'components?articleId=1003&failed=true',
      'components?serial=s123',
      'components?serial=890000012',
      'articles',
      'stock?warehouseId=1004',
    ]) {
      const reply = await api.call('GET', `/${url}${url.includes('?') ? '&' : '?'}limit=50`, { cookie: person });
      expect(reply.status, reply.text).toBe(200);
    }
    await api.call('GET', '/stations/50010/components', { cookie: person });
  });
  expect(plans.length).toBeGreaterThanOrEqual(12);
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on (components|component_events|stations)/);
});
