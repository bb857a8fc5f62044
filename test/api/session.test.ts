import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSetupToken } from '../../src/features/setup/index.ts';
import { nextCookies } from '../../src/http/cookies.ts';
import { createTestApi, password, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

let database: TestDatabase;
let api: TestApi;
let token: string;
let cookie: string;

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool });
  token = (await ensureSetupToken(database.pool))!;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const first = () => ({
  token,
  operator: 'Stadtwerke Köln',
  language: 'de',
  timeZone: 'Europe/Berlin',
  administrator: { name: 'Ada', email: 'ada@example.com', password },
});

describe('set-up', () => {
  it('is needed once; the token survives a restart until it is used', async () => {
    expect((await api.call('GET', '/setup')).body).toMatchObject({
      needed: true,
      listening: { loopbackOnly: true, setting: 'VOLTYARD_HOST' },
    });
    expect(await ensureSetupToken(database.pool)).toBe(token);
    const wrong = await api.call('POST', '/setup', { body: { ...first(), token: 'guess' } });
    expect(wrong.status).toBe(401);
    expect(wrong.body.type).toBe('session.refused');
    const zone = await api.call('POST', '/setup', { body: { ...first(), timeZone: 'Mars/Olympus' } });
    expect(zone).toMatchObject({ status: 422, body: { fields: { timeZone: expect.any(String) } } });
    const done = await api.call('POST', '/setup', { body: first() });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({
      signedIn: true,
      role: 'administrator',
      language: 'de',
      timeZone: 'Europe/Berlin',
      operator: { slug: 'stadtwerke-koln' },
    });
    cookie = nextCookies(undefined, done.cookies);
    expect(await ensureSetupToken(database.pool)).toBeUndefined();
    expect((await api.call('GET', '/setup')).body.needed).toBe(false);
    expect((await api.call('POST', '/setup', { body: first() })).status).toBe(409);
  });

  it('leaves a session that works', async () => {
    const state = await api.call('GET', '/session', { cookie });
    expect(state.body).toMatchObject({ signedIn: true, user: { email: 'ada@example.com', twoFactor: false } });
    expect(state.body.rights).toContain('operator.administer');
  });
});

describe('signing in', () => {
  it('A-11 gives the same answer for an unknown person and a wrong password', async () => {
    const unknown = await api.call('POST', '/session', { body: { email: 'nobody@example.com', password } });
    const wrong = await api.call('POST', '/session', { body: { email: 'ada@example.com', password: 'not this one' } });
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
  });

  it('A-12 sets a cookie that scripts cannot read, and a new session id each time', async () => {
    const body = { email: 'ada@example.com', password };
    const one = await api.call('POST', '/session', { body });
    const two = await api.call('POST', '/session', { body, cookie: nextCookies(undefined, one.cookies) });
    expect(one.cookies[0]).toMatch(/^voltyard\.session_token=.*HttpOnly; SameSite=Lax/i);
    expect(one.cookies[0]).not.toBe(two.cookies[0]);
    // The session before it has ended.
    expect((await api.call('GET', '/account', { cookie: nextCookies(undefined, one.cookies) })).status).toBe(401);
    expect((await api.call('GET', '/account', { cookie: nextCookies(undefined, two.cookies) })).status).toBe(200);
  });

  it('A-11 asks to wait after a handful of wrong passwords, and lets others in', async () => {
    let last = 0;
    for (let attempt = 0; attempt < 7; attempt++) {
      last = (await api.call('POST', '/session', { body: { email: 'eve@example.com', password: 'guess number' } }))
        .status;
    }
    expect(last).toBe(429);
    expect((await api.call('POST', '/session', { body: { email: 'ada@example.com', password } })).status).toBe(200);
  });

  it('A-12 refuses a session after signing out', async () => {
    const one = await api.call('POST', '/session', { body: { email: 'ada@example.com', password } });
    const own = nextCookies(undefined, one.cookies);
    const out = await api.call('DELETE', '/session', { cookie: own });
    expect(out.status).toBe(204);
    expect(out.cookies.join()).toMatch(/Max-Age=0/i);
    expect((await api.call('GET', '/account', { cookie: own })).status).toBe(401);
  });
});

