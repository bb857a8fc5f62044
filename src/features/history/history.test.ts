import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type Json, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { fillDocuments } from '../../../test/documents-fill.ts';
import { pdf } from '../../../test/papers.ts';
import { recordedStations } from '../../../test/recorded.ts';
import { addFact, addRow as insert } from '../../../test/sheet-rows.ts';
import type { FactBody } from '../../domain/facts.ts';
import { createLog } from '../../lib/log.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { buildLaterIndexes } from '../../storage/later-indexes.ts';
import { entriesQuery, everyAutomatic, factsQuery, type HistoryQuery, recordQuery } from './list-store.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let person: string;
let userId: string;
const uuid = (n: number) => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(async () => {
  ({ operatorId } = await recordedStations(database.pool, []));
  person = await api.person(operatorId, 'controlRoom');
  const { rows } = await database.pool.query('SELECT user_id FROM members WHERE operator_id = $1', [operatorId]);
  userId = rows[0].user_id;
  await station(1);
});

const station = (id: number) =>
  insert(database.pool, 'stations', {
    operator_id: operatorId,
    id,
    identity: `CP-${operatorId}-${id}`,
    name: `Station ${id}`,
    adopted: true,
    connector_count: 1,
    created_at: new Date(),
  });
const fact = (at: string, body: Record<string, unknown>, by: string | undefined = userId) =>
  addFact(database.pool, operatorId, 1, at, body as FactBody, by === undefined ? {} : { user_id: by });
const list = async (query = '', cookie = person): Promise<Json[]> =>
  (await api.call('GET', `/stations/1/history?${query}`, { cookie })).body.items;
const add = (body: Record<string, unknown>, cookie = person) =>
  api.call('POST', '/stations/1/history', { cookie, body: { kind: 'note', text: 'Cleaned', ...body } });
const patch = (id: string, body: Record<string, unknown>, cookie = person) =>
  api.call('PATCH', `/stations/1/history/${id}`, { cookie, body });

describe('HIS-1 entries of people', () => {
  it('six kinds come with the product; own ones are kept by whoever may administer', async () => {
    const { items } = (await api.call('GET', '/history-kinds', { cookie: person })).body;
    expect(items.map(({ id }: Json) => id)).toEqual(['error', 'note', 'call', 'activity', 'maintenance', 'sales']);
    for (const { id } of items) expect((await add({ kind: id })).status, id).toBe(200);
    const technician = await api.person(operatorId, 'technician');
    const refused = await api.call('POST', '/history-kinds', { cookie: technician, body: { name: 'Inspection' } });
    expect(refused.status).toBe(403);
    const made = await api.call('POST', '/history-kinds', { cookie: person, body: { name: 'Inspection' } });
    expect(made.status, made.text).toBe(200);
    const url = `/history-kinds/${made.body.id}`;
    expect((await add({ kind: made.body.id }, technician)).status).toBe(200);
    expect((await api.call('PATCH', url, { cookie: person, body: { name: 'Site visit' } })).body.name).toBe(
      'Site visit',
    );
    expect((await api.call('POST', '/history-kinds', { cookie: person, body: { name: 'site visit' } })).status).toBe(
      409,
    );
    expect((await api.call('DELETE', url, { cookie: person })).status).toBe(204);
    expect((await add({ kind: made.body.id })).status).toBe(422);
    expect(await list(`kinds=${made.body.id}`)).toHaveLength(1);
  });

  it('an entry has its author, its time, which may be past, a pin, people it is meant for, and files', async () => {
    const { body } = await add({ at: '2024-05-01T10:00:00.000Z', text: 'Fuse', mentions: [userId], pinned: true });
    expect(body).toMatchObject({ origin: 'manual', kind: 'note', at: '2024-05-01T10:00:00.000Z', pinned: true });
    expect(body.by.id).toBe(userId);
    expect(body.mentions).toEqual([{ id: userId, name: body.by.name }]);
    expect((await add({ at: '2999-01-01T00:00:00.000Z' })).status).toBe(422);
    expect((await add({ mentions: ['somebody'] })).status).toBe(422);
    const upload = await api.call(
      'POST',
      `/history-files?${new URLSearchParams({ kind: 'history', subject: body.entryId, name: 'a.pdf' })}`,
      { cookie: person, body: pdf(), headers: { 'content-type': 'application/octet-stream' } },
    );
    expect(upload.status, upload.text).toBe(200);
    expect((await list('origin=manual'))[0]).toMatchObject({ text: 'Fuse', attachments: 1 });
  });

  it('a change keeps what it said before; two at once lose nothing; who reads only may not', async () => {
    const { body } = await add({ text: 'one' });
    expect((await patch(body.entryId, { text: 'two', revision: 1 })).body).toMatchObject({ text: 'two', revision: 2 });
    expect((await patch(body.entryId, { text: 'three', revision: 1 })).status).toBe(409);
    await patch(body.entryId, { pinned: true });
    const { items } = (await api.call('GET', `/stations/1/history/${body.entryId}/revisions`, { cookie: person })).body;
    expect(items).toMatchObject([{ revision: 1, text: 'one' }]);
    const reader = await api.person(operatorId, 'readOnly');
    expect((await patch(body.entryId, { text: 'x' }, reader)).status).toBe(403);
    expect((await add({}, reader)).status).toBe(403);
    expect((await api.call('DELETE', `/stations/1/history/${body.entryId}`, { cookie: person })).status).toBe(204);
    expect(await list('origin=manual')).toEqual([]);
    const { rows } = await database.pool.query(
      "SELECT type FROM operator_facts WHERE operator_id = $1 AND type LIKE 'history.%' ORDER BY at, id",
      [operatorId],
    );
    expect(rows.map(({ type }) => type)).toEqual([
      'history.added',
      'history.changed',
      'history.pinned',
      'history.removed',
    ]);
  });
});

