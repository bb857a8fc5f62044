import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Console, createConsole, type Json } from './console.ts';
import { setUpByApi } from './flow.ts';
import { boot, newSession, protocols, reading, type Wire, wire } from './flow-station.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from './product.ts';
import { until } from './until.ts';

const dataDir = newDataDir();
let product: Product | undefined;
afterEach(async () => {
  await product?.end('SIGKILL');
  await until(() => servers() === 0, 30);
  removeDataDir(dataDir);
});

/** How many processes of PostgreSQL work on our data. */
const servers = (): number =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`${dataDir}/postgres`);
    } catch {
      return false;
    }
  }).length;

async function start(env: Record<string, string>): Promise<Console> {
  product = await startProduct(dataDir, { env });
  const [, token] = await product.said(/Set-up\s+\S+\/setup\?token=(\S+)/);
  const console = createConsole(product.url);
  await setUpByApi(console, token!);
  return console;
}

const readyz = async (): Promise<Json> => {
  const reply = await fetch(`${product!.url}/readyz`);
  return { status: reply.status, ...((await reply.json()) as Json) };
};

test('F-07 SIGTERM under load: not ready first and still serving, nobody new, what is in hand is answered, all closed with 1012, exit 0', async () => {
  const console = await start({ VOLTYARD_DRAIN_WAIT: '2', VOLTYARD_DRAIN: '2' });
  const stations: { wire: Wire; identity: string; password: string; answered: string[]; code?: number }[] = [];
  for (let n = 0; n < 12; n++) {
    const identity = `DRAIN-${n}`;
    const { credentials } = await console.call('POST', '/stations', { identity, name: identity });
    const protocol = protocols[n % 3]!;
    const known = { identity, password: credentials.password as string };
    const one = { ...known, wire: await wire(product!.ocpp, known, protocol), answered: [] as string[] };
    stations.push(one);
    await boot(one.wire);
  }
  const lives = stations.map(async (one) => {
    const { dialect } = one.wire;
    const session = newSession(one.wire.client.protocol as (typeof protocols)[number], 'DRAIN');
    const begin = Date.now() - 3_600_000;
    dialect.started(session, await one.wire.ask(dialect.start(session, reading(0, begin), false), 'start'));
    one.answered.push('start');
    for (let n = 1; ; n++) {
      const id = `m${n}`;
      await one.wire.say(dialect.meter(session, reading(n, begin + n * 1000), false), id);
      one.answered.push(id);
    }
  });
  const over = Promise.allSettled(lives);
  for (const one of stations) void one.wire.closed.then(({ code }) => Object.assign(one, { code }));
  await until(() => stations.every(({ answered }) => answered.length > 3));

  const ended = product!.end('SIGTERM');
  await until(async () => (await readyz()).status === 503);
  expect(await readyz()).toEqual({ status: 503, ready: false, missing: ['draining'] });
  // Whoever looks at that sends others elsewhere; those who are here go on as before.
  const before = stations.map(({ answered }) => answered.length);
  await until(() => stations.every(({ answered }, n) => answered.length > before[n]! + 2));
  expect(stations.filter(({ code }) => code !== undefined)).toEqual([]);

  await until(() => stations.some(({ code }) => code !== undefined));
  const { identity, password } = stations[0]!;
  await expect(wire(product!.ocpp, { identity, password }, 'ocpp1.6')).rejects.toThrow(/503|ECONNREFUSED|hang up/);
  await over;
  expect(await ended).toBe(0);
  expect(stations.map(({ code }) => code)).toEqual(stations.map(() => 1012));
  expect(servers()).toBe(0);
  expect(product!.output()).not.toMatch(/"level":(50|60)/);

  // What was taken was answered, and what was answered is there.
  product = await startProduct(dataDir);
  const again = createConsole(product.url);
  await again.call('POST', '/session', { email: 'ada@example.com', password: 'correct horse battery' });
  const { items } = await again.call('GET', '/stations');
  for (const { id, identity } of items) {
    const kept: string[] = [];
    let after = '';
    do {
      const page = await again.call('GET', `/stations/${id}/frames?limit=500${after}`);
      kept.push(...page.items.map((one: Json) => one.messageId).filter((one: string) => /^(m\d+|start)$/.test(one)));
      after = page.next === undefined ? '' : `&after=${page.next}`;
    } while (after !== '');
    const { answered } = stations.find((one) => one.identity === identity)!;
    expect(kept.sort(), identity).toEqual([...answered].sort());
  }
}, 180_000);

test('F-07 a second signal means now: it ends without waiting, and the next start goes on with all that was answered', async () => {
  const console = await start({ VOLTYARD_DRAIN_WAIT: '120' });
  const { credentials } = await console.call('POST', '/stations', { identity: 'NOW', name: 'Now' });
  const station = await wire(product!.ocpp, { identity: 'NOW', password: credentials.password }, 'ocpp2.0.1');
  await boot(station);
  product!.child.kill('SIGTERM');
  await until(async () => (await readyz()).status === 503);
  await station.ask(station.dialect.heartbeat(), 'last');
  await sleep(100);
  expect(product!.child.exitCode).toBeNull();
  expect(await product!.end('SIGTERM')).toBe(1);
  expect((await station.closed).code).toBe(1006);
  await until(() => servers() === 0, 30);

  product = await startProduct(dataDir);
  const again = createConsole(product.url);
  await again.call('POST', '/session', { email: 'ada@example.com', password: 'correct horse battery' });
  const [{ id }] = (await again.call('GET', '/stations')).items;
  const { items } = await again.call('GET', `/stations/${id}/frames`);
  expect(items.map((one: Json) => one.messageId)).toContain('last');
}, 180_000);
