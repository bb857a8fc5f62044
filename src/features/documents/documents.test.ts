import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type Json, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { docx, pdf, photo, png } from '../../../test/papers.ts';
import { recordedStations } from '../../../test/recorded.ts';
import { addRow as insert } from '../../../test/sheet-rows.ts';
import { createIds } from '../../lib/ids.ts';
import { createLog } from '../../lib/log.ts';
import { day } from '../../lib/time.ts';
import { createDocumentsTurn } from './index.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let person: string;
let now = Date.now();
const clock = { now: () => now, monotonic: () => performance.now() };
let turn: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool, clock });
  const work = createDocumentsTurn({
    pool: database.pool,
    files: api.stored.files,
    clock,
    newId: createIds(),
    log: createLog('silent'),
  });
  turn = () => work(new AbortController().signal);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(async () => {
  now = Date.now();
  ({ operatorId } = await recordedStations(database.pool, []));
  person = await api.person(operatorId, 'controlRoom');
  await station(1);
});

const station = (id: number, more: Record<string, unknown> = {}) =>
  insert(database.pool, 'stations', {
    operator_id: operatorId,
    id,
    identity: `CP-${operatorId}-${id}`,
    name: `Station ${id}`,
    adopted: true,
    connector_count: 1,
    created_at: new Date(),
    ...more,
  });

const octets = { 'content-type': 'application/octet-stream' };
const upload = (
  content: Buffer,
  query: Record<string, string> = {},
  { cookie = person, base = '/documents' }: { cookie?: string; base?: string } = {},
) =>
  api.call('POST', `${base}?${new URLSearchParams({ kind: 'station', subject: '1', name: 'plan.pdf', ...query })}`, {
    cookie,
    body: content,
    headers: octets,
  });
const get = (url: string, cookie = person) => api.call('GET', url, { cookie });
const raw = (url: string, cookie = person) =>
  api.app.inject({ method: 'GET', url: `/api/v1${url}`, headers: { host: 'console.test', cookie } });
const stored = async () => {
  const keys: string[] = [];
  for await (const { key } of api.stored.files.list('documents')) keys.push(key);
  return keys;
};
const facts = async (like: string): Promise<Json[]> =>
  (
    await database.pool.query(
      'SELECT type, station_id, user_id, body FROM operator_facts WHERE operator_id = $1 AND type LIKE $2 ORDER BY at, id',
      [operatorId, like],
    )
  ).rows;