describe('HIS-2 what the program writes down', () => {
  it('tells who changed what, old and new; secrets and cards never', async () => {
    await fact('2025-01-01T00:00:00Z', {
      type: 'station.changed',
      change: { kind: 'describeStation', name: 'Market', note: null },
      before: { name: 'Old market', note: 'x' },
    });
    await fact('2025-01-02T00:00:00Z', {
      type: 'station.changed',
      change: { kind: 'setCredentials', passwordHash: 'SECRET-hash' },
      before: {},
    });
    await fact('2025-01-03T00:00:00Z', {
      type: 'command.asked',
      commandId: uuid(1),
      command: {
        kind: 'writeSettings',
        values: [
          { name: { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' }, value: '60' },
          { name: { component: '', variable: 'WifiPsk' }, value: 'SECRET-psk' },
        ],
      },
      state: 'sent',
      deadline: 0,
    });
    await fact('2025-01-04T00:00:00Z', {
      type: 'command.asked',
      commandId: uuid(2),
      command: { kind: 'start', evse: 1, token: { number: 'SECRET-card' } },
      state: 'sent',
      deadline: 0,
    });
    // By the program itself: nobody's doing.
    await addFact(database.pool, operatorId, 1, '2025-01-05T00:00:00Z', {
      type: 'command.asked',
      commandId: uuid(3),
      command: { kind: 'reset' },
      state: 'sent',
      deadline: 0,
    } as never);
    const items = await list();
    expect(items.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
      'command start',
      'settings writeSettings',
      'security setCredentials',
      'change describeStation',
    ]);
    expect(items[0]).toMatchObject({ place: { evse: 1 }, by: { id: userId, name: expect.stringMatching(/^Person/) } });
    expect(items[1].changes).toEqual([
      { field: 'OCPPCommCtrlr.HeartbeatInterval', after: '60' },
      { field: 'WifiPsk', after: '***' },
    ]);
    expect(items[3].changes).toEqual([
      { field: 'name', before: 'Old market', after: 'Market' },
      { field: 'note', before: 'x' },
    ]);
    expect(JSON.stringify(items)).not.toContain('SECRET');
    for (const text of ['SECRET', 'hash', 'psk', 'card']) expect(await list(`text=${text}`), text).toEqual([]);
  });

  it('new firmware, serial and meter are told against the boot before; the same boot again is not', async () => {
    const boot = (at: string, more: Record<string, unknown>) =>
      fact(
        at,
        {
          type: 'station.booted',
          boot: { vendor: 'ABB', model: 'T54', serial: 'S1', firmware: '1.0', meterSerial: 'M1', ...more },
          status: 'accepted',
          interval: 300,
        },
        undefined,
      );
    await boot('2025-01-01T00:00:00Z', {});
    await boot('2025-01-02T00:00:00Z', {});
    await boot('2025-01-03T00:00:00Z', { firmware: '1.1' });
    await boot('2025-02-04T00:00:00Z', { firmware: '1.1', meterSerial: 'M2' });
    await boot('2025-02-05T00:00:00Z', { firmware: '1.1', meterSerial: 'M2' });
    expect((await list()).map(({ kind, changes }) => [kind, changes])).toEqual([
      ['device', [{ field: 'meterSerial', before: 'M1', after: 'M2' }]],
      ['device', [{ field: 'firmware', before: '1.0', after: '1.1' }]],
    ]);
  });

  it('things of other slices that are about this station stand in it, also of a type nobody knows yet', async () => {
    for (const [n, type, body] of [
      [1, 'document.uploaded', { name: 'plan.pdf', sha256: 'x' }],
      [2, 'unheard.of', { name: 'A thing', change: { size: 2 }, before: { size: 1 } }],
      [3, 'odd.one', null],
      [4, 'document.downloaded', { name: 'plan.pdf' }],
    ] as const)
      await insert(database.pool, 'operator_facts', {
        operator_id: operatorId,
        id: uuid(n),
        at: `2025-03-0${n}T00:00:00Z`,
        type,
        user_id: userId,
        station_id: 1,
        body: JSON.stringify(body),
      });
    expect(await list()).toMatchObject([
      { kind: 'record', type: 'odd.one' },
      { kind: 'record', type: 'unheard.of', name: 'A thing', changes: [{ field: 'size', before: '1', after: '2' }] },
      { kind: 'record', type: 'document.uploaded', name: 'plan.pdf' },
    ]);
  });

  it('cannot be changed or deleted: there is no route, and the database refuses', async () => {
    await fact('2025-01-01T00:00:00Z', { type: 'connection.ordered', order: 'disconnect' });
    const [item] = await list();
    const id = item.id.split(':')[1];
    expect((await patch(id, { text: 'x' })).status).toBe(400);
    const { body } = await add({ text: 'one' });
    await patch(body.entryId, { text: 'two' });
    for (const sql of [
      "UPDATE facts SET body = '{}'",
      "UPDATE operator_facts SET body = '{}'",
      'DELETE FROM operator_facts',
      "UPDATE history_revisions SET text = 'x'",
      'DELETE FROM history_revisions',
    ])
      await expect(database.pool.query(`${sql} WHERE operator_id = $1`, [operatorId]), sql).rejects.toThrow(
        /append-only/,
      );
    // A person's queries may not even try.
    for (const sql of ['DELETE FROM facts', 'DELETE FROM history_entries', "UPDATE history_revisions SET text = 'x'"])
      await expect(
        asOperator(database.pool, allOf(operatorId), (client) => client.query(sql)),
        sql,
      ).rejects.toThrow(/permission denied/);
  });
});

describe('HIS-3 one list', () => {
  beforeEach(async () => {
    for (let n = 1; n <= 9; n++) {
      const at = `2025-04-0${n}T12:00:00.000Z`;
      await fact(at, { type: 'station.changed', change: { kind: 'describeStation', note: `f${n}` }, before: {} });
      await insert(database.pool, 'operator_facts', {
        operator_id: operatorId,
        id: uuid(100 * operatorId + n),
        at,
        type: 'ticket.opened',
        user_id: 'other',
        station_id: 1,
        body: JSON.stringify({ name: `r${n}` }),
      });
      await insert(database.pool, 'history_entries', {
        operator_id: operatorId,
        id: uuid(100 * operatorId + n),
        station_id: 1,
        kind: n % 2 ? 'note' : 'call',
        at,
        text: `e${n}`,
        pinned: n === 3,
        created_at: at,
        created_by: n < 5 ? userId : 'other',
      });
    }
  });
  const short = (item: Json) => item.text ?? item.name ?? item.changes[0].after;

  it('pages go through all of it, newest first, none left out and none twice, also of one moment', async () => {
    const seen: string[] = [];
    let after = '';
    do {
      const { body } = await api.call('GET', `/stations/1/history?limit=4${after}`, { cookie: person });
      seen.push(...body.items.map(short));
      after = body.next ? `&after=${body.next}` : '';
    } while (after !== '');
    expect(seen).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].flatMap((n) => [`e${n}`, `f${n}`, `r${n}`]));
  });

  it('filters combine: kinds, author, period, text, pin, origin', async () => {
    const found = async (query: string) => (await list(query)).map(short);
    expect(await found('kinds=call')).toEqual(['e8', 'e6', 'e4', 'e2']);
    expect(
      await found(`kinds=call,note&author=${userId}&from=2025-04-02T00:00:00Z&until=2025-04-04T00:00:00Z`),
    ).toEqual(['e3', 'e2']);
    expect(await found('kinds=call,change&from=2025-04-08T00:00:00Z')).toEqual(['f9', 'e8', 'f8']);
    expect(await found('origin=automatic&author=other&from=2025-04-08T00:00:00Z')).toEqual(['r9', 'r8']);
    expect(await found('text=E5')).toEqual(['e5']);
    expect(await found('text=f7')).toEqual(['f7']);
    expect(await found('text=7&origin=manual')).toEqual(['e7']);
    expect(await found('pinned=yes')).toEqual(['e3']);
    expect(await found('pinned=yes&kinds=call')).toEqual([]);
    expect((await api.call('GET', '/stations/1/history?after=x', { cookie: person })).status).toBe(400);
  });
});

