import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

let database: TestDatabase;
let api: TestApi;
let cookie: string;
let consoleDir: string;
const script = `console.log("${'a long enough script '.repeat(20)}")`;

beforeAll(async () => {
  consoleDir = mkdtempSync(join(tmpdir(), 'voltyard-console-'));
  mkdirSync(join(consoleDir, 'assets'));
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>Voltyard</title>');
  writeFileSync(join(consoleDir, 'assets/main-abc123.js'), script);
  writeFileSync(join(consoleDir, 'assets/main-abc123.js.br'), brotliCompressSync(script));
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool, consoleDir });
  const { operatorId } = await setUp(database.pool, api.auth);
  cookie = await api.person(operatorId, 'administrator');
});
afterAll(async () => {
  await api.close();
  await database.drop();
  rmSync(consoleDir, { recursive: true });
});

describe('errors are problem+json', () => {
  it('names the field that does not fit', async () => {
    const reply = await api.call('POST', '/cards', {
      cookie,
      body: { number: '', validUntil: 'tomorrow', type: 'gold' },
    });
    expect(reply.status).toBe(400);
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(reply.body).toMatchObject({ type: 'request.invalid', status: 400, title: expect.any(String) });
    expect(Object.keys(reply.body.fields).sort()).toEqual(['number', 'type', 'validUntil']);
    expect(reply.body.fields.type).toContain('iso14443');
  });

  it('knows no such route, and says so', async () => {
    const reply = await api.call('GET', '/nothing', { cookie });
    expect(reply).toMatchObject({ status: 404, body: { type: 'thing.unknown' } });
  });

  it('refuses what is not JSON, and a body that is too large', async () => {
    const bad = await api.send({
      method: 'POST',
      url: '/cards',
      cookie,
      headers: { 'content-type': 'application/json' },
      body: '{"number":' as never,
    });
    expect(bad).toMatchObject({ status: 400, body: { type: 'request.invalid' } });
    const huge = await api.call('POST', '/cards', { cookie, body: { number: 'x'.repeat(2_000_000) } });
    expect(huge).toMatchObject({ status: 413, body: { type: 'request.invalid' } });
  });

  it('tells nothing about a bug but where to find it', async () => {
    await database.pool.query('ALTER TABLE operators RENAME TO operators_gone');
    const reply = await api.call('GET', '/operator', { cookie });
    await database.pool.query('ALTER TABLE operators_gone RENAME TO operators');
    expect(reply.status).toBe(500);
    expect(reply.body.incident).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.text).not.toContain('operators');
  });

  it('A-10 takes a strange query for a text, and a wrong page marker for wrong', async () => {
    for (const text of ["'; DROP TABLE stations; --", '%', '_', '\\', '\u0000', 'x'.repeat(200)]) {
      const reply = await api.call('GET', `/stations?text=${encodeURIComponent(text)}`, { cookie });
      expect(reply.status, text).toBe(text === '\u0000' ? 400 : 200);
    }
    for (const after of ['x', 'WzEsMiwzXQ', Buffer.from('["name","\\u0000",1]').toString('base64url')]) {
      expect((await api.call('GET', `/stations?after=${after}`, { cookie })).status).toBe(400);
    }
    expect((await api.call('GET', '/stations?limit=100000', { cookie })).status).toBe(400);
    expect((await api.call('GET', '/stations?sort=password_hash', { cookie })).status).toBe(400);
  });
});

describe('the API describes itself', () => {
  it('as OpenAPI 3.1 with every route, its right and its errors', async () => {
    const { body } = await api.send({ method: 'GET', url: '/api/openapi.json' });
    expect(body.openapi).toBe('3.1.0');
    const reset = body.paths['/api/v1/stations/{stationId}/commands/reset'].post;
    expect(reset).toMatchObject({ operationId: 'commands.reset', tags: ['Commands'] });
    expect(reset.responses.default.content['application/problem+json'].schema.$ref).toBe(
      '#/components/schemas/Problem',
    );
    expect(body.paths['/api/v1/session'].post.security).toEqual([]);
    const ids = Object.values(body.paths).flatMap((path) =>
      Object.values(path as object).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('and shows it on a page that runs under our policy without the internet', async () => {
    const page = await api.send({ method: 'GET', url: '/api/docs/' });
    const landed = page.status === 302 ? await api.send({ method: 'GET', url: page.headers.location }) : page;
    expect(landed.status).toBe(200);
    expect(landed.text).toContain('swagger-ui');
    expect(landed.text).not.toMatch(/https?:\/\//);
    expect(landed.text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>[^<]/);
    const policy = landed.headers['content-security-policy'] as string;
    expect(policy).toMatch(/default-src 'self'/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
  });
});

describe('pages', () => {
  it('A-04 run no script but our own files', async () => {
    const page = await api.send({ method: 'GET', url: '/page/stations/1001/errors', headers: { accept: 'text/html' } });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<title>Voltyard</title>') });
    expect(page.headers['cache-control']).toBe('no-cache');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
  });

  it('files with a hash in their name are kept for ever and come compressed', async () => {
    const file = await api.send({
      method: 'GET',
      url: '/assets/main-abc123.js',
      headers: { 'accept-encoding': 'br, gzip' },
    });
    expect(file.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const plain = await api.send({ method: 'GET', url: '/assets/main-abc123.js' });
    expect(plain.text).toBe(script);
    // Whoever asks, also without compression: a check of a load balancer, a tool.
    const statusOf = async (url: string) => (await api.send({ method: 'GET', url })).status;
    expect([await statusOf('/'), await statusOf('/assets'), await statusOf('/assets/')]).toEqual([200, 404, 404]);
    expect((await api.send({ method: 'GET', url: '/assets/gone-1.js', headers: { accept: 'text/html' } })).status).toBe(
      404,
    );
  });
});

describe('for those who run the server', () => {
  it('lives, is ready, and counts', async () => {
    expect((await api.send({ method: 'GET', url: '/livez' })).body).toEqual({ live: true });
    expect((await api.send({ method: 'GET', url: '/readyz' })).body).toEqual({ ready: true, missing: [] });
    const { text } = await api.send({ method: 'GET', url: '/metrics' });
    expect(text).toContain('ocpp_connections{state="open"} 3');
    expect(text).toMatch(/http_request_seconds_count\{method="GET",route="\/livez",status="200"\} 1/);
    expect(text).toMatch(/db_pool_wait_seconds 0\.\d+/);
  });

  it('shows its figures to nobody behind a proxy', async () => {
    expect(
      (await api.send({ method: 'GET', url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } })).status,
    ).toBe(404);
  });
});

it('A-12 behind https cookies are Secure and bound to the host', async () => {
  const secure = await createTestApi({ pool: database.pool, secure: true });
  const reply = await secure.call('POST', '/session', {
    body: { email: 'ada@example.com', password: 'correct horse battery' },
  });
  expect(reply.cookies[0]).toMatch(/^__Host-voltyard\.session_token=[^;]+;.*Path=\/;.*HttpOnly; Secure; SameSite=Lax/i);
  expect(reply.cookies[0]).not.toMatch(/domain/i);
  expect(reply.headers['strict-transport-security']).toMatch(/max-age/);
  await secure.close();
});
