import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rights } from '../../src/http/contract.ts';
import { createTestApi, type Json, password, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { addStation } from '../sheet-rows.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let admin: string;
let north: Json;
let northOne: Json;
let south: Json;
/** Administers the branch North and nothing else. */
let branch: string;
let branchRole: Json;

const call = (method: string, url: string, cookie: string, body?: unknown) =>
  api.call(method, url, { cookie, ...(body === undefined ? {} : { body }) });
const made = async (url: string, body: unknown, cookie = admin): Promise<Json> => {
  const reply = await call('POST', url, cookie, body);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};
const facts = async (type: string) =>
  (await database.pool.query('SELECT user_id, body FROM operator_facts WHERE type = $1 ORDER BY at, id', [type])).rows;

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool });
  ({ operatorId } = await setUp(database.pool, api.auth));
  admin = await api.person(operatorId, 'administrator');
  north = await made('/entities', { name: 'North' });
  northOne = await made('/entities', { name: 'North one', parentId: north.id, note: 'With a note' });
  south = await made('/entities', { name: 'South' });
  branchRole = await made('/roles', {
    name: 'Branch head',
    rights: [
      'stations.see',
      'stations.change',
      'organisation.see',
      'organisation.administer',
      'apiKeys.administer',
      'audit.see',
    ],
    scope: 'ownAndBelow',
  });
  branch = await api.person(operatorId, branchRole.id);
  await database.pool.query('UPDATE members SET entity_id = $1 WHERE role = $2', [north.id, branchRole.id]);
  await addStation(database.pool, operatorId, { id: 21, entity_id: northOne.id, name: 'In North one' });
  await addStation(database.pool, operatorId, { id: 22, entity_id: south.id, name: 'In South' });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('the tree of entities', () => {
  it('is listed with what belongs to each, for everybody their part', async () => {
    const all = (await call('GET', '/entities', admin)).body.items;
    expect(all.map(({ name, parentId, stations }: Json) => [name, parentId, stations])).toEqual([
      ['North', undefined, 0],
      ['North one', north.id, 1],
      ['South', undefined, 1],
    ]);
    const own = (await call('GET', '/entities', branch)).body.items;
    expect(own.map(({ name }: Json) => name)).toEqual(['North', 'North one']);
  });

  it('takes no second one of a name, no circle, and none below what there is not', async () => {
    expect((await call('POST', '/entities', admin, { name: 'north' })).body).toMatchObject({ type: 'name.taken' });
    expect((await call('PATCH', `/entities/${north.id}`, admin, { parentId: northOne.id })).status).toBe(422);
    expect((await call('POST', '/entities', admin, { name: 'X', parentId: 999 })).body.fields).toHaveProperty(
      'parentId',
    );
    expect((await call('PATCH', `/entities/${south.id}`, admin, { name: 'NORTH' })).body).toMatchObject({
      type: 'name.taken',
    });
  });

  it('is changed with a record of old and new, and an entity goes only when nothing belongs to it', async () => {
    expect((await call('PATCH', `/entities/${northOne.id}`, admin, { note: null })).body.note).toBeUndefined();
    expect((await facts('entity.changed')).at(-1)!.body).toMatchObject({
      entity: northOne.id,
      change: { note: null },
      before: { note: 'With a note' },
    });
    expect((await call('DELETE', `/entities/${south.id}`, admin)).body).toMatchObject({
      type: 'state.conflict',
      fields: { stations: expect.any(String) },
    });
    const empty = await made('/entities', { name: 'Empty' });
    expect((await call('DELETE', `/entities/${empty.id}`, admin)).status).toBe(204);
  });

  it('RGT-1 who administers a branch changes what is below it, and nothing else', async () => {
    const below = await made('/entities', { name: 'North two', parentId: north.id }, branch);
    expect((await call('PATCH', `/entities/${below.id}`, branch, { parentId: northOne.id })).status).toBe(200);
    expect((await call('DELETE', `/entities/${below.id}`, branch)).status).toBe(204);
    expect((await call('POST', '/entities', branch, { name: 'Beside' })).status).toBe(403);
    expect((await call('PATCH', `/entities/${northOne.id}`, branch, { parentId: null })).status).toBe(403);
    expect((await call('DELETE', `/entities/${north.id}`, branch)).status).toBe(403);
    expect((await call('PATCH', `/entities/${south.id}`, branch, { name: 'Mine' })).status).toBe(404);
    expect((await call('POST', '/entities', branch, { name: 'X', parentId: south.id })).status).toBe(422);
  });
});