it('a page of a long history is read by the indexes alone: no scan of a whole table', async () => {
  const { pool } = database;
  const at = "'2025-06-01'::timestamptz + n * interval '1 minute'";
  await pool.query("SELECT ensure_partitions('facts', '2025-06-01', '2025-06-30')");
  await pool.query(
    `INSERT INTO facts (operator_id, station_id, seq, received_at, at, type, user_id, body)
     SELECT $1::integer, 1000 + n % 200, 1000000 + n, ${at}, ${at}, CASE WHEN n % 20 = 0 THEN 'station.changed' ELSE 'connector.statusChanged' END, 'u',
       '{"change":{"kind":"describeStation","name":"x"},"before":{}}' FROM generate_series(1, 40000) n`,
    [operatorId],
  );
  await pool.query(
    `INSERT INTO history_entries (operator_id, id, station_id, kind, at, text, created_at, created_by)
     SELECT $1::integer, gen_random_uuid(), 1000 + n % 200, 'note', ${at}, 'x', ${at}, 'u' FROM generate_series(1, 20000) n`,
    [operatorId],
  );
  await pool.query(
    `INSERT INTO operator_facts (operator_id, id, at, type, user_id, station_id, body)
     SELECT $1::integer, gen_random_uuid(), ${at}, 'ticket.opened', 'u', 1000 + n % 200, '{}' FROM generate_series(1, 20000) n`,
    [operatorId],
  );
  await fillDocuments(pool, operatorId, 20_000);
  await buildLaterIndexes(pool, createLog('silent'), new AbortController().signal);
  for (const table of ['facts', 'history_entries', 'operator_facts', 'documents']) await pool.query(`ANALYZE ${table}`);
  const base: HistoryQuery = { entryKinds: undefined, automatic: everyAutomatic, pinned: false, limit: 51 };
  const key = { operatorId, stationId: 1007 };
  const after = { at: '2025-06-10T00:00:00Z', source: 2, id: '1010000' };
  const plans = await asOperator(pool, allOf(operatorId), async (client) => {
    const told: string[] = [];
    for (const query of [
      base,
      { ...base, after },
      { ...base, author: 'u', from: '2025-06-05T00:00:00Z', text: 'x' },
      { ...base, automatic: ['change'] as const, entryKinds: ['note'] },
    ] satisfies HistoryQuery[])
      for (const question of [
        entriesQuery(key, query),
        factsQuery(key, { ...query, automatic: query.automatic.filter((kind) => kind !== 'record') }),
        recordQuery(key, query),
      ]) {
        const { rows } = await client.query({ ...question, text: `EXPLAIN ${question.text}` });
        told.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      }
    return told;
  });
  for (const plan of plans)
    expect(plan).not.toMatch(/Seq Scan on (facts_202506|history_entries|operator_facts|documents)/);
  expect(plans[1]).toMatch(/station_id_received_at_seq_idx|facts_for_history/);
});
