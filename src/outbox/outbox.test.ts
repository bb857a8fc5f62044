import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createNetServer } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { type TestFiles, testFiles } from '../../test/files.ts';
import { makeCertificate } from '../../test/pki.ts';
import { addOperator } from '../../test/sheet-rows.ts';
import { type MailPartner, mailPartner } from '../../test/smtp.ts';
import { createIds } from '../lib/ids.ts';
import { createLog } from '../lib/log.ts';
import { createOutside } from '../lib/outside.ts';
import { day, hour, minute, second } from '../lib/time.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { enqueue, type MailContent, mostWaiting, type OutgoingMail } from './enqueue.ts';
import { createMailer, type MailSettings } from './mail.ts';
import { take } from './rows.ts';
import { signatureOf } from './webhook.ts';

let database: TestDatabase;
let operatorId: number;
let files: TestFiles;
let now = Date.parse('2026-06-01T10:00:00Z');
const clock = { now: () => now, monotonic: () => now };
const newId = createIds();
const closing: (() => Promise<unknown> | unknown)[] = [];
let logged = '';
const log = createLog('debug', new Writable({ write: (part, _, done) => done(void (logged += part)) }));

beforeAll(async () => {
  database = await testDatabase();
  operatorId = await addOperator(database.pool);
  files = await testFiles();
});
afterAll(async () => {
  files.drop();
  await database.drop();
});
beforeEach(async () => {
  await database.pool.query('DELETE FROM outbox; DELETE FROM outbox_left_out; DELETE FROM webhooks');
  logged = '';
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function partner(options: Parameters<typeof mailPartner>[0] = {}): Promise<MailPartner> {
  const made = await mailPartner(options);
  closing.push(() => made.close());
  return made;
}
const settingsFor = (port: number, more: Partial<MailSettings> = {}): MailSettings => ({
  host: '127.0.0.1',
  port,
  tls: 'none',
  from: { name: 'Voltyard', address: 'no-reply@voltyard.example' },
  ...more,
});
const deliveryTo = (settings: MailSettings | undefined, privateAddresses = true): Delivery =>
  createDelivery({
    pool: database.pool,
    mailer: settings && createMailer(settings, files.files),
    outside: createOutside({ privateAddresses, timeoutMs: second }),
    clock,
    log,
    random: () => 0.5,
    lookMs: 20,
  });
const turn = (delivery: Delivery) => delivery.turn(new AbortController().signal);
const letter = (key: string, more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  operatorId,
  kind: 'mail',
  key,
  topic: 'ticket.assigned',
  to: 'Ada@Example.com',
  subject: 'Störung an „Köln 1“',
  text: 'Grüße, es ist so weit.',
  language: 'de',
  ...more,
});
const mail = (key: string, more: Partial<OutgoingMail> = {}) =>
  enqueue(database.pool, { clock, newId }, letter(key, more));
const rows = async () =>
  (
    await database.pool.query(
      'SELECT key, state, attempts, fault, answer, next_at, content, id FROM outbox ORDER BY id',
    )
  ).rows;
const row = async () => (await rows())[0];

describe('F-12 what is written leaves with its cause, and once', () => {
  it('stands or falls with the transaction that caused it', async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN');
    expect(await enqueue(client, { clock, newId }, letter('a'))).toBe('queued');
    await client.query('ROLLBACK');
    client.release();
    expect(await rows()).toEqual([]);
  });

  it('the same key is written once, however often it is asked for', async () => {
    expect(await Promise.all([mail('a'), mail('a'), mail('a')])).toEqual(expect.arrayContaining(['queued', 'known']));
    expect(await mail('a')).toBe('known');
    const { mails, port } = await partner();
    const delivery = deliveryTo(settingsFor(port));
    await Promise.all([turn(delivery), turn(deliveryTo(settingsFor(port)))]);
    expect(mails).toHaveLength(1);
    expect(await mail('a')).toBe('known');
    await turn(delivery);
    expect(mails).toHaveLength(1);
    expect(mails[0]!.to).toEqual(['ada@example.com']);
    expect(mails[0]!.text.trim()).toBe('Grüße, es ist so weit.');
    expect(mails[0]!.header('Auto-Submitted')).toBe('auto-generated');
    expect(mails[0]!.header('Message-ID')).toBe(`<${(await row()).id}@voltyard.example>`);
    expect(await row()).toMatchObject({ state: 'sent', attempts: 1, fault: null });
  });

  it('an address is one address, and a subject one line', async () => {
    await mail('a', { to: 'eve@example.com, ada@example.com', subject: 'Hello\r\nBcc: eve@example.com' });
    await mail('b', { to: 'ada@example.com', subject: 'Hello\r\nBcc: eve@example.com' });
    const { mails, port } = await partner();
    await turn(deliveryTo(settingsFor(port)));
    const got = mails.filter(({ to }) => to.includes('ada@example.com'));
    expect(got).toHaveLength(1);
    expect(got[0]!.to).toEqual(['ada@example.com']);
    expect(got[0]!.header('Subject')).toBe('Hello Bcc: eve@example.com');
    expect(got[0]!.header('Bcc')).toBeUndefined();
  });

  it('files of the store go with it; one that is gone ends it', async () => {
    async function* content() {
      yield Buffer.from('report of the day');
    }
    await files.files.put('reports/aa/one.txt', content());
    await mail('a', { attachments: [{ key: 'reports/aa/one.txt', name: 'Bericht ü.txt', type: 'text/plain' }] });
    await mail('b', { attachments: [{ key: 'reports/aa/none.txt', name: 'x.txt' }] });
    const { mails, port } = await partner();
    await turn(deliveryTo(settingsFor(port)));
    expect(mails).toHaveLength(1);
    expect(mails[0]!.raw).toContain(Buffer.from('report of the day').toString('base64'));
    expect(await rows()).toMatchObject([{ state: 'sent' }, { state: 'dead', fault: 'file' }]);
  });

  it('what is secret is emptied when it has left', async () => {
    await mail('a', { secret: true });
    const { port } = await partner();
    await turn(deliveryTo(settingsFor(port)));
    expect(await row()).toMatchObject({ state: 'sent', content: {} });
  });

  it('what has one lane leaves in order, whatever happens to the first', async () => {
    await mail('first', { lane: 'ticket 1', subject: 'first' });
    now += 10;
    await mail('second', { lane: 'ticket 1', subject: 'second' });
    await mail('beside', { subject: 'beside' });
    const { mails, manners, port } = await partner();
    let refused = 0;
    manners.content = 451;
    const delivery = deliveryTo(settingsFor(port));
    await turn(delivery);
    manners.content = undefined;
    manners.taken = () => void refused++;
    await turn(delivery);
    expect(mails).toEqual([]);
    now += minute;
    await turn(delivery);
    await turn(delivery);
    const order = mails.map((one) => one.header('Subject'));
    expect(order.indexOf('first')).toBeLessThan(order.indexOf('second'));
    expect(order).toHaveLength(3);
  });
});

