import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type Json, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { recordedStations } from '../../../test/recorded.ts';
import { addRow } from '../../../test/sheet-rows.ts';
import { type Sent, speak } from '../../../test/upload.ts';
import { day } from '../../lib/time.ts';
import { diskFiles } from '../../storage/files/engines/disk.ts';

let database: TestDatabase;
let api: TestApi;
let port: number;
let operatorId: number;
let station: number;
let other: number;
let person: string;
let reader: string;
let now = Date.now();
const clock = { now: () => now, monotonic: () => performance.now() };

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({
    pool: database.pool,
    clock,
    answer: async (_key, question) =>
      question.kind === 'command'
        ? { kind: 'command', commandId: question.commandId, state: 'sent' }
        : { kind: 'done' },
  });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  port = (api.app.server.address() as AddressInfo).port;
  const made = await recordedStations(database.pool, ['A', 'B']);
  operatorId = made.operatorId;
  [station, other] = [made.stations.A!, made.stations.B!];
  person = await api.person(operatorId, 'controlRoom');
  reader = await api.person(operatorId, 'readOnly');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const ask = async (of = station, body: object = { log: 'diagnostics' }): Promise<{ file: Json; path: string }> => {
  const reply = await api.call('POST', `/stations/${of}/files`, { cookie: person, body });
  expect(reply.status, reply.text).toBe(200);
  const question = api.asked.at(-1)!.question as Json;
  return { file: reply.body, path: new URL(question.command.url).pathname };
};
const read = async (file: Json, of = station): Promise<Json> =>
  (await api.call('GET', `/stations/${of}/files/${file.id}`, { cookie: person })).body;
const content = (file: Json, cookie = person) =>
  speak(port, `/api/v1/stations/${station}/files/${file.id}/content`, { method: 'GET', headers: { cookie } });
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const stored = () =>
  readdirSync(api.stored.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());

