import type { TSchema } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts } from '../../src/features/contracts.ts';
import type { RouteContract } from '../../src/http/contract.ts';
import { rightsOf, roles } from '../../src/http/roles.ts';
import { createTestApi, type Json, setUp, type TestApi } from '../api.ts';
import { fittingTexts } from '../command-bodies.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

/** Every route there is: a new one cannot escape these checks. */
const routes = Object.entries(contracts).flatMap(([slice, contract]) =>
  Object.entries(contract as Readonly<Record<string, RouteContract>>).map(([name, route]) => ({
    id: `${slice}.${name}`,
    route,
  })),
);

let database: TestDatabase;
let api: TestApi;
/** Ids of things of operator B, by parameter name. */
let foreign: Record<string, string>;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  api = await createTestApi({ pool });
  const { operatorId: a } = await setUp(pool, api.auth);
  const b = await api.operator('Beta');
  for (const role of roles) cookies[role] = await api.person(a, role);
  const foreignCookie = await api.person(b, 'administrator');
  const { rows } = await pool.query('SELECT user_id FROM members WHERE operator_id = $1', [b]);
  foreign = {
    stationId: '777',
    userId: rows[0].user_id,
    evse: '1',
    connector: '1',
    number: '1',
    viewId: uuid(1),
    keyId: uuid(2),
    commandId: uuid(3),
    errorId: uuid(4),
    frameId: uuid(5),
    fileId: uuid(6),
    imageId: uuid(7),
    makerId: uuid(8),
    rolloutId: uuid(9),
    routeId: uuid(10),
    outId: uuid(11),
    contactId: '66',
    ruleId: uuid(12),
    webhookId: uuid(13),
    cardId: '55',
    jobId: uuid(11),
    locationId: '55',
    fieldId: '66',
    articleId: '67',
    componentId: '68',
    reservationId: '1',
    sessionId: 'nobody',
    entityId: '66',
    roleId: uuid(11),
    evseId: 'DEABCE1',
    documentId: uuid(11),
    categoryId: uuid(12),
    version: '1',
    entryId: uuid(13),
    kindId: uuid(14),
    revision: '1',
  };
  await pool.query(
    "INSERT INTO stations (operator_id, id, identity, name, adopted, connector_count, created_at) VALUES ($1, 777, 'SECRET-B', 'Foreign', true, 1, now())",
    [b],
  );
  await pool.query(
    "INSERT INTO connectors (operator_id, station_id, evse, connector, evse_id, evse_id_normal, source) VALUES ($1, 777, 1, 1, 'DE*ABC*E1', 'DEABCE1', 'user')",
    [b],
  );
  await pool.query(
    "INSERT INTO transactions (operator_id, station_id, number, transaction_id, started_at, start_known) VALUES ($1, 777, 1, '1', now(), true)",
    [b],
  );
  await pool.query(
    "INSERT INTO errors (operator_id, station_id, id, evse, connector, code, source, severity, first_seen, last_seen, count) VALUES ($1, 777, $2, 1, 1, 'GroundFailure', 'reported', 'critical', now(), now(), 1)",
    [b, foreign.errorId],
  );
  await pool.query(
    "INSERT INTO commands (operator_id, station_id, id, kind, command, state, asked_at, deadline) VALUES ($1, 777, $2, 'reset', '{}', 'done', now(), now())",
    [b, foreign.commandId],
  );
  await pool.query(
    "INSERT INTO frames (operator_id, station_id, received_at, id, connection_id, direction, kind, call) VALUES ($1, 777, now(), $2, $2, 'in', 'call', 'SECRET-B')",
    [b, foreign.frameId],
  );
  await pool.query("INSERT INTO entities (operator_id, id, name, created_at) VALUES ($1, 66, 'SECRET-B', now())", [b]);
  await pool.query(
    "INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, $2, 'SECRET-B', '{stations.see}', 'own', now())",
    [b, foreign.roleId],
  );
  await pool.query(
    "INSERT INTO vendor_routes (operator_id, id, vendor_id, accept, created_at) VALUES ($1, $2, 'SECRET-B', true, now())",
    [b, foreign.routeId],
  );
  await pool.query(
    "INSERT INTO cards (operator_id, id, number, number_normal, type, status, created_at) VALUES ($1, 55, 'SECRET-B', 'SECRETB', 'iso14443', 'active', now())",
    [b],
  );
  await pool.query("INSERT INTO locations (operator_id, id, name, created_at) VALUES ($1, 55, 'SECRET-B', now())", [b]);
  await pool.query(
    "INSERT INTO articles (operator_id, id, name, article_group, created_at) VALUES ($1, 67, 'SECRET-B', 'SECRET-B', now())",
    [b],
  );
  await pool.query(
    "INSERT INTO components (operator_id, id, article_id, serial, status, station_id, created_at) VALUES ($1, 68, 67, 'SECRET-B', 'installed', 777, now())",
    [b],
  );
  await pool.query(
    "INSERT INTO station_fields (operator_id, id, name, kind, place, created_at) VALUES ($1, 66, 'SECRET-B', 'text', 1, now())",
    [b],
  );
  await pool.query(
    "INSERT INTO station_field_values (operator_id, station_id, field_id, value, key, changed_at, changed_by) VALUES ($1, 777, 66, 'SECRET-B', 'secret-b', now(), 'x')",
    [b],
  );
  await pool.query(
    "INSERT INTO station_jobs (operator_id, id, kind, title, state, user_id, created_at) VALUES ($1, $2, 'import', 'SECRET-B', 'planned', 'x', now())",
    [b, foreign.jobId],
  );
  await pool.query(
    "INSERT INTO api_keys (operator_id, id, name, prefix, hash, role, created_at) VALUES ($1, $2, 'SECRET-B', 'vy_', 'x', 'readOnly', now())",
    [b, foreign.keyId],
  );
  await pool.query(
    "INSERT INTO saved_views (operator_id, id, user_id, page, name, query, created_at) VALUES ($1, $2, $3, 'stations', 'SECRET-B', '{}', now())",
    [b, foreign.viewId, foreign.userId],
  );
  await pool.query(
    `INSERT INTO station_files (operator_id, station_id, id, log, way, request_id, command_id, asked_at, token_hash, expires_at, file_key, file_name, size, sha256, received_at)
     VALUES ($1, 777, $2, 'security', 'http', 1, $3, now(), 'x', now(), 'logs/aa/secret', 'SECRET-B', 1, 'x', now())`,
    [b, foreign.fileId, foreign.commandId],
  );
  await pool.query(
    "INSERT INTO firmware_images (operator_id, id, version, models, file_name, trust, created_at) VALUES ($1, $2, 'SECRET-B', '{}', 'SECRET-B', 'unsigned', now())",
    [b, foreign.imageId],
  );
  await pool.query(
    "INSERT INTO firmware_makers (operator_id, id, name, certificate, fingerprint, subject, valid_until, added_at) VALUES ($1, $2, 'SECRET-B', '', 'x', '', now(), now())",
    [b, foreign.makerId],
  );
  await pool.query(
    `INSERT INTO rollouts (operator_id, id, image_id, name, filter, waves, pause_seconds, most_failures, only_idle, signed, tries, retry_seconds, state, ends_at, created_at)
     VALUES ($1, $2, $3, 'SECRET-B', '{}', '{1}', 0, 0, true, false, 1, 60, 'paused', now(), now())`,
    [b, foreign.rolloutId, foreign.imageId],
  );
  await pool.query(
    "INSERT INTO rollout_stations (operator_id, rollout_id, station_id, wave, state) VALUES ($1, $2, 777, 0, 'waiting')",
    [b, foreign.rolloutId],
  );
  await pool.query(
    "INSERT INTO reservations (operator_id, station_id, id, token_number, token_type, expires_at, status, asked_at, command_id) VALUES ($1, 777, 1, 'SECRET-B', 'iso14443', now(), 'active', now(), $2)",
    [b, foreign.commandId],
  );
  await pool.query(
    "INSERT INTO document_categories (operator_id, id, name, created_at) VALUES ($1, $2, 'SECRET-B', now())",
    [b, foreign.categoryId],
  );
  await pool.query(
    `INSERT INTO documents (operator_id, id, kind, subject, station_id, name, category, version, created_at, changed_at)
     VALUES ($1, $2, 'station', '777', 777, 'SECRET-B', 'other', 1, now(), now())`,
    [b, foreign.documentId],
  );
  await pool.query(
    `INSERT INTO document_versions (operator_id, document_id, version, file_name, size, sha256, media_type, file_key, thumbnail, uploaded_at, uploaded_by)
     VALUES ($1, $2, 1, 'SECRET-B', 1, 'x', 'application/pdf', 'documents/aa/secret', 'SECRET-B', now(), 'SECRET-B')`,
    [b, foreign.documentId],
  );
  await pool.query("INSERT INTO history_kinds (operator_id, id, name, created_at) VALUES ($1, $2, 'SECRET-B', now())", [
    b,
    foreign.kindId,
  ]);
  await pool.query(
    `INSERT INTO history_entries (operator_id, id, station_id, kind, at, text, created_at, created_by)
     VALUES ($1, $2, 777, 'note', now(), 'SECRET-B', now(), 'SECRET-B')`,
    [b, foreign.entryId],
  );
  for (const kind of ['monitor', 'displayMessage', 'gridControl', 'networkProfile', 'chargingProfile'])
    await pool.query(
      `INSERT INTO holdings (operator_id, station_id, kind, key, at, value) VALUES ($1, 777, $2, '1', now(), '{"content":"SECRET-B"}')`,
      [b, kind],
    );
  await pool.query(
    `INSERT INTO outbox (operator_id, id, kind, key, topic, destination, partner, content, state, created_at, next_at, give_up_at)
     VALUES ($1, $2, 'mail', 'x', 'x', 'SECRET-B', 'mail', '{"subject":"SECRET-B"}', 'dead', now(), now(), now())`,
    [b, foreign.outId],
  );
  await pool.query(
    "INSERT INTO contacts (operator_id, id, kind, name, sorted, words, created_at) VALUES ($1, 66, 'other', 'SECRET-B', 'x', 'x', now())",
    [b],
  );
  await pool.query(
    "INSERT INTO webhooks (operator_id, id, name, url, secret, created_at) VALUES ($1, $2, 'SECRET-B', 'https://x.example', 's', now())",
    [b, foreign.webhookId],
  );
  await pool.query(
    `INSERT INTO notification_rules (operator_id, id, name, events, stations, recipients, digest, created_at)
     VALUES ($1, $2, 'SECRET-B', '{error.opened}', '{"kind":"all"}', '[]', '{"kind":"now"}', now())`,
    [b, foreign.ruleId],
  );
  // It is all there for its own people.
  expect((await api.call('GET', '/stations/777', { cookie: foreignCookie })).status).toBe(200);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const uuid = (n: number) => `018f0000-0000-7000-8000-00000000000${n.toString(16)}`;