describe('DOC-1 upload, preview, download, delete', () => {
  for (const [name, content, mediaType, preview] of [
    ['plan.pdf', pdf(), 'application/pdf', 'pdf'],
    ['photo.jpg', photo(), 'image/jpeg', 'image'],
    ['letter.docx', docx(), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', undefined],
  ] as const) {
    it(`${name} comes back byte for byte`, async () => {
      const made = await upload(content, { name, category: 'wiringPlan' });
      expect(made.status, made.text).toBe(200);
      expect(made.body).toMatchObject({ name, mediaType, version: 1, size: content.length, category: 'wiringPlan' });
      expect(made.body.preview).toBe(preview);
      expect(made.body.sha256).toBe(createHash('sha256').update(content).digest('hex'));
      const file = await raw(`/documents/${made.body.id}/versions/1/content`);
      expect(file.rawPayload.equals(content)).toBe(true);
      expect(file.headers['content-disposition']).toContain(`filename="${name}"`);
      expect((await get('/stations/1/documents')).body.items).toHaveLength(1);
      expect((await api.call('DELETE', `/documents/${made.body.id}`, { cookie: person })).status).toBe(204);
      expect((await get('/stations/1/documents')).body.items).toEqual([]);
      expect((await get(`/documents/${made.body.id}/versions/1/content`)).status).toBe(404);
      expect((await get(`/documents/${made.body.id}`)).body.removedBy).toMatch(/^Person/);
    });
  }

  it('versions stay and can be downloaded, each with its own bytes', async () => {
    const { body } = await upload(pdf('one'));
    const second = await api.call('POST', `/documents/${body.id}/versions?name=plan-b.pdf`, {
      cookie: person,
      body: pdf('two'),
      headers: octets,
    });
    expect(second.body).toMatchObject({ id: body.id, name: 'plan.pdf', version: 2, fileName: 'plan-b.pdf' });
    expect((await get(`/documents/${body.id}/versions`)).body.items.map((v: Json) => v.version)).toEqual([2, 1]);
    expect((await raw(`/documents/${body.id}/versions/1/content`)).rawPayload.equals(pdf('one'))).toBe(true);
    expect((await raw(`/documents/${body.id}/versions/2/content`)).rawPayload.equals(pdf('two'))).toBe(true);
  });

  it('a photo is shown without place and owner, and upright; its file keeps them', async () => {
    const { body } = await upload(photo(), { name: 'photo.jpg' });
    const shown = await raw(`/documents/${body.id}/versions/1/view`);
    expect(shown.headers['content-type']).toBe('image/jpeg');
    for (const word of ['GPS', 'Ada', 'home']) expect(shown.rawPayload.includes(word), word).toBe(false);
    // Exif tag 0x0112 with value 6.
    expect(shown.rawPayload.includes(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))).toBe(true);
    expect(shown.rawPayload.subarray(-6).equals(photo().subarray(-6))).toBe(true);
    expect((await raw(`/documents/${body.id}/versions/1/content`)).rawPayload.equals(photo())).toBe(true);
  });

  it('every download and every look is on record, of the station too', async () => {
    const { body } = await upload(pdf());
    await raw(`/documents/${body.id}/versions/1/content`);
    await raw(`/documents/${body.id}/versions/1/view`);
    const told = await facts('document.%');
    expect(told.map(({ type }) => type)).toEqual(['document.uploaded', 'document.downloaded', 'document.viewed']);
    for (const fact of told)
      expect(fact).toMatchObject({ station_id: 1, body: { document: body.id, name: 'plan.pdf' } });
  });

  it('the files of what was removed are deleted after 30 days, its rows stay; until then it can be taken back', async () => {
    const { body } = await upload(pdf());
    const url = `/documents/${body.id}`;
    await api.call('DELETE', url, { cookie: person });
    now += 29 * day;
    await turn();
    expect((await api.call('POST', `${url}/restore`, { cookie: person })).body.removedAt).toBeUndefined();
    expect((await raw(`${url}/versions/1/content`)).statusCode).toBe(200);
    await api.call('DELETE', url, { cookie: person });
    const { rows } = await database.pool.query('SELECT file_key FROM document_versions WHERE document_id = $1', [
      body.id,
    ]);
    expect(await stored()).toContain(rows[0].file_key);
    now += 31 * day;
    await turn();
    expect(await stored()).not.toContain(rows[0].file_key);
    expect((await get(url)).body).toMatchObject({ name: 'plan.pdf', removedBy: expect.any(String) });
    expect((await api.call('POST', `${url}/restore`, { cookie: person })).status).toBe(409);
  });
});

