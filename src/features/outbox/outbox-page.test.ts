import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, setUp, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { createIds } from '../../lib/ids.ts';
import { systemClock } from '../../lib/time.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { asOperator } from '../../storage/as-operator.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let admin: string;
let reader: string;
const deps = { clock: systemClock, newId: createIds() };

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool });
  ({ operatorId } = await setUp(database.pool, api.auth));
  admin = await api.person(operatorId, 'administrator');
  await database.pool.query(
    "INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, '018f0000-0000-7000-8000-000000000001', 'Reader', '{outbox.see}', 'everything', now())",
    [operatorId],
  );
  reader = await api.person(operatorId, '018f0000-0000-7000-8000-000000000001' as never);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(() => database.pool.query('DELETE FROM outbox'));

const write = (key: string, more: object = {}) =>
  enqueue(database.pool, deps, {
    operatorId,
    kind: 'mail',
    key,
    topic: 'ticket.assigned',
    to: 'ada@example.com',
    subject: 'Subject of Ada',
    text: 'Text of Ada',
    language: 'en',
    ...more,
  });
const list = async (query = '', cookie = admin) => (await api.call('GET', `/outbox${query}`, { cookie })).body;
const kill = () =>
  database.pool.query(
    "UPDATE outbox SET state = 'dead', fault = 'refused', attempts = 3, ended_at = now(), give_up_at = now()",
  );

describe('F-12 the outbox can be looked at', () => {
  it('in pages, by state, kind and address', async () => {
    for (let i = 0; i < 5; i++) await write(`${i}`, i === 0 ? { to: 'bob@example.com' } : {});
    const first = await list('?limit=2');
    expect(first.items).toHaveLength(2);
    const second = await list(`?limit=3&after=${first.next}`);
    expect(second.items).toHaveLength(3);
    expect(second.next).toBeUndefined();
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(5);
    expect((await list('?to=Bob@example.com')).items).toHaveLength(1);
    expect((await list('?state=dead')).items).toEqual([]);
    expect((await list('?state=waiting&kind=mail')).items).toHaveLength(5);
    expect((await list('?kind=webhook')).items).toEqual([]);
    const { body } = await api.call('GET', '/outbox/summary', { cookie: admin });
    expect(body).toMatchObject({ waiting: 5, dead: 0, leftOut: 0, mail: { configured: false } });
  });

  it('addresses and contents are hidden from who may not see personal data, and cannot be looked for', async () => {
    await write('a');
    const seen = await list('', reader);
    const detail = await api.call('GET', `/outbox/${seen.items[0].id}`, { cookie: reader });
    expect(JSON.stringify([seen, detail.body])).not.toMatch(/ada@|of Ada/i);
    expect(detail.body.topic).toBe('ticket.assigned');
    expect((await api.call('GET', '/outbox?to=ada@example.com', { cookie: reader })).status).toBe(403);
    const open = await api.call('GET', `/outbox/${seen.items[0].id}`, { cookie: admin });
    expect(open.body).toMatchObject({ to: 'ada@example.com', subject: 'Subject of Ada', text: 'Text of Ada' });
  });

  it('what is for its receiver alone is shown to nobody', async () => {
    await write('a', { secret: true });
    const [{ id }] = (await list()).items;
    const { body, text } = await api.call('GET', `/outbox/${id}`, { cookie: admin });
    expect(body.hidden).toBe(true);
    expect(text).not.toContain('of Ada');
  });

  it('of a webhook its address is not shown beyond the host', async () => {
    const id = deps.newId(systemClock.now());
    await database.pool.query(
      "INSERT INTO webhooks (operator_id, id, name, url, secret, created_at) VALUES ($1, $2, 'Desk', 'https://desk.example/in?token=SECRET', 's', now())",
      [operatorId, id],
    );
    await enqueue(database.pool, deps, {
      operatorId,
      kind: 'webhook',
      key: 'a',
      topic: 'error.opened',
      webhookId: id,
      body: { stationId: 7 },
    });
    const all = await list();
    const detail = await api.call('GET', `/outbox/${all.items[0].id}`, { cookie: admin });
    expect(detail.body).toMatchObject({ to: 'Desk', host: 'https://desk.example' });
    expect(JSON.stringify([all, detail.body])).not.toContain('SECRET');
  });
});