const fill = (url: string) =>
  url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(foreign[name] ?? 'missing'));

describe('A-01 another operator’s ids do not exist', () => {
  for (const { id, route } of routes.filter(({ route }) => route.url.includes(':') && route.right !== 'public')) {
    it(`${id} ${route.method} ${route.url}`, async () => {
      const query = route.query ? new URLSearchParams(sampleQuery(route.query)).toString() : '';
      const reply = await api.call(route.method, fill(route.url) + (query ? `?${query}` : ''), {
        cookie: cookies.administrator!,
        ...(route.body ? { body: sample(route.body) } : {}),
      });
      expect([404], reply.text).toContain(reply.status);
      expect(reply.text).not.toContain('SECRET-B');
      // Reading values of the moment of a station that the operator does not have is answered with nothing.
      expect(api.asked.filter(({ question }) => question.kind !== 'live')).toEqual([]);
    });
  }

  for (const { id, route } of routes.filter(
    ({ route }) => route.method === 'GET' && !route.url.includes(':') && route.right !== 'public',
  )) {
    it(`${id} ${route.url} shows nothing of theirs`, async () => {
      const query = route.query ? new URLSearchParams(sampleQuery(route.query)).toString() : '';
      const reply = await api.call('GET', `${route.url}${query ? `?${query}` : ''}`, {
        cookie: cookies.administrator!,
      });
      expect(reply.status, reply.text).toBeLessThan(300);
      expect(reply.text).not.toContain('SECRET-B');
      expect(reply.text).not.toContain('Foreign');
    });
  }
});