describe('DOC-2 A-07 hostile uploads', () => {
  it('A-07 names are metadata, cleaned: no path, no control characters, no device, not too long', async () => {
    for (const [given, kept] of [
      ['../../etc/passwd', 'passwd'],
      ['/etc/shadow', 'shadow'],
      ['C:\\Windows\\win.ini', 'win.ini'],
      ['a\u0001b\u202egpj.exe', 'abgpj.exe'],
      ['CON', '_CON'],
      ['nul.txt', '_nul.txt'],
      ['plan.pdf...  ', 'plan.pdf'],
      ['a<b>|c?.pdf', 'a_b__c_.pdf'],
      ['invoice.pdf.exe', 'invoice.pdf.exe'],
      [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
    ] as const) {
      const reply = await upload(pdf(given), { name: given });
      expect(reply.status, reply.text).toBe(200);
      expect(reply.body.name).toBe(kept);
    }
    for (const key of await stored()) expect(key).toMatch(/^documents\/[0-9a-f]{2}\/[0-9a-f]{40}$/);
    for (const given of ['..', '/', ' . ', '\u0001'])
      expect((await upload(pdf(), { name: given })).status, given).toBeGreaterThanOrEqual(400);
  });

  it('A-07 pages, SVG and scripts are never shown: saved, nosniff, sandboxed, whatever their name', async () => {
    for (const [content, mediaType] of [
      ['<!DOCTYPE html><script>alert(1)</script>', 'text/html'],
      ['\n <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
      ['<?xml version="1.0"?><svg onload="alert(1)"/>', 'image/svg+xml'],
      ['alert(document.cookie)', 'text/plain'],
    ] as const) {
      const { body } = await upload(Buffer.from(content), { name: 'photo.jpg', ifTaken: 'rename' });
      expect(body).toMatchObject({ mediaType });
      expect(body.preview).toBeUndefined();
      expect((await get(`/documents/${body.id}/versions/1/view`)).status).toBe(409);
      const { headers } = await raw(`/documents/${body.id}/versions/1/content`);
      expect(headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
      });
      expect(headers['content-disposition']).toMatch(/^attachment; /);
    }
  });

  it('A-07 a GIF that is a script as well is only ever a picture', async () => {
    const { body } = await upload(Buffer.from('GIF89a/*<script>*/=1;alert(1)'), { name: 'a.js' });
    expect(body.mediaType).toBe('image/gif');
    const { headers } = await raw(`/documents/${body.id}/versions/1/view`);
    expect(headers).toMatchObject({
      'content-type': 'image/gif',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
  });

  it('a PDF may be framed by our own pages only, and runs nothing', async () => {
    const { body } = await upload(pdf());
    const { headers } = await raw(`/documents/${body.id}/versions/1/view`);
    expect(headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff' });
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'self'/);
  });

  it('A-08 an archive is kept as it came: nothing expands it', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const { body } = await upload(bomb, { name: 'log.gz' });
    expect(body).toMatchObject({ mediaType: 'application/gzip', size: bomb.length });
    expect((await get(`/documents/${body.id}/versions/1/view`)).status).toBe(409);
  });

  it('0 bytes and more than the limit are refused, and nothing stays', async () => {
    const before = await stored();
    expect((await upload(Buffer.alloc(0))).body.detail).toBe('The file is empty.');
    expect((await upload(Buffer.alloc(1_000_001, 1))).status).toBe(413);
    expect(await stored()).toEqual(before);
    expect((await get('/stations/1/documents')).body.items).toEqual([]);
  });

  it('a name in use is refused, or becomes a version, or is kept beside', async () => {
    const { body: first } = await upload(pdf('one'));
    const refused = await upload(pdf('two'), { name: 'PLAN.pdf' });
    expect(refused).toMatchObject({ status: 409, body: { type: 'name.taken' } });
    expect((await upload(pdf('two'), { ifTaken: 'version' })).body).toMatchObject({ id: first.id, version: 2 });
    expect((await upload(pdf('three'), { ifTaken: 'rename' })).body).toMatchObject({
      name: 'plan (2).pdf',
      version: 1,
    });
    expect((await upload(pdf('four'), { ifTaken: 'rename' })).body.name).toBe('plan (3).pdf');
    // Free again once it is removed.
    await api.call('DELETE', `/documents/${first.id}`, { cookie: person });
    expect((await upload(pdf('five'))).body).toMatchObject({ name: 'plan.pdf', version: 1 });
    expect((await api.call('POST', `/documents/${first.id}/restore`, { cookie: person })).status).toBe(409);
  });

  it('a small picture is a picture and small, once', async () => {
    const { body } = await upload(photo(), { name: 'photo.jpg' });
    const put = (content: Buffer) =>
      api.call('PUT', `/documents/${body.id}/versions/1/thumbnail`, { cookie: person, body: content, headers: octets });
    expect((await put(Buffer.from('<svg/>'))).status).toBe(422);
    expect((await put(Buffer.alloc(40_001, 1))).status).toBe(413);
    expect((await put(png())).status).toBe(204);
    expect((await put(png())).status).toBe(409);
    expect((await raw(`/documents/${body.id}/versions/1/thumbnail`)).rawPayload.equals(png())).toBe(true);
  });
});

describe('DOC-3 inherited documents', () => {
  it('what is attached to a model or a location is seen on all its stations and on no other', async () => {
    await station(2, { model_id: 7, location_id: 3 });
    await station(3, { model_id: 7 });
    await upload(pdf(), { kind: 'model', subject: '7', name: 'manual.pdf', category: 'manual' });
    await upload(pdf(), { kind: 'location', subject: '3', name: 'site.pdf' });
    await upload(pdf(), { kind: 'station', subject: '2', name: 'own.pdf' });
    const of = async (id: number, query = '') =>
      (await get(`/stations/${id}/documents${query}`)).body.items.map((d: Json) => `${d.kind} ${d.name}`).sort();
    expect(await of(1)).toEqual([]);
    expect(await of(2)).toEqual(['location site.pdf', 'model manual.pdf', 'station own.pdf']);
    expect(await of(3)).toEqual(['model manual.pdf']);
    expect(await of(2, '?category=manual')).toEqual(['model manual.pdf']);
    expect(await of(2, '?text=SITE')).toEqual(['location site.pdf']);
    const first = (await get('/stations/2/documents?limit=2')).body;
    const rest = (await get(`/stations/2/documents?limit=2&after=${first.next}`)).body;
    expect([...first.items, ...rest.items].map((d: Json) => d.name)).toHaveLength(3);
    expect(rest.next).toBeUndefined();
  });
});

describe('DOC-4 expiry', () => {
  it('is told once, 30 days before or as the operator sets it, and again for another day', async () => {
    const inDays = (days: number) => new Date(now + days * day).toISOString().slice(0, 10);
    const { body } = await upload(pdf(), { category: 'calibration', expiresOn: inDays(40) });
    expect(body.expiry).toBe('later');
    await turn();
    expect(await facts('document.expiring')).toEqual([]);
    now += 11 * day;
    await turn();
    await turn();
    const told = await facts('document.expiring');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ station_id: 1, body: { document: body.id, category: 'calibration' } });
    expect((await get('/documents?expiring=soon')).body.items[0]).toMatchObject({ id: body.id, expiry: 'soon' });
    expect((await get('/documents?expiring=expired')).body.items).toEqual([]);
    now += 30 * day;
    expect((await get('/documents?expiring=expired')).body.items[0]).toMatchObject({ expiry: 'expired' });
    await api.call('PATCH', `/documents/${body.id}`, { cookie: person, body: { expiresOn: inDays(20) } });
    await turn();
    await turn();
    expect(await facts('document.expiring')).toHaveLength(2);
  });

  it('the number of days is a setting of the operator', async () => {
    const change = await api.call('PATCH', '/document-settings', { cookie: person, body: { reminderDays: 60 } });
    expect(change.status, change.text).toBe(204);
    const { body } = await upload(pdf(), { expiresOn: new Date(now + 45 * day).toISOString().slice(0, 10) });
    expect(body.expiry).toBe('soon');
    expect((await facts('documentReminder.changed'))[0].body).toMatchObject({ reminderDays: 60, before: 30 });
  });
});