describe('account', () => {
  it('changes name, language and zone; null returns to the operator’s', async () => {
    const changed = await api.call('PATCH', '/account', {
      cookie,
      body: { name: 'Ada L.', language: 'en', timeZone: 'UTC' },
    });
    expect(changed.body).toMatchObject({ name: 'Ada L.', language: 'en', timeZone: 'UTC' });
    expect((await api.call('GET', '/session', { cookie })).body).toMatchObject({
      language: 'en',
      user: { name: 'Ada L.' },
    });
    const back = await api.call('PATCH', '/account', { cookie, body: { language: null, timeZone: null } });
    expect(back.body).toEqual({ name: 'Ada L.', email: 'ada@example.com', twoFactor: false });
  });

  it('TOTP: enrol, confirm, sign in with a code and with a backup code, disable', async () => {
    expect(
      (await api.call('POST', '/account/two-factor', { cookie, body: { password: 'wrong password' } })).status,
    ).toBe(422);
    const enrolled = await api.call('POST', '/account/two-factor', { cookie, body: { password } });
    expect(enrolled.body.uri).toMatch(/^otpauth:\/\/totp\/Voltyard/);
    expect(enrolled.body.backupCodes).toHaveLength(10);
    expect((await api.call('POST', '/account/two-factor/confirm', { cookie, body: { code: '000000' } })).status).toBe(
      422,
    );
    const confirmed = await api.call('POST', '/account/two-factor/confirm', {
      cookie,
      body: { code: await totp(enrolled.body.uri) },
    });
    expect(confirmed.status).toBe(204);
    cookie = nextCookies(cookie, confirmed.cookies);
    expect((await api.call('GET', '/account', { cookie })).body.twoFactor).toBe(true);

    const half = await api.call('POST', '/session', { body: { email: 'ada@example.com', password } });
    expect(half.body).toEqual({ signedIn: false, codeNeeded: true });
    const halfCookie = nextCookies(undefined, half.cookies);
    expect((await api.call('GET', '/account', { cookie: halfCookie })).status).toBe(401);
    expect(
      (await api.call('POST', '/session/code', { cookie: halfCookie, body: { code: '000000', kind: 'totp' } })).status,
    ).toBe(401);
    const full = await api.call('POST', '/session/code', {
      cookie: halfCookie,
      body: { code: await totp(enrolled.body.uri), kind: 'totp' },
    });
    expect(full.body).toMatchObject({ signedIn: true, user: { twoFactor: true } });

    const again = nextCookies(
      undefined,
      (await api.call('POST', '/session', { body: { email: 'ada@example.com', password } })).cookies,
    );
    const [backup] = enrolled.body.backupCodes;
    expect(
      (await api.call('POST', '/session/code', { cookie: again, body: { code: backup, kind: 'backup' } })).status,
    ).toBe(200);
    const third = nextCookies(
      undefined,
      (await api.call('POST', '/session', { body: { email: 'ada@example.com', password } })).cookies,
    );
    expect(
      (await api.call('POST', '/session/code', { cookie: third, body: { code: backup, kind: 'backup' } })).status,
    ).toBe(401);

    const off = await api.call('POST', '/account/two-factor/disable', { cookie, body: { password } });
    expect(off.status).toBe(204);
    cookie = nextCookies(cookie, off.cookies);
    expect((await api.call('GET', '/account', { cookie })).body.twoFactor).toBe(false);
  });

  it('A-12 a changed password ends all other sessions', async () => {
    const other = nextCookies(
      undefined,
      (await api.call('POST', '/session', { body: { email: 'ada@example.com', password } })).cookies,
    );
    expect(
      (
        await api.call('POST', '/account/password', {
          cookie,
          body: { current: 'not it at all', next: 'a new long password' },
        })
      ).status,
    ).toBe(422);
    const changed = await api.call('POST', '/account/password', {
      cookie,
      body: { current: password, next: 'a new long password' },
    });
    expect(changed.status).toBe(204);
    cookie = nextCookies(cookie, changed.cookies);
    expect((await api.call('GET', '/account', { cookie: other })).status).toBe(401);
    expect((await api.call('GET', '/account', { cookie })).status).toBe(200);
    const sessions = await api.call('GET', '/account/sessions', { cookie });
    expect(sessions.body.items).toHaveLength(1);
    expect(sessions.body.items[0].current).toBe(true);
  });

  it('lists sessions and ends one', async () => {
    const other = nextCookies(
      undefined,
      (await api.call('POST', '/session', { body: { email: 'ada@example.com', password: 'a new long password' } }))
        .cookies,
    );
    const { items } = (await api.call('GET', '/account/sessions', { cookie })).body;
    const foreign = items.find((one: { current: boolean }) => !one.current);
    expect((await api.call('DELETE', `/account/sessions/${foreign.id}`, { cookie })).status).toBe(204);
    expect((await api.call('GET', '/account', { cookie: other })).status).toBe(401);
    expect((await api.call('DELETE', `/account/sessions/${foreign.id}`, { cookie })).status).toBe(404);
  });
});

async function totp(uri: string): Promise<string> {
  const { createHmac } = await import('node:crypto');
  const secret = new URL(uri).searchParams.get('secret')!;
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac.at(-1)! & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