describe('A-02 every route asks for its right', () => {
  for (const { id, route } of routes) {
    if (route.right === 'public') continue;
    it(`${id} needs ${route.right}`, async () => {
      const body = route.body ? { body: {} } : {};
      expect((await api.call(route.method, fill(route.url), body)).status, 'nobody').toBe(401);
      for (const role of roles) {
        const may = route.right === 'member' || rightsOf[role].has(route.right as never);
        const reply = await api.call(route.method, fill(route.url), { cookie: cookies[role]!, ...body });
        if (may) expect(reply.status, `${role} may: ${reply.text}`).not.toBe(403);
        else expect(reply.status, `${role} may not`).toBe(403);
      }
    });
  }
  it('the live events too', async () => {
    expect((await api.call('GET', '/events')).status).toBe(401);
    expect((await api.call('GET', '/events?station=777', { cookie: cookies.readOnly! })).status).toBe(404);
  });
});

describe('A-03 changes come from our own pages', () => {
  for (const { id, route } of routes.filter(({ route }) => route.method !== 'GET')) {
    it(`${id} refuses other sites`, async () => {
      for (const origin of ['https://evil.example', 'null', 'http://console.test.evil.example', '']) {
        const reply = await api.call(route.method, fill(route.url), {
          cookie: cookies.administrator!,
          headers: { origin },
          ...(route.body ? { body: sample(route.body) } : {}),
        });
        expect(reply.status, origin).toBe(403);
        expect(reply.body.type).toBe('origin.foreign');
      }
    });
  }
  it('refuses a text/plain body, which a form of another site could send', async () => {
    const reply = await api.send({
      method: 'POST',
      url: '/cards',
      cookie: cookies.administrator!,
      headers: { 'content-type': 'text/plain' },
      body: '{"number":"1"}' as never,
    });
    expect(reply.status).toBe(415);
  });
});