describe('a log asked of a station', () => {
  it('DIA-1 is brought by PUT, kept byte for byte and given to be saved, never to be run', async () => {
    const { file, path } = await ask(station, { log: 'security', from: '2026-01-01T00:00:00Z', retries: 2 });
    expect(file).toMatchObject({ log: 'security', state: 'asked', steps: [], way: 'http' });
    expect(api.asked.at(-1)!.question).toMatchObject({
      command: { kind: 'readLog', log: 'security', retries: 2, retryIntervalSeconds: 60, requestId: file.requestId },
      whenOffline: 'refuse',
    });
    const bytes = randomBytes(300_000).subarray(0, 90_000);
    expect((await speak(port, path, { body: bytes })).status).toBe(200);
    const kept = await read(file);
    expect(kept).toMatchObject({
      state: 'received',
      file: { size: 90_000, sha256: sha(bytes), receivedFrom: '127.0.0.1' },
    });
    const given = await content(file);
    expect(given.body.equals(bytes)).toBe(true);
    expect(given.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-length': '90000',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    expect(given.headers['content-disposition']).toMatch(/^attachment; filename="request-\d+"/);
  });

  it.each<[string, (path: string) => [string, Sent], string]>([
    [
      'a raw POST with a name (N01.FR.19)',
      (path) => [
        path,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/zip',
            'content-disposition': 'form-data; name="uploadfile"; filename="log_20210420.zip"',
          },
          body: 'x1',
        },
      ],
      'log_20210420.zip',
    ],
    ['the address taken for a folder', (path) => [`${path}diag.tar.gz`, { body: 'x2' }], 'diag.tar.gz'],
    ['a folder with two slashes', (path) => [`${path}/deep/diag.txt`, { body: 'x3' }], 'diag.txt'],
    ['a name put right behind it', (path) => [`${path.slice(0, -1)}_log.txt`, { body: 'x4' }], '_log.txt'],
    [
      'a form',
      (path) => [
        path,
        {
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data; boundary=XX' },
          body: '--XX\r\nContent-Disposition: form-data; name="kind"\r\n\r\nlog\r\n--XX\r\nContent-Disposition: form-data; name="file"; filename="f.log"\r\nContent-Type: text/plain\r\n\r\nline\r\n--XY\r\n--XX--\r\n',
        },
      ],
      'f.log',
    ],
    [
      'no type and no length',
      (path) => [path, { headers: { 'transfer-encoding': 'chunked' }, body: 'x5' }],
      'request-',
    ],
  ])('comes by %s', async (_, make, name) => {
    const { file, path } = await ask();
    const [to, sent] = make(path);
    expect((await speak(port, to, sent)).status).toBe(200);
    const kept = await read(file);
    expect(kept.file.name).toContain(name);
    const expected = name === 'f.log' ? 'line\r\n--XY' : sent.body;
    expect((await content(file)).body.toString()).toBe(expected);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..%2f..%2fetc%2fpasswd', 'passwd'],
    ['..%5c..%5cwin.ini', 'win.ini'],
    ['a%00b.txt', 'ab.txt'],
    ['CON', 'CON'],
    ['..', undefined],
    ['x'.repeat(300), 'x'.repeat(200)],
    ['log%E2%80%AEtxt.exe', 'logtxt.exe'],
    ['%3Cimg%20src=x%3E.html', '<img src=x>.html'],
  ])('A-07 a file called %s is only called so', async (given, name) => {
    const { file, path } = await ask();
    const before = stored().length;
    expect((await speak(port, path + given, { body: 'content' })).status).toBe(200);
    const kept = await read(file);
    expect(kept.file.name).toBe(name ?? `request-${file.requestId}`);
    const now = stored();
    expect(now).toHaveLength(before + 1);
    for (const one of now) expect(one.name).toMatch(/^[0-9a-f]{40}$/);
    const disposition = (await content(file)).headers['content-disposition']!;
    expect(disposition).toMatch(/^attachment; filename="[\w .()-]*"; filename\*=UTF-8''[\w.!%~-]*$/);
  });

  it('DIA-3 A-09 an address takes one file: the same again is fine, another one changes nothing', async () => {
    const { file, path } = await ask();
    expect((await speak(port, path, { body: 'first' })).status).toBe(200);
    expect((await speak(port, path, { body: 'first' })).status).toBe(200);
    for (const body of ['other', 'longer than the first']) expect((await speak(port, path, { body })).status).toBe(409);
    const chunked = { headers: { 'transfer-encoding': 'chunked' }, body: 'a longer one, without a length' };
    expect((await speak(port, path, chunked)).status).toBe(409);
    expect((await read(file)).file.sha256).toBe(sha(Buffer.from('first')));
  });

  it('A-09 nothing is read, listed or deleted there, and one station cannot reach the other’s', async () => {
    const mine = await ask();
    const theirs = await ask(other);
    await speak(port, mine.path, { body: 'mine' });
    for (const method of ['GET', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])
      for (const path of [mine.path, theirs.path, '/files/', '/files'])
        expect((await speak(port, path, { method })).status, `${method} ${path}`).toBe(404);
    expect((await read(theirs.file, other)).state).toBe('asked');
    const guess = theirs.path.replace(/[0-9a-f]{4}\/$/, '0000/');
    expect((await speak(port, guess, { body: 'x' })).status).toBe(404);
    expect((await speak(port, '/files/1-xyz/', { body: 'x' })).status).toBe(404);
    const { rows } = await database.pool.query('SELECT token_hash FROM station_files WHERE id = $1', [theirs.file.id]);
    expect(theirs.path).not.toContain(rows[0].token_hash.toString('hex'));
  });

  it('A-09 an address is good for a day', async () => {
    const { file, path } = await ask();
    const before = now;
    now += day + 1;
    expect((await speak(port, path, { body: 'late' })).status).toBe(404);
    expect((await read(file)).state).toBe('timedOut');
    now = before;
    expect((await speak(port, path, { body: 'in time' })).status).toBe(200);
  });

  it('DIA-4 what is too large is refused and leaves nothing; the address is good for a smaller one', async () => {
    const { file, path } = await ask();
    const before = stored().length;
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const large = await speak(port, path, { headers, body: Buffer.alloc(100_001) }).catch((error) => error);
      // The answer may be lost when the line is cut; that nothing stays may not.
      expect(large.status ?? 413).toBe(413);
    }
    expect(stored()).toHaveLength(before);
    expect(await read(file)).toMatchObject({ state: 'asked', reason: 'file.tooLarge' });
    expect((await speak(port, path, { body: 'small' })).status).toBe(200);
    expect(await read(file)).not.toHaveProperty('reason');
  });

  it('a broken line leaves nothing, and the station may begin anew', async () => {
    const { file, path } = await ask();
    const before = stored().length;
    await expect(
      speak(port, path, { headers: { 'content-length': 50_000 }, body: Buffer.alloc(20_000), cut: true }),
    ).rejects.toThrow();
    await expect.poll(() => stored().length).toBe(before);
    expect(
      (await speak(port, path, { headers: { 'content-range': 'bytes 20000-49999/50000' }, body: 'rest' })).status,
    ).toBe(400);
    expect((await speak(port, path, { body: '' })).status).toBe(400);
    expect((await speak(port, path, { body: 'whole' })).status).toBe(200);
    expect((await read(file)).state).toBe('received');
  });

  it('A-08 an archive is kept as it came', async () => {
    const { file, path } = await ask();
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    expect((await speak(port, `${path}log.gz`, { headers: { 'content-encoding': 'gzip' }, body: bomb })).status).toBe(
      200,
    );
    expect((await read(file)).file).toMatchObject({ name: 'log.gz', size: bomb.length, sha256: sha(bomb) });
  });

  it('F-03 a full disk answers 507 and says whose fault it is; the address stays good', async () => {
    const folder = api.stored.folder;
    const full = await createTestApi({
      pool: database.pool,
      clock,
      files: await diskFiles({ folder, keepFree: 1 }),
    });
    try {
      await full.app.listen({ port: 0, host: '127.0.0.1' });
      const { file, path } = await ask();
      const there = (full.app.server.address() as AddressInfo).port;
      expect((await speak(there, path, { body: 'x' })).status).toBe(507);
      expect(await read(file)).toMatchObject({ state: 'asked', reason: 'storage.full' });
      expect((await speak(port, path, { body: 'x' })).status).toBe(200);
    } finally {
      await full.close();
    }
  });

  it('DIA-2 shows what the station says of it in order, and what it did not do', async () => {
    const { file } = await ask();
    const said = (status: string, seq: number) =>
      addRow(database.pool, 'request_statuses', {
        operator_id: operatorId,
        station_id: station,
        work: 'log',
        request_id: file.requestId,
        status,
        at: new Date(now + seq).toISOString(),
        seq,
      });
    const command = (state: string, reason: string | null = null) =>
      database.pool.query(
        `INSERT INTO commands (operator_id, station_id, id, kind, command, state, asked_at, deadline, reason) VALUES ($1, $2, $3, 'readLog', '{}', $4, now(), now(), $5)
         ON CONFLICT (operator_id, station_id, id) DO UPDATE SET state = $4, reason = $5`,
        [operatorId, station, file.commandId, state, reason],
      );
    await command('answered');
    expect((await read(file)).state).toBe('accepted');
    await said('Uploading', 1);
    expect((await read(file)).state).toBe('uploading');
    const again = () => api.call('POST', `/stations/${station}/files/${file.id}/again`, { cookie: person });
    expect((await again()).status).toBe(409);
    await said('UploadFailure', 2);
    await command('failed', 'UploadFailure');
    expect(await read(file)).toMatchObject({
      state: 'failed',
      reason: 'UploadFailure',
      steps: [{ status: 'Uploading' }, { status: 'UploadFailure' }],
    });
    await command('done');
    expect((await read(file)).state).toBe('missing');
    const anew = await again();
    expect(anew.body).toMatchObject({ state: 'asked', log: 'diagnostics' });
    expect(anew.body.requestId).not.toBe(file.requestId);
  });

  it('is asked for and seen by whom it may; a reader sees that there is one', async () => {
    const { file, path } = await ask();
    await speak(port, path, { body: 'private' });
    expect((await api.call('GET', `/stations/${station}/files`, { cookie: reader })).status).toBe(200);
    const asReader = { cookie: reader, body: { log: 'diagnostics' } };
    expect((await api.call('POST', `/stations/${station}/files`, asReader)).status).toBe(403);
    expect((await content(file, reader)).status).toBe(403);
    const stranger = await api.person((await recordedStations(database.pool, ['X'])).operatorId, 'administrator');
    expect((await content(file, stranger)).status).toBe(404);
    expect((await api.call('DELETE', `/stations/${station}/files/${file.id}`, { cookie: stranger })).status).toBe(404);
    expect((await content({ ...file, id: file.id }, person)).body.toString()).toBe('private');
  });

  it('is deleted with its file, and its address with it; that it was asked for stays', async () => {
    const first = await ask();
    await speak(port, first.path, { body: 'gone soon' });
    const before = stored().length;
    const remove = (file: Json) => api.call('DELETE', `/stations/${station}/files/${file.id}`, { cookie: person });
    expect((await remove(first.file)).status).toBe(204);
    expect(stored()).toHaveLength(before - 1);
    expect((await content(first.file)).status).toBe(404);
    expect((await read(first.file)).state).toBe('removed');
    const second = await ask();
    await remove(second.file);
    expect((await speak(port, second.path, { body: 'too late' })).status).toBe(404);
    const { rows } = await database.pool.query(
      "SELECT DISTINCT type FROM operator_facts WHERE operator_id = $1 AND type LIKE 'stationFile.%' ORDER BY type",
      [operatorId],
    );
    expect(rows.map((row) => row.type)).toEqual(['stationFile.asked', 'stationFile.received', 'stationFile.removed']);
  });

  it('is listed by page, the newest first', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const query: string = after === undefined ? '' : `&after=${after}`;
      const { body } = await api.call('GET', `/stations/${station}/files?limit=4${query}`, { cookie: person });
      seen.push(...body.items.map((one: Json) => one.id));
      after = body.next;
    } while (after !== undefined);
    const { rows } = await database.pool.query(
      'SELECT id FROM station_files WHERE operator_id = $1 AND station_id = $2 ORDER BY asked_at DESC, id DESC',
      [operatorId, station],
    );
    expect(seen).toEqual(rows.map((row) => row.id));
  });

  it('leaves nothing behind when the station is not there', async () => {
    const away = await createTestApi({
      pool: database.pool,
      clock,
      answer: async () => ({ kind: 'refused', reason: 'station.offline', detail: 'The station is not connected' }),
    });
    try {
      const count = async () => (await database.pool.query('SELECT count(*) FROM station_files')).rows[0].count;
      const before = await count();
      const reply = await away.call('POST', `/stations/${station}/files`, {
        cookie: person,
        body: { log: 'diagnostics' },
      });
      expect(reply).toMatchObject({ status: 409, body: { type: 'station.offline' } });
      expect(await count()).toBe(before);
      const ftp = { cookie: person, body: { log: 'diagnostics', way: 'ftp' } };
      expect((await away.call('POST', `/stations/${station}/files`, ftp)).body.fields).toEqual({
        way: 'is switched off',
      });
      const upside = { log: 'diagnostics', from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' };
      const refused = await away.call('POST', `/stations/${station}/files`, { cookie: person, body: upside });
      expect(refused.status).toBe(422);
    } finally {
      await away.close();
    }
  });
});
