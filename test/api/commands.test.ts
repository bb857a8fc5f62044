import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandKind, commandKinds } from '../../src/domain/commands.ts';
import type { Description } from '../../src/features/commands/fields/field.ts';
import { descriptions } from '../../src/features/commands/fields/index.ts';
import { createTestApi, setUp, type TestApi } from '../api.ts';
import { badBodies, fullBodies, fullBody, leastBody } from '../command-bodies.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

const all: Readonly<Record<CommandKind, Description>> = descriptions;
let database: TestDatabase;
let api: TestApi;
let cookie: string;
let reader: string;

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  api = await createTestApi({
    pool,
    answer: async (_, question) =>
      question.kind === 'command'
        ? { kind: 'command', commandId: question.commandId, state: 'sent' }
        : { kind: 'refused', reason: 'thing.unknown', detail: '' },
  });
  const { operatorId } = await setUp(pool, api.auth);
  cookie = await api.person(operatorId, 'controlRoom');
  reader = await api.person(operatorId, 'readOnly');
  await pool.query(
    "INSERT INTO stations (operator_id, id, identity, name, adopted, connector_count, created_at) VALUES ($1, 7, 'S7', 'Seven', true, 1, now())",
    [operatorId],
  );
  await pool.query(
    "INSERT INTO transactions (operator_id, station_id, number, transaction_id, started_at, start_known) VALUES ($1, 7, 12, 'tx-12', now(), true)",
    [operatorId],
  );
  await pool.query(
    "INSERT INTO cards (operator_id, id, number, number_normal, type, status, created_at) VALUES ($1, 7, 'CARD-7', 'CARD7', 'iso14443', 'active', now())",
    [operatorId],
  );
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const send = (kind: CommandKind, body: unknown, as = cookie) =>
  api.call('POST', `/stations/7/commands/${kind}`, { cookie: as, body });

describe.each(commandKinds)('POST /stations/:id/commands/%s', (kind) => {
  it('is taken with the least and with everything, and reaches the station as a neutral command', async () => {
    for (const body of [leastBody(all[kind]), ...fullBodies(all[kind])]) {
      api.asked.length = 0;
      const reply = await send(kind, body);
      expect(reply.status, reply.text).toBe(200);
      expect(api.asked).toHaveLength(1);
      expect(api.asked[0]!.question).toMatchObject({ kind: 'command', whenOffline: 'refuse', command: { kind } });
      const told = JSON.stringify(api.asked[0]);
      if ('cardId' in body) expect(told).toContain('CARD-7');
      if ('transactionNumber' in body) expect(told).toContain('tx-12');
    }
  });

  it('refuses every bad value with 400 and the field’s name, and sends nothing', async () => {
    api.asked.length = 0;
    const tried = [...badBodies(all[kind])];
    for (const { path, body, says } of tried) {
      const reply = await send(kind, body);
      expect(reply.status, `${path} ${says}: ${reply.text}`).toBe(400);
      expect(
        Object.keys(reply.body.fields ?? {}).some((field) => `${field}.`.startsWith(`${path}.`)),
        `${path} ${says}: ${reply.text}`,
      ).toBe(true);
    }
    expect((await send(kind, { ...leastBody(all[kind]), unheardOf: 1 })).status).toBe(400);
    expect(api.asked).toEqual([]);
  });

  it('is for those who may command', async () => {
    expect((await send(kind, leastBody(all[kind]), reader)).status).toBe(403);
  });
});

describe('what goes together', () => {
  it.each([
    ['setChargingProfile', 'transactionNumber', { purpose: 'tx', transactionNumber: undefined }],
    ['setChargingProfile', 'transactionNumber', { purpose: 'stationMax', transactionNumber: 12 }],
    ['setChargingProfile', 'recurrency', { profileKind: 'recurring', recurrency: undefined }],
    ['setChargingProfile', 'validTo', { validFrom: '2026-06-02T00:00:00Z', validTo: '2026-06-01T00:00:00Z' }],
    ['updateFirmware', 'installAt', { retrieveAt: '2026-06-02T00:00:00Z', installAt: '2026-06-01T00:00:00Z' }],
    ['readLog', 'until', { from: '2026-06-02T00:00:00Z', until: '2026-06-02T00:00:00Z' }],
    ['readCustomer', 'cardId', { customerId: 'also' }],
    ['readCustomer', 'report', { report: false, clear: false }],
  ] as const)('%s: %s', async (kind, field, change) => {
    const body = Object.fromEntries(
      Object.entries({ ...fullBody(all[kind]), ...change }).filter(([, value]) => value !== undefined),
    );
    const reply = await send(kind, body);
    expect(reply.status, reply.text).toBe(400);
    expect(Object.keys(reply.body.fields)).toEqual([field]);
  });

  it('a card: one of the two, and one of ours', async () => {
    const expiresAt = '2026-06-02T00:00:00Z';
    expect((await send('reserve', { expiresAt })).body).toMatchObject({
      type: 'value.refused',
      fields: { cardId: expect.any(String) },
    });
    expect((await send('reserve', { expiresAt, cardId: 7, token: { number: 'X' } })).status).toBe(422);
    expect((await send('reserve', { expiresAt, cardId: 4711 })).status).toBe(404);
    expect((await send('tellCost', { transactionNumber: 4711, totalCost: 1 })).status).toBe(404);
  });

  it('S-13 a network profile is shown without its secrets', async () => {
    const { shownCommand } = await import('../../src/features/commands/rules.ts');
    api.asked.length = 0;
    await send('setNetworkProfile', fullBody(all.setNetworkProfile));
    const { question } = api.asked[0]!;
    if (question.kind !== 'command') throw new Error('no command');
    const shown = JSON.stringify(shownCommand(question.command, () => false));
    expect(JSON.stringify(question.command)).toContain('"basicAuthPassword":"basicAuthPassword"');
    for (const secret of ['"basicAuthPassword":"basicAuthPassword"', '"password":"password"', '"key":"key"'])
      expect(shown).not.toContain(secret);
    expect(shown.match(/\[hidden\]/g)).toHaveLength(5);
  });
});