describe('F-12 the mail server', () => {
  it('is away: one mail asks, the others wait, and all arrive when it is back', async () => {
    const { port, close } = await partner();
    await close();
    for (let i = 0; i < 20; i++) await mail(`${i}`);
    const delivery = deliveryTo(settingsFor(port));
    await turn(delivery);
    await turn(delivery);
    const waiting = await rows();
    expect(new Set(waiting.map(({ state }) => state))).toEqual(new Set(['waiting']));
    // Those that were under way when it was found out, and nothing after.
    expect(waiting.filter(({ fault }) => fault === 'away').length).toBeLessThanOrEqual(4);
    now += 20 * minute;
    const back = await partner({ port });
    await turn(delivery);
    await turn(delivery);
    expect(back.mails).toHaveLength(20);
    expect((await rows()).every(({ state }) => state === 'sent')).toBe(true);
  });

  it('accepts connections and says nothing: the attempt ends, no socket stays', async () => {
    const sockets = new Set<unknown>();
    const mute = createNetServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => mute.close(resolve)));
    await mail('a');
    await turn(deliveryTo(settingsFor((mute.address() as AddressInfo).port)));
    expect(await row()).toMatchObject({ state: 'waiting', fault: 'silent', attempts: 0 });
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('is away for longer than a mail is of use: given up, visible, and taken up by hand', async () => {
    await mail('a', { giveUpAfterMs: 3 * hour });
    const delivery = deliveryTo(settingsFor(1));
    for (let i = 0; i < 12; i++) {
      await turn(delivery);
      now += 20 * minute;
    }
    expect(await row()).toMatchObject({ state: 'dead', fault: 'away' });
  });

  it('451 puts one mail off with growing waits (greylisting) and holds nobody else up', async () => {
    const { mails, manners, port } = await partner();
    manners.recipient = (address) => (address.startsWith('grey') ? 451 : undefined);
    await mail('grey', { to: 'grey@example.com' });
    await mail('other');
    const delivery = deliveryTo(settingsFor(port));
    await turn(delivery);
    expect(mails).toHaveLength(1);
    const [grey] = await rows();
    expect(grey).toMatchObject({ state: 'waiting', fault: 'later', attempts: 1 });
    expect(grey.next_at.getTime() - now).toBe(30 * second);
    expect(grey.answer).toContain('451');
    expect(grey.answer).not.toContain('grey@');
    now += 31 * second;
    await turn(delivery);
    expect((await row()).next_at.getTime() - now).toBe(60 * second);
    manners.recipient = () => undefined;
    now += 61 * second;
    await turn(delivery);
    expect(mails).toHaveLength(2);
    expect(await row()).toMatchObject({ state: 'sent', attempts: 3 });
  });

  it('550 is for ever: dead at once', async () => {
    const { manners, port } = await partner();
    manners.recipient = () => 550;
    await mail('a');
    await turn(deliveryTo(settingsFor(port)));
    expect(await row()).toMatchObject({ state: 'dead', fault: 'refused', attempts: 1 });
  });

  it('a refused password is not the fault of a mail: all wait', async () => {
    const { port, manners } = await partner({ user: { name: 'me', password: 'right' } });
    manners.recipient = () => undefined;
    await mail('a');
    await turn(deliveryTo(settingsFor(port, { user: 'me', password: 'wrong' })));
    expect(await row()).toMatchObject({ state: 'waiting', attempts: 0 });
  });

  it('without TLS it gets nothing unless the URL says so; with TLS it must be who it says', async () => {
    const plain = await partner();
    await mail('a');
    await turn(deliveryTo(settingsFor(plain.port, { tls: 'required' })));
    expect(await row()).toMatchObject({ state: 'waiting', fault: 'insecure' });
    const own = await makeCertificate({ name: '127.0.0.1', hosts: ['127.0.0.1'] } as never);
    const secure = await partner({ tls: { key: own.key, cert: own.cert } });
    now += minute;
    await turn(deliveryTo(settingsFor(secure.port, { tls: 'required' })));
    expect(secure.mails).toHaveLength(0);
    expect((await row()).state).toBe('waiting');
    expect(plain.mails).toHaveLength(0);
  });

  it('is not set: mails wait until there is one', async () => {
    await mail('a');
    await turn(deliveryTo(undefined));
    expect(await row()).toMatchObject({ state: 'waiting', attempts: 0, fault: null });
    const { mails, port } = await partner();
    await turn(deliveryTo(settingsFor(port)));
    expect(mails).toHaveLength(1);
  });

  it('killed between the sending and the mark: tried again when nobody can be at it any more, under the same Message-ID', async () => {
    const { mails, port } = await partner();
    await mail('a');
    const [taken] = await take(database.pool, { operatorId, partner: 'mail' }, now, 1);
    await createMailer(
      settingsFor(port),
      files.files,
    )({
      ...(taken!.content as MailContent),
      id: taken!.id,
      to: taken!.destination,
      signal: new AbortController().signal,
    });
    const delivery = deliveryTo(settingsFor(port));
    await turn(delivery);
    expect(mails, 'whoever took it may still be at it').toHaveLength(1);
    now += 91 * second;
    await turn(delivery);
    expect(mails).toHaveLength(2);
    expect(mails[0]!.header('Message-ID')).toBe(mails[1]!.header('Message-ID'));
    expect(await row()).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('neither address nor content reaches the log', async () => {
    const { manners, port } = await partner();
    manners.recipient = () => 550;
    await mail('a');
    await turn(deliveryTo(settingsFor(port)));
    await turn(deliveryTo(settingsFor(1)));
    expect(logged).toContain('could not be delivered');
    expect(logged).not.toMatch(/example\.com|Köln|Grüße/);
  });
});

describe('F-12 webhooks', () => {
  interface Got {
    readonly request: IncomingMessage;
    readonly body: string;
  }
  async function hook(answer: (response: ServerResponse, got: Got) => void): Promise<{ url: string; got: Got[] }> {
    const got: Got[] = [];
    const server: Server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const one = { request, body: Buffer.concat(parts).toString() };
      got.push(one);
      answer(response, one);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`, got };
  }
  async function call(url: string, key = 'a'): Promise<string> {
    const id = newId(now);
    await database.pool.query(
      "INSERT INTO webhooks (operator_id, id, name, url, secret, created_at) VALUES ($1, $2::uuid, $2::text, $3, 'geheim', now())",
      [operatorId, id, url],
    );
    await enqueue(database.pool, { clock, newId }, hooked(id, key));
    return id;
  }
  const hooked = (webhookId: string, key: string) =>
    ({ operatorId, kind: 'webhook', key, topic: 'error.opened', webhookId, body: { stationId: 7 } }) as const;

  it('is signed over time and body, and keeps its id over all attempts', async () => {
    const { url, got } = await hook((response) => response.writeHead(got.length < 2 ? 500 : 204).end());
    await call(url);
    const delivery = deliveryTo(undefined);
    await turn(delivery);
    expect(await row()).toMatchObject({ state: 'waiting', fault: 'later', answer: 'HTTP 500' });
    now += 31 * second;
    await turn(delivery);
    expect(await row()).toMatchObject({ state: 'sent' });
    const [first, second_] = got as [Got, Got];
    expect(first.request.headers['voltyard-id']).toBe(second_.request.headers['voltyard-id']);
    expect(first.body).toBe(second_.body);
    expect(JSON.parse(first.body)).toMatchObject({ topic: 'error.opened', stationId: 7, id: (await row()).id });
    const signature = String(second_.request.headers['voltyard-signature']);
    expect(signature).toBe(signatureOf('geheim', Math.floor(now / 1000), second_.body));
    expect(signature).not.toBe(signatureOf('geheim', Math.floor(now / 1000), `${second_.body} `));
  });

  it.each([
    [429, 'waiting', 'later'],
    [503, 'waiting', 'later'],
    [401, 'waiting', 'signIn'],
    [404, 'waiting', 'later'],
    [302, 'waiting', 'redirected'],
    [410, 'dead', 'refused'],
    [422, 'dead', 'refused'],
  ] as const)('answer %i: %s', async (status, state, fault) => {
    let elsewhere = 0;
    const { url } = await hook((response, { request }) => {
      if (request.url === '/elsewhere') elsewhere++;
      response.writeHead(status, { location: '/elsewhere', 'retry-after': '600' }).end('x'.repeat(100_000));
    });
    await call(url);
    await turn(deliveryTo(undefined));
    expect(await row()).toMatchObject({ state, fault, answer: `HTTP ${status}` });
    expect(elsewhere).toBe(0);
    if (status === 429) expect((await row()).next_at.getTime() - now).toBe(600 * second);
  });

  it('hangs: the others arrive meanwhile', async () => {
    const slow = await hook(() => {});
    const quick = await hook((response) => response.end());
    await call(slow.url, 'slow');
    await call(quick.url, 'quick');
    await turn(deliveryTo(undefined));
    expect(await rows()).toMatchObject([{ state: 'waiting', fault: 'silent' }, { state: 'sent' }]);
  });

  it('A-06 does not lead into our own networks', async () => {
    const { url, got } = await hook((response) => response.end());
    await call(url);
    await call('http://169.254.169.254/latest/meta-data/', 'b');
    await turn(deliveryTo(undefined, false));
    expect(got).toEqual([]);
    expect(await rows()).toMatchObject([
      { state: 'dead', fault: 'address' },
      { state: 'dead', fault: 'address' },
    ]);
  });

  it('that is switched off takes nothing, also of what waited', async () => {
    const { url, got } = await hook((response) => response.end());
    const id = await call(url);
    await database.pool.query('UPDATE webhooks SET active = false');
    await turn(deliveryTo(undefined));
    expect(got).toEqual([]);
    expect(await row()).toMatchObject({ state: 'dead', fault: 'gone' });
    expect(await enqueue(database.pool, { clock, newId }, hooked(id, 'b'))).toBe('full');
  });

  it('takes no more than it can bear: what is too much is counted', async () => {
    const id = await call('http://127.0.0.1:1/', 'first');
    await database.pool.query(
      `INSERT INTO outbox (operator_id, id, kind, key, topic, destination, partner, content, state, created_at, next_at, give_up_at)
       SELECT $1, gen_random_uuid(), 'webhook', 'x' || n, 'x', 'x', $2::text, '{}', 'waiting', now(), now(), now() FROM generate_series(2, $3) n`,
      [operatorId, id, mostWaiting.webhook],
    );
    expect(await enqueue(database.pool, { clock, newId }, hooked(id, 'more'))).toBe('full');
    const { rows: left } = await database.pool.query('SELECT count, partner FROM outbox_left_out');
    expect(left).toEqual([{ count: 1, partner: id }]);
  });
});

it('F-12 what has ended long ago is removed, what was given up later', async () => {
  const { port } = await partner();
  await mail('a');
  await turn(deliveryTo(settingsFor(port)));
  now += 31 * day;
  await mail('b');
  await deliveryTo(undefined).tidy(new AbortController().signal);
  expect((await rows()).map(({ key }) => key)).toEqual(['b']);
});