describe('roles', () => {
  it('are the ready-made ones and one’s own', async () => {
    const { body } = await call('GET', '/roles', admin);
    expect(body.items.filter(({ readyMade }: Json) => readyMade)).toHaveLength(7);
    expect(body.items.at(-1)).toMatchObject({
      name: 'Branch head',
      scope: 'ownAndBelow',
      members: 1,
      readyMade: false,
    });
    expect(
      body.sections.flatMap(({ section, levels }: Json) => levels.map((level: string) => `${section}.${level}`)),
    ).toEqual(rights);
  });

  it('RGT-1 give nothing that who makes them does not have', async () => {
    const given = { name: 'More', scope: 'own' };
    expect((await call('POST', '/roles', branch, { ...given, rights: ['cards.see'] })).status).toBe(403);
    expect(
      (await call('POST', '/roles', branch, { ...given, rights: ['stations.see'], scope: 'everything' })).status,
    ).toBe(403);
    const own = await made('/roles', { ...given, rights: ['stations.see'] }, branch);
    expect(
      (await call('PUT', `/roles/${own.id}`, branch, { ...given, rights: ['stations.see', 'cards.see'] })).status,
    ).toBe(403);
    expect((await call('DELETE', `/roles/${own.id}`, branch)).status).toBe(204);
    expect((await call('POST', '/roles', admin, { ...given, name: 'branch HEAD', rights: [] })).body.type).toBe(
      'name.taken',
    );
    expect((await call('DELETE', `/roles/${branchRole.id}`, admin)).body.type).toBe('state.conflict');
    expect((await call('POST', '/roles', admin, { ...given, rights: ['everything'] })).status).toBe(400);
  });

  it('A-12 hold for everybody in them as soon as they change', async () => {
    const role = await made('/roles', { name: 'Changing', rights: ['stations.see'], scope: 'everything' });
    const person = await api.person(operatorId, role.id);
    expect((await call('GET', '/stations', person)).status).toBe(200);
    await call('PUT', `/roles/${role.id}`, admin, { name: 'Changing', rights: ['errors.see'], scope: 'everything' });
    expect((await call('GET', '/stations', person)).status).toBe(403);
    expect((await call('GET', '/errors', person)).status).toBe(200);
    expect((await facts('role.changed')).at(-1)!.body).toMatchObject({
      rights: ['errors.see'],
      before: { rights: ['stations.see'] },
    });
  });
});

