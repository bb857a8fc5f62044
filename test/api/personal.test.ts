import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts } from '../../src/features/contracts.ts';
import type { RouteContract } from '../../src/http/contract.ts';
import { rightsOf, roles } from '../../src/http/roles.ts';
import { createTestApi, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { addConnector, addFact, addRow, addStation } from '../sheet-rows.ts';

/** A card and its holder that must not be seen by roles without the right to personal data, anywhere. */
const card = '04CANARY99';
const holder = 'Canary Person';
const uuid = (n: number) => `018f0000-0000-7000-8000-0000000000${n.toString(16).padStart(2, '0')}`;

let database: TestDatabase;
let api: TestApi;
let stationId: number;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  api = await createTestApi({ pool });
  const { operatorId } = await setUp(pool, api.auth);
  for (const role of roles) cookies[role] = await api.person(operatorId, role);
  await pool.query("INSERT INTO entities (operator_id, id, name, created_at) VALUES ($1, 1, 'North', now())", [
    operatorId,
  ]);
  await pool.query("UPDATE members SET entity_id = 1 WHERE role = 'stationOwner'");
  stationId = await addStation(pool, operatorId, { entity_id: 1 });
  const of = { operator_id: operatorId, station_id: stationId };
  const at = new Date(Date.now() - 60_000);
  await addConnector(pool, operatorId, stationId, 1);
  await addRow(pool, 'cards', {
    operator_id: operatorId,
    id: 5,
    number: card,
    number_normal: card,
    type: 'iso14443',
    status: 'active',
    holder,
    created_at: at,
    entity_id: 1,
  });
  await addRow(pool, 'transactions', {
    ...of,
    number: 1,
    transaction_id: '1',
    evse: 1,
    connector: 1,
    token_number: card,
    token_normal: card,
    token_type: 'iso14443',
    started_at: at,
    start_known: true,
  });
  await addFact(pool, operatorId, stationId, at.toISOString(), {
    type: 'transaction.started',
    number: 1,
    token: { number: card, type: 'iso14443' },
  } as never);
  await addRow(pool, 'frames', {
    ...of,
    received_at: at,
    id: uuid(1),
    connection_id: uuid(1),
    direction: 'in',
    kind: 'call',
    action: 'Authorize',
    call: JSON.stringify([2, '1', 'Authorize', { idTag: card }]),
  });
  await addRow(pool, 'commands', {
    ...of,
    id: uuid(1),
    kind: 'start',
    command: JSON.stringify({ kind: 'start', token: { number: card, type: 'iso14443' } }),
    state: 'done',
    asked_at: at,
    deadline: at,
  });
  await addRow(pool, 'reservations', {
    ...of,
    id: 1,
    evse: 1,
    token_number: card,
    token_type: 'iso14443',
    expires_at: at,
    status: 'active',
    asked_at: at,
    command_id: uuid(1),
  });
  await addRow(pool, 'quarantine', {
    ...of,
    id: uuid(1),
    at,
    action: 'Authorize',
    call: JSON.stringify([2, '1', 'Authorize', { idTag: card }]),
    fault: 'x',
  });
  const admin = cookies.administrator!;
  expect((await api.call('POST', '/cards', { cookie: admin, body: { number: `${card}7`, holder } })).status).toBe(200);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const routes = Object.entries(contracts).flatMap(([slice, contract]) =>
  Object.entries(contract as Readonly<Record<string, RouteContract>>)
    .filter(([, { method, right }]) => method === 'GET' && right !== 'public')
    .map(([name, route]) => ({ id: `${slice}.${name}`, route })),
);
const at = (url: string): string =>
  url.replace(/:(\w+)/g, (_, name: string) =>
    name === 'stationId'
      ? String(stationId)
      : name === 'cardId'
        ? '5'
        : /evse|connector|number|reservation/.test(name)
          ? '1'
          : uuid(1),
  );
const blind = roles.filter((role) => !rightsOf[role].has('personalData.see'));
const tells = (text: string): boolean => text.includes('CANARY') || text.includes('Canary');

describe('LOG-5 RGT-1 names and card numbers are hidden from roles without the right to personal data', () => {
  it('is about roles and routes that there are', async () => {
    expect(blind).toContain('technician');
    let told = 0;
    for (const { route } of routes)
      if (tells((await api.call('GET', at(route.url), { cookie: cookies.administrator! })).text)) told++;
    // Cards (list, one), sessions (list, one), frames (list, one, export), commands (list, one), reservations (both), quarantine.
    expect(told).toBeGreaterThanOrEqual(12);
  });

  for (const { id, route } of routes)
    it(`${id} ${route.url}`, async () => {
      for (const role of blind) {
        const reply = await api.call('GET', at(route.url), { cookie: cookies[role]! });
        expect(tells(reply.text), `${role}: ${reply.text.slice(0, 2000)}`).toBe(false);
      }
    });

  it.each([
    '/charge-logs?card=04',
    '/charge-logs/sums?card=04CANARY99',
  ])('nobody finds out by asking: %s', async (url) => {
    const reply = await api.call('GET', `/stations/${stationId}${url}`, { cookie: cookies.readOnly! });
    expect(reply.status).toBe(403);
    expect((await api.call('GET', `/stations/${stationId}${url}`, { cookie: cookies.supportAgent! })).status).toBe(200);
  });

  it('nor by searching texts: a search finds what is shown, not what is hidden', async () => {
    for (const url of ['/frames?text=canary', '/log?text=canary', '/frames/export?text=canary']) {
      const seen = await api.call('GET', `/stations/${stationId}${url}`, { cookie: cookies.administrator! });
      expect(seen.text, url).toContain(uuid(1));
      const reply = await api.call('GET', `/stations/${stationId}${url}`, { cookie: cookies.readOnly! });
      expect(reply.status, reply.text).toBe(200);
      expect(reply.text, url).not.toContain(uuid(1));
    }
  });
});