describe('DOC-5 rights', () => {
  it('reading and writing are two rights, by the API too', async () => {
    const reader = await api.person(operatorId, 'readOnly');
    const technician = await api.person(operatorId, 'technician');
    const { body } = await upload(pdf(), {}, { cookie: technician });
    expect((await raw(`/documents/${body.id}/versions/1/content`, reader)).statusCode).toBe(200);
    expect((await upload(pdf(), { name: 'b.pdf' }, { cookie: reader })).status).toBe(403);
    expect((await api.call('DELETE', `/documents/${body.id}`, { cookie: reader })).status).toBe(403);
    expect((await api.call('POST', '/document-categories', { cookie: technician, body: { name: 'X' } })).status).toBe(
      403,
    );
  });

  it('attachments of history entries follow the rights of history, and those of tickets the tickets', async () => {
    const entry = '018f0000-0000-7000-8000-0000000000aa';
    await insert(database.pool, 'history_entries', {
      operator_id: operatorId,
      id: entry,
      station_id: 1,
      kind: 'note',
      at: new Date(),
      text: 'x',
      created_at: new Date(),
      created_by: 'x',
    });
    const support = await api.person(operatorId, 'supportAgent');
    const to = { cookie: support, base: '/history-files' };
    const { status, body } = await upload(photo(), { kind: 'history', subject: entry, name: 'a.jpg' }, to);
    expect(status).toBe(200);
    expect((await get(`/history-files?kind=history&subject=${entry}`, support)).body.items).toHaveLength(1);
    // By its id alone it is not among the documents.
    expect((await get(`/documents/${body.id}`, person)).status).toBe(404);
    expect((await get('/documents', person)).body.items).toEqual([]);
    expect((await upload(pdf(), { kind: 'ticket', subject: '5' }, { ...to, base: '/ticket-files' })).status).toBe(404);
  });

  it('who sees some entities sees the documents of their stations, of their models and locations, and of articles', async () => {
    const entityOf = async (name: string): Promise<number> =>
      (
        await database.pool.query(
          'INSERT INTO entities (operator_id, name, created_at) VALUES ($1, $2, now()) RETURNING id',
          [operatorId, name],
        )
      ).rows[0].id;
    const north = await entityOf('North');
    const south = await entityOf('South');
    await station(2, { entity_id: north, model_id: 7, location_id: 3 });
    await station(3, { entity_id: south, model_id: 8, location_id: 4 });
    for (const [kind, subject, name] of [
      ['station', '2', 'ours.pdf'],
      ['model', '7', 'our-model.pdf'],
      ['location', '3', 'our-site.pdf'],
      ['article', '1', 'part.pdf'],
      ['station', '3', 'SECRET-station.pdf'],
      ['model', '8', 'SECRET-model.pdf'],
      ['location', '4', 'SECRET-site.pdf'],
    ] as const)
      expect((await upload(pdf(), { kind, subject, name, expiresOn: '2020-01-01' })).status).toBe(200);
    const owner = await api.person(operatorId, 'technician');
    const role = '018f0000-0000-7000-8000-0000000000bb';
    await database.pool.query(
      "INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, $2, 'North', $3, 'own', now())",
      [operatorId, role, ['documents.see', 'documents.change', 'stations.see']],
    );
    await database.pool.query(
      'UPDATE members SET role = $2, entity_id = $3 WHERE operator_id = $1 AND user_id = (SELECT user_id FROM members WHERE operator_id = $1 ORDER BY created_at DESC LIMIT 1)',
      [operatorId, role, north],
    );
    api.auth.callers.forget();
    const names = async (url: string) => (await get(url, owner)).body.items.map((d: Json) => d.name).sort();
    const all = ['our-model.pdf', 'our-site.pdf', 'ours.pdf', 'part.pdf'];
    expect(await names('/documents')).toEqual(all);
    expect(await names('/documents?text=pdf')).toEqual(all);
    expect(await names('/documents?expiring=expired')).toEqual(all);
    expect(await names('/stations/2/documents')).toEqual(['our-model.pdf', 'our-site.pdf', 'ours.pdf']);
    expect((await get('/stations/3/documents', owner)).status).toBe(404);
    expect(await names('/documents?kind=station&subject=3')).toEqual([]);
    expect(await names('/documents?kind=model&subject=8')).toEqual([]);
    const secret = (await get('/documents?text=SECRET')).body.items;
    for (const { id } of secret) {
      expect((await get(`/documents/${id}`, owner)).status).toBe(404);
      expect((await get(`/documents/${id}/versions`, owner)).status).toBe(404);
      expect((await raw(`/documents/${id}/versions/1/content`, owner)).statusCode).toBe(404);
      expect((await api.call('DELETE', `/documents/${id}`, { cookie: owner })).status).toBe(404);
    }
    const mine = { cookie: owner };
    expect((await upload(pdf(), { kind: 'station', subject: '2', name: 'new.pdf' }, mine)).status).toBe(200);
    expect((await upload(pdf(), { kind: 'location', subject: '3', name: 'new.pdf' }, mine)).status).toBe(200);
    expect((await upload(pdf(), { kind: 'location', subject: '4', name: 'new.pdf' }, mine)).status).toBe(404);
    expect((await upload(pdf(), { kind: 'model', subject: '7', name: 'new.pdf' }, mine)).status).toBe(403);
    expect((await upload(pdf(), { kind: 'article', subject: '1', name: 'new.pdf' }, mine)).status).toBe(403);
  });
});

it('own categories are named, renamed and put away; what has one keeps it', async () => {
  const admin = person;
  const made = await api.call('POST', '/document-categories', { cookie: admin, body: { name: 'Permit' } });
  expect(made.status, made.text).toBe(200);
  const url = `/document-categories/${made.body.id}`;
  expect((await api.call('POST', '/document-categories', { cookie: admin, body: { name: 'permit' } })).status).toBe(
    409,
  );
  const { body } = await upload(pdf(), { category: made.body.id });
  expect((await api.call('PATCH', url, { cookie: admin, body: { name: 'Grid permit' } })).status).toBe(200);
  expect((await api.call('DELETE', url, { cookie: admin })).status).toBe(204);
  expect((await upload(pdf(), { name: 'c.pdf', category: made.body.id })).status).toBe(422);
  expect((await get(`/documents?category=${made.body.id}`)).body.items[0].id).toBe(body.id);
  expect((await get('/document-categories')).body.items.at(-1)).toMatchObject({ name: 'Grid permit' });
  expect((await facts('documentCategory.%')).map(({ type }) => type)).toEqual([
    'documentCategory.added',
    'documentCategory.renamed',
    'documentCategory.removed',
  ]);
});