describe('people', () => {
  const invite = async (name: string, more: Json = {}, cookie = admin) =>
    made('/members', { name, email: `${name}@example.com`, role: 'technician', ...more }, cookie);
  const tokenOf = (link: string) => link.split('#')[1]!;
  const signIn = (email: string, secret: string) => api.call('POST', '/session', { body: { email, password: secret } });

  it('are invited by a link, choose a password once, and sign in', async () => {
    const { member, invitation } = await invite('tom', { entityId: north.id });
    expect(member).toMatchObject({ state: 'invited', entityName: 'North', role: 'technician' });
    const token = tokenOf(invitation.link);
    const { rows: mails } = await database.pool.query(
      'SELECT topic, destination, secret, entity_id, content FROM outbox',
    );
    expect(mails).toMatchObject([
      { topic: 'member.invited', destination: 'tom@example.com', secret: true, entity_id: north.id },
    ]);
    expect(JSON.stringify(mails[0].content)).toContain(invitation.link);
    expect((await api.call('POST', '/invitations/read', { body: { token } })).body).toEqual({
      name: 'tom',
      email: 'tom@example.com',
      operator: 'Stadtwerke Köln',
      language: 'de',
    });
    expect((await api.call('POST', '/invitations/accept', { body: { token, password: 'short' } })).status).toBe(400);
    expect((await api.call('POST', '/invitations/accept', { body: { token, password } })).status).toBe(204);
    expect((await api.call('POST', '/invitations/accept', { body: { token, password: `${password}2` } })).status).toBe(
      404,
    );
    expect((await signIn('tom@example.com', password)).body).toMatchObject({ signedIn: true, role: 'technician' });
    const { body } = await call('GET', '/members?text=tom', admin);
    expect(body.items).toMatchObject([{ name: 'tom', state: 'active' }]);
    // The token stands nowhere.
    const { rows } = await database.pool.query(
      'SELECT to_json(i)::text || (SELECT string_agg(body::text, $$ $$) FROM operator_facts) AS t FROM invitations i',
    );
    expect(rows[0].t).not.toContain(token);
  });

  it('an older link is not valid after a newer one, nor one that has expired, nor after leaving', async () => {
    const { member, invitation } = await invite('ida');
    const again = (await call('POST', `/members/${member.userId}/invitation`, admin)).body;
    const read = async (link: string) =>
      (await api.call('POST', '/invitations/read', { body: { token: tokenOf(link) } })).status;
    expect(await read(invitation.link)).toBe(404);
    expect(await read(again.link)).toBe(200);
    await call('POST', `/members/${member.userId}/deactivate`, admin);
    expect(await read(again.link)).toBe(404);
    await call('POST', `/members/${member.userId}/activate`, admin);
    await database.pool.query("UPDATE invitations SET expires_at = now() - interval '1 minute'");
    expect(await read(again.link)).toBe(404);
  });

  it('are deactivated and never deleted: what they did keeps their name, and they come back as they were', async () => {
    const person = await api.person(operatorId, 'controlRoom');
    const { userId } = (await call('GET', '/members?role=controlRoom', admin)).body.items[0];
    await made('/cards', { number: '04AA' }, person);
    expect((await call('POST', `/members/${userId}/deactivate`, admin)).body.state).toBe('deactivated');
    expect((await call('GET', '/stations', person)).status).toBe(401);
    const entry = (await call('GET', '/audit?type=card.created', admin)).body.items[0];
    expect(entry).toMatchObject({ userId, userName: expect.stringContaining('Person'), body: { number: '***' } });
    expect((await call('GET', '/members?state=deactivated&role=controlRoom', admin)).body.items).toHaveLength(1);
    expect((await call('POST', `/members/${userId}/activate`, admin)).body).toMatchObject({
      state: 'active',
      role: 'controlRoom',
    });
    expect((await call('GET', '/stations', person)).status).toBe(200);
  });

  it('RGT-1 who administers a branch sees and changes the people of it, and makes nobody more than themself', async () => {
    const inSouth = (await invite('sue', { entityId: south.id })).member;
    expect((await call('GET', '/members?text=sue', branch)).body.items).toEqual([]);
    for (const url of ['', '/deactivate', '/password', '/invitation'])
      expect(
        (
          await call(
            url === '' ? 'PATCH' : 'POST',
            `/members/${inSouth.userId}${url}`,
            branch,
            url === '' ? { role: branchRole.id } : undefined,
          )
        ).status,
      ).toBe(404);
    const body = { name: 'Uli', email: 'uli@example.com', entityId: northOne.id };
    expect((await call('POST', '/members', branch, { ...body, role: 'administrator' })).status).toBe(403);
    expect((await call('POST', '/members', branch, { ...body, role: branchRole.id, entityId: south.id })).status).toBe(
      422,
    );
    expect(
      (await call('POST', '/members', branch, { name: 'Uli', email: 'uli@example.com', role: branchRole.id })).status,
    ).toBe(422);
    const uli = await made('/members', { ...body, role: branchRole.id }, branch);
    expect((await call('PATCH', `/members/${uli.member.userId}`, branch, { entityId: null })).status).toBe(422);
    expect((await call('PATCH', `/members/${uli.member.userId}`, branch, { entityId: north.id })).status).toBe(200);
    const key = { name: 'k', role: branchRole.id };
    expect((await call('POST', '/api-keys', branch, { ...key, role: 'controlRoom', entityId: north.id })).status).toBe(
      403,
    );
    expect((await call('POST', '/api-keys', branch, key)).status).toBe(422);
    expect((await call('POST', '/api-keys', branch, { ...key, entityId: north.id })).status).toBe(200);
  });

  it('sessions of a person can be seen and ended by who administers', async () => {
    const { member, invitation } = await invite('max');
    await api.call('POST', '/invitations/accept', { body: { token: tokenOf(invitation.link), password } });
    const cookie = (await signIn('max@example.com', password)).cookies.map((line) => line.split(';')[0]).join('; ');
    expect((await call('GET', `/members/${member.userId}/sessions`, admin)).body.items).toHaveLength(1);
    expect((await call('GET', '/stations', cookie)).status).toBe(200);
    expect((await call('DELETE', `/members/${member.userId}/sessions`, admin)).status).toBe(204);
    expect((await call('GET', '/stations', cookie)).status).toBe(401);
  });

  it('why somebody sees a station, or does not', async () => {
    const { member } = await invite('ann', { role: 'stationOwner', entityId: north.id });
    const why = async (stationId: number) =>
      (await call('GET', `/members/${member.userId}/access?stationId=${stationId}`, admin)).body;
    expect((await why(21)).station).toEqual({
      sees: true,
      because: 'belowOwnEntity',
      stationEntity: 'North one',
      memberEntity: 'North',
    });
    expect((await why(22)).station).toMatchObject({ sees: false, because: 'otherEntity', stationEntity: 'South' });
    expect((await why(9999)).station).toBeUndefined();
    expect((await why(21)).entities.map(({ name }: Json) => name)).toEqual(['North', 'North one']);
  });
});