describe('F-12 what was given up', () => {
  it('is taken up again by hand under its id, and the record says who did it', async () => {
    await write('a');
    await kill();
    const [{ id }] = (await list('?state=dead')).items;
    expect((await api.call('POST', `/outbox/${id}/retry`, { cookie: reader })).status).toBe(403);
    const { body } = await api.call('POST', `/outbox/${id}/retry`, { cookie: admin });
    expect(body).toMatchObject({ id, state: 'waiting', attempts: 0 });
    const { rows } = await database.pool.query("SELECT body FROM operator_facts WHERE type = 'outbox.retried'");
    expect(rows[0].body).toMatchObject({ id, before: 'dead' });
    expect(JSON.stringify(rows)).not.toContain('ada@');
    await database.pool.query('UPDATE outbox SET give_up_at = give_up_at RETURNING 1');
    const again = await database.pool.query('SELECT give_up_at > now() AS later FROM outbox');
    expect(again.rows[0].later).toBe(true);
  });

  it('is dismissed, once', async () => {
    await write('a');
    const [{ id }] = (await list()).items;
    expect((await api.call('POST', `/outbox/${id}/dismiss`, { cookie: admin })).body.state).toBe('dismissed');
    expect((await api.call('POST', `/outbox/${id}/dismiss`, { cookie: admin })).status).toBe(409);
    expect((await api.call('POST', `/outbox/${id}/retry`, { cookie: admin })).status).toBe(409);
  });

  it('all of it at once', async () => {
    for (let i = 0; i < 3; i++) await write(`${i}`);
    await kill();
    expect((await api.call('POST', '/outbox/retry', { cookie: admin, body: {} })).body).toEqual({ count: 3 });
    expect((await list('?state=waiting')).items).toHaveLength(3);
  });
});

it('RGT-3 who sees some entities writes for anybody, and sees what left for theirs', async () => {
  const { rows } = await database.pool.query(
    "INSERT INTO entities (operator_id, name, created_at) VALUES ($1, 'North', now()) RETURNING id",
    [operatorId],
  );
  const wall = { operatorId, entities: [rows[0].id as number] };
  const written = await asOperator(database.pool, wall, async (client) => [
    await enqueue(client, deps, {
      operatorId,
      kind: 'mail',
      key: 'anybody',
      topic: 'x',
      to: 'a@example.com',
      subject: 's',
      text: 't',
      language: 'en',
    }),
    await enqueue(client, deps, {
      operatorId,
      kind: 'mail',
      key: 'north',
      entityId: rows[0].id,
      topic: 'x',
      to: 'a@example.com',
      subject: 's',
      text: 't',
      language: 'en',
    }),
    await enqueue(client, deps, {
      operatorId,
      kind: 'mail',
      key: 'anybody',
      topic: 'x',
      to: 'a@example.com',
      subject: 's',
      text: 't',
      language: 'en',
    }),
  ]);
  expect(written).toEqual(['queued', 'queued', 'known']);
  const seen = await asOperator(database.pool, wall, (client) => client.query('SELECT key FROM outbox'));
  expect(seen.rows).toEqual([{ key: 'north' }]);
});

it('every filter of the page has its index (plans without a sequential scan)', async () => {
  await database.pool.query(
    `INSERT INTO outbox (operator_id, id, kind, key, topic, destination, partner, content, state, created_at, next_at, give_up_at)
     SELECT $1, gen_random_uuid(), CASE WHEN n % 3 = 0 THEN 'webhook' ELSE 'mail' END, 'p' || n, 'x', 'p' || n % 500 || '@example.com', 'mail',
       '{}', CASE WHEN n % 50 = 0 THEN 'dead' WHEN n % 70 = 0 THEN 'waiting' ELSE 'sent' END, now(), now(), now() FROM generate_series(1, 30000) n`,
    [operatorId],
  );
  await database.pool.query('ANALYZE outbox');
  for (const filter of [
    '',
    "AND state = 'sent'",
    "AND state = 'dead'",
    "AND kind = 'webhook'",
    "AND kind = 'mail' AND state = 'dead'",
    "AND destination = 'p7@example.com'",
  ]) {
    const { rows } = await asOperator(database.pool, { operatorId, entities: undefined }, (client) =>
      client.query(
        `EXPLAIN SELECT * FROM outbox WHERE operator_id = ${operatorId} ${filter} ORDER BY id DESC LIMIT 51`,
      ),
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan, filter).not.toMatch(/Seq Scan|Sort/);
  }
});