it('A-13 a field nobody asked for is refused', async () => {
  const reply = await api.call('POST', '/cards', {
    cookie: cookies.controlRoom!,
    body: { number: '04AA', operator_id: 2, operatorId: 2 },
  });
  expect(reply.status).toBe(400);
  expect(reply.body.fields).toEqual({ operator_id: 'is not known here', operatorId: 'is not known here' });
});

/** Something that fits a schema: enough to get past the check to the wall behind it. */
function sample(schema: TSchema, called = ''): unknown {
  const s = schema as TSchema & Record<string, Json>;
  if (s.enum) return s.enum[0];
  if (s.const !== undefined) return s.const;
  if (s.anyOf) return sample(s.anyOf[0]);
  if (s.type === 'object') {
    if (!s.properties) return {};
    if (s.minProperties && !s.required?.length) {
      const [name, inner] = Object.entries(s.properties)[0] as [string, TSchema];
      return { [name]: sample(inner) };
    }
    return Object.fromEntries((s.required ?? []).map((name: string) => [name, sample(s.properties[name], name)]));
  }
  if (s.type === 'array') return Array.from({ length: s.minItems ?? 0 }, () => sample(s.items));
  if (s.type === 'integer' || s.type === 'number') return s.minimum ?? 1;
  if (s.type === 'boolean') return true;
  if (s.format === 'uuid') return uuid(9);
  if (s.format === 'date-time') return '2030-01-01T00:00:00.000Z';
  if (s.format === 'date') return '2030-01-01';
  if (s.pattern?.includes('@[') || s.pattern?.includes('@(')) return 'a@example.com';
  const fits = s.pattern === undefined ? undefined : fittingTexts.find((text) => new RegExp(s.pattern).test(text));
  if (fits !== undefined) return fits;
  if (called.endsWith('At')) return '2030-01-01T00:00:00.000Z';
  return 'x'.repeat(Math.max(1, s.minLength ?? 1));
}

function sampleQuery(schema: TSchema): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sample(schema) as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  );
}