describe('view as', () => {
  const as = async (body: unknown, cookie = admin) => {
    const reply = await call('PUT', '/session/view-as', cookie, body);
    return { ...reply, cookie: [cookie, ...reply.cookies.map((line) => line.split(';')[0])].join('; ') };
  };

  it('shows what a role or a person would see, and changes nothing', async () => {
    const seen = await as({ role: 'stationOwner', entityId: north.id });
    expect(seen.body).toMatchObject({ role: 'stationOwner', entityName: 'North', viewing: {} });
    expect((await call('GET', '/stations', seen.cookie)).body.items.map(({ name }: Json) => name)).toEqual([
      'In North one',
    ]);
    expect((await call('GET', '/cards', seen.cookie)).status).toBe(403);
    const refused = await call('POST', '/views', seen.cookie, { name: 'x', page: 'stations', query: {} });
    expect(refused.body).toMatchObject({ type: 'state.conflict', detail: expect.stringContaining('somebody else') });
    const ended = await call('DELETE', '/session/view-as', seen.cookie);
    expect(ended.body).toMatchObject({ role: 'administrator' });
    expect(ended.cookies.join()).toContain('Max-Age=0');
    expect((await facts('session.viewedAs')).at(-1)!.body).toMatchObject({ role: 'stationOwner', entityId: north.id });
  });

  it('never shows more than one’s own, and nothing to who does not administer', async () => {
    const seen = await as({ role: 'administrator' }, branch);
    expect((await call('GET', '/cards', seen.cookie)).status).toBe(403);
    expect((await call('GET', '/stations', seen.cookie)).body.items).toHaveLength(1);
    const reader = await api.person(operatorId, 'readOnly');
    expect((await as({ role: 'technician' }, reader)).status).toBe(403);
    const forged = `${reader}; voltyard.view-as=role:administrator`;
    expect((await call('GET', '/cards', forged)).status).toBe(403);
    expect((await as({ role: '018f0000-0000-7000-8000-000000000001' })).status).toBe(404);
    expect((await as({})).status).toBe(422);
  });
});

describe('the record', () => {
  it('A-15 is searched by person, kind, station, time and text, page by page', async () => {
    const all: Json[] = [];
    for (let after = ''; ; ) {
      const { body, text } = await call('GET', `/audit?limit=7${after}`, admin);
      expect(body.items, text).toBeDefined();
      all.push(...body.items);
      if (body.next === undefined) break;
      after = `&after=${encodeURIComponent(body.next)}`;
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.map(({ at }) => at)).toEqual([...all.map(({ at }) => at)].sort().reverse());
    const { rows } = await database.pool.query(
      'SELECT (SELECT count(*) FROM operator_facts) + (SELECT count(*) FROM facts WHERE user_id IS NOT NULL) AS n',
    );
    expect(all).toHaveLength(Number(rows[0].n));
    const types = (await call('GET', '/audit/types', admin)).body;
    expect(types.types).toEqual(expect.arrayContaining(['role.added', 'member.added', 'station.changed']));
    const texts = (await call('GET', '/audit?text=branch%20head', admin)).body.items;
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.every((entry: Json) => JSON.stringify(entry).toLowerCase().includes('branch head'))).toBe(true);
  });

  it('leaves as a file with the same entries, safe for spreadsheets', async () => {
    await made('/roles', { name: '=HYPERLINK("x")', rights: [], scope: 'own' });
    const csv = await call('GET', '/audit/export', admin);
    expect(csv.headers['content-type']).toContain('text/csv');
    const lines = (await call('GET', '/audit/export?format=ndjson', admin)).text.trim().split('\n');
    expect(csv.text.trim().split('\r\n').length + 1).toBe(lines.length + 1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ type: 'audit.exported' });
  });

  it('RGT-2 shows and exports to who is of an entity only what is of it', async () => {
    await database.pool.query(
      "INSERT INTO operator_facts (operator_id, id, at, type, station_id, body) VALUES ($1, gen_random_uuid(), now(), 'document.added', 21, '{}'), ($1, gen_random_uuid(), now(), 'document.added', 22, '{}')",
      [operatorId],
    );
    const own = (await call('GET', '/audit', branch)).body.items;
    expect(own.map(({ stationId }: Json) => stationId)).toContain(21);
    expect(own.map(({ stationId }: Json) => stationId)).not.toContain(22);
    expect(own.some(({ type }: Json) => type === 'entity.added')).toBe(true);
    expect(JSON.stringify(own)).not.toContain('South');
    const file = (await call('GET', '/audit/export?format=ndjson', branch)).text;
    expect(file).toContain('"stationId":21');
    expect(file).not.toContain('"stationId":22');
  });
});
