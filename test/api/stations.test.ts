import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type Json, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

/** Plans are the same at 100,000, which STATIONS=100000 shows; seeding so many takes half a minute. */
const stations = Number(process.env.STATIONS ?? 20_000);
let database: TestDatabase;
let api: TestApi;
let cookie: string;
let operatorId: number;

/** A fleet that looks like one: names and identities differ, few are faulted, some never connected. */
beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool });
  ({ operatorId } = await setUp(database.pool, api.auth));
  const other = await api.operator('Other');
  cookie = await api.person(operatorId, 'readOnly');
  await database.pool.query(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, location, vendor, model, serial, firmware, protocol, connected,
       connected_since, standing, connector_count, connector_standings, open_errors, created_at)
     SELECT CASE WHEN n % 10 = 0 THEN $2::integer ELSE $1 END, n, 'CP-' || lpad(n::text, 6, '0'),
       (ARRAY['Salzburg','Wien','Köln','Hamburg','Zürich'])[1 + n % 5] || ' Platz ' || (n * 7919 % 100003),
       true, (ARRAY['Salzburg','Wien','Köln','Hamburg','Zürich'])[1 + n % 5], (ARRAY['Alpitronic','Kempower','Wallbe'])[1 + n % 3],
       'Model ' || n % 17, 'SN' || md5(n::text), '1.' || n % 9, (ARRAY['ocpp1.6','ocpp2.0.1','ocpp2.1'])[1 + n % 3], n % 20 > 0,
       now() - interval '1 day', CASE WHEN n % 20 = 0 THEN 'offline' WHEN n % 97 = 0 THEN 'faulted' WHEN n % 3 = 0 THEN 'charging' ELSE 'available' END,
       2, CASE WHEN n % 3 = 0 THEN 'charging available' ELSE 'available available' END, CASE WHEN n % 97 = 0 THEN 1 ELSE 0 END, now()
     FROM generate_series(1, $3::integer) n`,
    [operatorId, other, stations],
  );
  await database.pool.query(
    `INSERT INTO station_live (operator_id, station_id, last_message_at, power_w)
     SELECT operator_id, id, now() - id * interval '1 second', CASE WHEN id % 3 = 0 THEN id % 150000 END FROM stations`,
  );
  await database.pool.query(
    `INSERT INTO connectors (operator_id, station_id, evse, connector, max_power_w, status, source, evse_id, evse_id_normal)
     SELECT operator_id, id, e, 1, 150000, 'Available', 'station', CASE WHEN e = 1 THEN 'DE*VYD*E' || id END, CASE WHEN e = 1 THEN 'DEVYDE' || id END
     FROM stations, generate_series(1, 2) e`,
  );
  await database.pool.query(
    `INSERT INTO transactions (operator_id, station_id, number, transaction_id, started_at, start_known, energy_wh, ended_at)
     SELECT operator_id, id, 1, '1', now() - interval '40 days', true, 1000, now() - interval '39 days' FROM stations`,
  );
  await database.pool.query('ANALYZE');
}, 120_000);
afterAll(async () => {
  await api.close();
  await database.drop();
});

const list = async (query: string) => {
  const reply = await api.call('GET', `/stations${query}`, { cookie });
  expect(reply.status, reply.text).toBe(200);
  return reply.body as { items: Json[]; next?: string };
};

describe('LST-1 the list of 100,000 stations', () => {
  it('shows what a row needs', async () => {
    const { items, next } = await list('?text=CP-000003');
    expect(next).toBeUndefined();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      id: 3,
      identity: 'CP-000003',
      standing: 'charging',
      connection: 'online',
      protocol: 'ocpp1.6',
      vendor: 'Alpitronic',
      openErrors: 0,
      powerW: 3,
      maxPowerW: 300_000,
      chargePoints: [
        { evse: 1, connector: 1, standing: 'charging' },
        { evse: 2, connector: 1, standing: 'available' },
      ],
    });
    // Missing is not zero.
    expect(items[0]).not.toHaveProperty('energy24hWh');
  });

  it.each([
    'name',
    'standing',
    'lastMessage',
    'power',
    'model',
    'protocol',
  ])('pages by key, sorted by %s, both ways', async (sort) => {
    for (const order of ['asc', 'desc']) {
      const query = `?sort=${sort}&order=${order}&standing=faulted&location=Wien&limit=20`;
      const seen: Json[] = [];
      let next: string | undefined;
      do {
        const page: { items: Json[]; next?: string } = await list(
          next === undefined ? query : `${query}&after=${encodeURIComponent(next)}`,
        );
        expect(page.items.length).toBeLessThanOrEqual(20);
        seen.push(...page.items);
        next = page.next;
      } while (next !== undefined);
      const all = await list(`${query.replace('limit=20', 'limit=500')}`);
      expect(seen.map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
      expect(seen.length).toBeGreaterThan(20);
    }
  });

  it('filters by each field, and counts what is left', async () => {
    const { rows } = await database.pool.query(
      "SELECT count(*)::integer AS n FROM stations WHERE operator_id = $1 AND connected AND vendor = 'Kempower' AND model = 'Model 5' AND firmware = '1.4' AND last_protocol = 'ocpp2.0.1' AND standing IN ('charging', 'available')",
      [operatorId],
    );
    const filter =
      '?connected=true&vendor=Kempower&model=Model%205&firmware=1.4&protocol=ocpp2.0.1&standing=charging&standing=available';
    expect(rows[0].n).toBeGreaterThan(50);
    expect((await api.call('GET', `/stations/filtered${filter}`, { cookie })).body).toEqual({ stations: rows[0].n });
    const { items } = await list(`${filter}&limit=500`);
    expect(items).toHaveLength(Math.min(500, rows[0].n));
    expect(
      items.every((row) => row.vendor === 'Kempower' && row.model === 'Model 5' && row.protocol === 'ocpp2.0.1'),
    ).toBe(true);
  });

  it('finds a text in any word, also in the middle, and takes signs for themselves', async () => {
    expect((await list('?text=DE*VYD*E4711')).items.map(({ id }) => id)).toContain(4711);
    expect((await list('?text=devyde4711')).items.map(({ id }) => id)).toContain(4711);
    expect((await list('?text=005512')).items.map(({ id }) => id)).toEqual([5512]);
    expect((await list('?text=%25')).items).toEqual([]);
    expect((await list('?text=p_0')).items).toEqual([]);
    expect((await list('?text=salz&limit=10')).items).toHaveLength(10);
    expect((await list('?text=pl&limit=10')).items).toHaveLength(10);
  });

  it('keeps the words up to date with names, serials and EVSE-IDs', async () => {
    await database.pool.query("UPDATE stations SET name = 'Sonderbau Ost' WHERE operator_id = $1 AND id = 11", [
      operatorId,
    ]);
    await database.pool.query(
      "UPDATE connectors SET evse_id = 'AT*ION*E77', evse_id_normal = 'ATIONE77' WHERE operator_id = $1 AND station_id = 11 AND evse = 2",
      [operatorId],
    );
    expect((await list('?text=sonderbau')).items.map(({ id }) => id)).toEqual([11]);
    expect((await list('?text=at*ion*e77')).items.map(({ id }) => id)).toEqual([11]);
    expect((await list('?text=CP-000011')).items[0].protocol).toBe('ocpp2.1');
    await database.pool.query(
      'UPDATE stations SET protocol = NULL, connected = false WHERE operator_id = $1 AND id = 11',
      [operatorId],
    );
    expect((await list('?text=CP-000011')).items[0], 'a station without a connection keeps its protocol').toMatchObject(
      { protocol: 'ocpp2.1', connection: 'offline' },
    );
  });

  it('counts by standing, and totals', async () => {
    const { body } = await api.call('GET', '/stations/counts', { cookie });
    expect(body.stations).toBe(stations * 0.9);
    expect(body.chargePoints).toBe(stations * 1.8);
    expect(body.byStanding.reduce((sum: number, one: Json) => sum + one.stations, 0)).toBe(stations * 0.9);
    expect(body.powerW).toBeGreaterThan(1e6);
  });

  it('never shows stations of another operator', async () => {
    expect((await list('?text=CP-000010')).items).toEqual([]);
    expect(
      (await api.call('GET', '/stations/rows?ids=10&ids=11', { cookie })).body.items.map(({ id }: Json) => id),
    ).toEqual([11]);
  });
});

describe('Ctrl+K', () => {
  const search = async (text: string) =>
    (await api.call('GET', `/search?text=${encodeURIComponent(text)}`, { cookie })).body.items as Json[];

  it('puts the thing itself first and says what matched', async () => {
    expect((await search('cp-000012'))[0]).toMatchObject({ stationId: 12, matched: 'identity', text: 'CP-000012' });
    const evse = await search('DE*VYD*E1234');
    expect(evse[0]).toMatchObject({ matched: 'evseId', text: expect.stringContaining('DE*VYD*E1234') });
    const { rows } = await database.pool.query('SELECT serial FROM stations WHERE operator_id = $1 AND id = 777', [
      operatorId,
    ]);
    expect(await search(rows[0].serial)).toEqual([expect.objectContaining({ stationId: 777, matched: 'serial' })]);
  });

  it('shows at most twenty, also for two letters', async () => {
    expect(await search('platz')).toHaveLength(20);
    expect(await search('wi')).toHaveLength(20);
    expect(await search('zz')).toEqual([]);
    expect(await search('  ')).toEqual([]);
  });
});

describe('LST-1 the database walks an index for a page', () => {
  const plan = async (work: () => Promise<unknown>): Promise<string> => {
    const texts: string[] = [];
    const { pool } = database;
    const connect = pool.connect.bind(pool);
    // Every statement of the request is asked for its plan in the same transaction and role.
    (pool as Json).connect = async (callback?: Json) => {
      if (callback) return connect(callback);
      const client = (await connect()) as Json;
      if (!client.plain) {
        client.plain = client.query.bind(client);
      }
      client.query = async (first: Json, second?: Json) => {
        const text = typeof first === 'string' ? first : first.text;
        const values = second ?? first.values;
        if (/^\s*(SELECT|WITH)/.test(text)) {
          const { rows } = await client.plain(`EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) ${text}`, values);
          texts.push(rows.map((row: Json) => row['QUERY PLAN']).join('\n'));
        }
        return client.plain(first, second);
      };
      const release = client.release;
      client.release = (...given: unknown[]) => {
        client.query = client.plain;
        client.release = release;
        return release.apply(client, given);
      };
      return client;
    };
    try {
      await work();
    } finally {
      (pool as Json).connect = connect;
    }
    return texts.join('\n');
  };

  it.each([
    '',
    '?sort=standing',
    '?sort=model',
    '?sort=protocol',
    '?sort=name&order=desc',
    '?text=005512',
    '?text=cp-0',
  ])('stations%s', async (query) => {
    const text = await plan(() => list(query));
    expect(text).toMatch(/Index/);
    expect(text).not.toMatch(/Seq Scan on (stations|station_live|connectors|transactions)/);
  });
});
