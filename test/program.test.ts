import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type Console, createConsole, type Json } from './console.ts';
import { setUpByApi } from './flow.ts';
import { boot, newSession, protocols, reading, type Wire, wire } from './flow-station.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from './product.ts';
import { until } from './until.ts';

const dirs: string[] = [];
const running = new Set<Product>();
const dir = (): string => {
  const made = newDataDir();
  dirs.push(made);
  return made;
};
const start = async (dataDir: string, options: Parameters<typeof startProduct>[1] = {}): Promise<Product> => {
  const product = await startProduct(dataDir, options);
  running.add(product);
  return product;
};
/** A start that must not succeed: its exit code and what it printed. */
const failing = (env: Record<string, string>, args: readonly string[] = []) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', ...args], {
    env: { ...process.env, VOLTYARD_PORT: '0', VOLTYARD_LOG: 'warn', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
};
const oneSentence = (output: string): void => {
  expect(output).not.toMatch(/^\s+at /m);
  expect(output.trim().split('\n'), output).toHaveLength(1);
};
/** The PostgreSQL servers whose data lies below a directory. */
const serversOn = (dataDir: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${dataDir}/postgres`);
      } catch {
        return false;
      }
    });

/** First start, set up by its link. */
async function setUp(product: Product): Promise<Console> {
  const [, token] = await product.said(/Set-up\s+\S+\/setup\?token=(\S+)/);
  const console = createConsole(product.url);
  await setUpByApi(console, token!);
  return console;
}
const signedIn = async (product: Product): Promise<Console> => {
  const console = createConsole(product.url);
  await console.call('POST', '/session', { email: 'ada@example.com', password: 'correct horse battery' });
  return console;
};
const known = async (console: Console, identity: string) => {
  const made = await console.call('POST', '/stations', { identity, name: identity });
  return { stationId: made.stationId as number, identity, password: made.credentials.password as string };
};

afterEach(async () => {
  for (const product of running) await product.end('SIGKILL');
  running.clear();
  for (const dataDir of dirs.splice(0)) {
    await until(() => serversOn(dataDir).length === 0, 30);
    removeDataDir(dataDir);
  }
});

describe('starting and stopping', () => {
  test.each([
    'SIGTERM',
    'SIGINT',
  ] as const)('first start prints the addresses and a set-up link, the pages of operations answer; %s stops it with exit 0 and leaves no PostgreSQL; the second start goes on', async (signal) => {
    const dataDir = dir();
    const first = await start(dataDir);
    const [, token] = await first.said(/Set-up\s+http:\/\/\S+\/setup\?token=(\S+)/);
    await first.said(/Listening on this machine only; VOLTYARD_HOST=0\.0\.0\.0/);
    const get = async (page: string) => {
      const reply = await fetch(`${first.url}${page}`);
      return { status: reply.status, text: await reply.text() };
    };
    expect((await get('/livez')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
    const metrics = await get('/metrics');
    expect(metrics.text).toContain('ocpp_connections');
    const document = JSON.parse((await get('/api/openapi.json')).text);
    expect(Object.keys(document.paths).length).toBeGreaterThan(30);
    expect((await get('/api/docs')).status).toBe(200);
    expect((await get('/api/v1/stations')).status).toBe(401);
    const console = await setUp(first);
    const station = await wire(first.ocpp, await known(console, 'ONE'), 'ocpp2.0.1');
    await boot(station);
    const page = await console.listen();
    expect(serversOn(dataDir).length).toBeGreaterThan(0);

    expect(await first.end(signal)).toBe(0);
    expect((await station.closed).code).toBe(1012);
    page.close();
    expect(serversOn(dataDir)).toEqual([]);
    expect(first.output()).not.toMatch(/"level":(50|60)/);

    const second = await start(dataDir);
    expect(second.output()).not.toContain(token);
    expect(second.output()).not.toMatch(/Set-up/);
    const again = await signedIn(second);
    const { items } = await again.call('GET', '/stations');
    expect(items).toMatchObject([{ identity: 'ONE', connection: 'offline' }]);
    // The link was good once.
    expect(
      (
        await again.ask('POST', '/setup', {
          token,
          operator: 'x',
          language: 'en',
          timeZone: 'UTC',
          administrator: { name: 'x', email: 'x@example.com', password: 'another long password' },
        })
      ).status,
    ).toBeGreaterThanOrEqual(400);
    expect(await second.end(signal)).toBe(0);
  }, 120_000);

  test('wrong settings: every one is named with its reason, exit 1', () => {
    const { status, output } = failing(
      {
        VOLTYARD_PORT: 'eighty',
        VOLTYARD_PING: '0',
        DATABASE_URL: 'mysql://x',
        ROLES: 'cook',
        VOLTYARD_TLS_CERT: '/x',
      },
      ['--nonsense'],
    );
    expect(status).toBe(1);
    for (const name of [
      'VOLTYARD_PORT=eighty',
      'VOLTYARD_PING=0',
      'DATABASE_URL=mysql://x',
      'ROLES=cook',
      'VOLTYARD_TLS_CERT',
      '--nonsense',
    ])
      expect(output).toContain(name);
    expect(output.trim().split('\n')).toHaveLength(6);
  });

  test('a busy port, a data directory that cannot be written, a database that is not there, a certificate that is not there: one sentence each, exit 1', async () => {
    const dataDir = dir();
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const port = String((taken.address() as { port: number }).port);
    const busy = failing({ VOLTYARD_DATA: dataDir, VOLTYARD_PORT: port });
    taken.close();
    expect(busy).toMatchObject({ status: 1, output: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`) });
    oneSentence(busy.output);
    await until(() => serversOn(dataDir).length === 0);

    const file = path.join(dir(), 'a-file');
    writeFileSync(file, '');
    for (const place of [file, path.join(file, 'below'), '/sys/voltyard']) {
      const { status, output } = failing({ VOLTYARD_DATA: place });
      expect(output).toContain('VOLTYARD_DATA');
      expect(status).toBe(1);
      oneSentence(output);
    }

    const away = failing({
      VOLTYARD_DATA: dir(),
      DATABASE_URL: `postgres://someone:s3cretword@127.0.0.1:${port}/voltyard`,
    });
    expect(away.status).toBe(1);
    expect(away.output).toContain('DATABASE_URL');
    expect(away.output).not.toContain('s3cretword');
    oneSentence(away.output);

    const dataDirOfTls = dir();
    const bare = failing({
      VOLTYARD_DATA: dataDirOfTls,
      VOLTYARD_TLS_CERT: '/nowhere/cert.pem',
      VOLTYARD_TLS_KEY: '/nowhere/key.pem',
    });
    expect(bare.status).toBe(1);
    expect(bare.output).toContain('VOLTYARD_TLS_CERT');
    oneSentence(bare.output);
  }, 120_000);

  test('a second program on the same data says so and leaves the first one alone', async () => {
    const dataDir = dir();
    const first = await start(dataDir);
    const console = await setUp(first);
    const second = failing({ VOLTYARD_DATA: dataDir });
    expect(second).toMatchObject({
      status: 1,
      output: expect.stringContaining('Another Voltyard is running on this data directory'),
    });
    oneSentence(second.output);
    expect((await console.call('GET', '/stations')).items).toEqual([]);
    expect(await first.end('SIGTERM')).toBe(0);
  }, 120_000);

  test('TLS by setting: https and wss on the one port, stations without TLS on another, and the history knows', async () => {
    const dataDir = dir();
    const [cert, key] = [path.join(dataDir, 'cert.pem'), path.join(dataDir, 'key.pem')];
    const made = spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    ]);
    expect(made.status).toBe(0);
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const product = await start(path.join(dataDir, 'data'), {
        env: { VOLTYARD_TLS_CERT: cert, VOLTYARD_TLS_KEY: key, VOLTYARD_PLAIN_PORT: '0' },
      });
      expect(product.url).toMatch(/^https:/);
      expect(product.ocpp).toMatch(/^wss:/);
      const console = await setUp(product);
      const one = await known(console, 'SECURE');
      const station = await wire(product.ocpp, one, 'ocpp2.1');
      await boot(station);
      const [row] = (await console.call('GET', `/stations/${one.stationId}/connections`)).items;
      expect(row).toMatchObject({ securityProfile: 2, tls: expect.stringMatching(/^TLSv1\.[23] /) });
      await station.close();

      // Beside it the port for stations that know no TLS: they, their files, and nobody else.
      const [, plain] = await product.said(/without TLS\s+(ws:\S+)\/<identity>/);
      const old = await known(console, 'OLD');
      const asked: Json[] = [];
      const oldest = await wire(plain!, old, 'ocpp1.6', {
        onCall: (action, payload) => {
          if (action === 'GetDiagnostics') asked.push(payload);
          return undefined;
        },
      });
      await boot(oldest);
      const [row1] = (await console.call('GET', `/stations/${old.stationId}/connections`)).items;
      expect(row1).toMatchObject({ securityProfile: 1 });
      await console.call('POST', `/stations/${old.stationId}/files`, { log: 'diagnostics' });
      const { location } = await until(() => asked[0]);
      const origin = plain!.replace(/^ws/, 'http').replace(/\/ocpp$/, '');
      expect(location.startsWith(`${origin}/files/`)).toBe(true);
      const sent = await fetch(`${location}log.zip`, { method: 'PUT', body: 'what it noted' });
      expect(sent.status).toBeLessThan(300);
      for (const elsewhere of ['/', '/api/v1/stations', '/livez'])
        expect((await fetch(origin + elsewhere)).status).toBe(421);
      // S-08: who came with TLS is not let in without.
      await expect(wire(plain!, one, 'ocpp2.1')).rejects.toThrow();
      expect(await product.end('SIGTERM')).toBe(0);
      expect(await oldest.closed).toMatchObject({ code: 1012 });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  }, 120_000);

  test('--demo prints a sign-in and is ready by itself: stations of all versions, connected, with a past; one button removes them', async () => {
    const product = await start(dir(), { args: ['--demo'] });
    const [, email, password] = await product.said(/Demo sign-in\s+(\S+)\s+password (\S+)/);
    const console = createConsole(product.url);
    await console.call('POST', '/session', { email, password });
    await until(async () => {
      expect(product.child.exitCode, product.output()).toBe(null);
      return (await console.call('GET', '/setup/demo')).state === 'running';
    }, 100);
    const { items } = await console.call('GET', '/stations');
    expect(items.length).toBeGreaterThanOrEqual(10);
    expect(new Set(items.map((one: Json) => one.protocol))).toEqual(new Set(protocols));
    await until(async () => (await console.call('GET', '/stations/counts')).connected >= 8, 30);
    const { rows } = { rows: await console.call('GET', `/stations/${items[0].id}/charge-logs`) };
    expect(rows.items.length).toBeGreaterThan(5);
    await console.call('DELETE', '/setup/demo');
    await until(async () => (await console.call('GET', '/stations')).items.length === 0, 60);
    expect(await product.end('SIGTERM')).toBe(0);
  }, 240_000);
});

describe('kill -9', () => {
  /** Stations that send without a pause and note every id that was answered. */
  function storm(ocpp: string, stations: readonly { identity: string; password: string }[]) {
    const answered: string[] = [];
    const open: Wire[] = [];
    let ended = false;
    const live = async (station: (typeof stations)[number], index: number) => {
      const protocol = protocols[index % protocols.length]!;
      const one = await wire(ocpp, station, protocol);
      open.push(one);
      await boot(one);
      const session = newSession(protocol, 'STORM');
      const begin = Date.now() - 3_600_000;
      for (let n = 0; !ended; n++) {
        const id = `${station.identity}-${n}`;
        const call =
          n === 0
            ? one.dialect.start(session, reading(0, begin), false)
            : n % 5 === 4
              ? one.dialect.status(1, n % 2 === 0 ? 'charging' : 'suspendedEV', begin + n * 1000)
              : one.dialect.meter(session, reading(n * 10, begin + n * 1000), false);
        const answer = await one.say(call, id);
        answered.push(id);
        if (n === 0) one.dialect.started(session, JSON.parse(answer)[2]);
      }
    };
    const lives = stations.map((station, index) => live(station, index).catch(() => {}));
    return {
      answered,
      async end() {
        ended = true;
        for (const one of open) one.terminate();
        await Promise.all(lives);
      },
    };
  }

  test('CON-2 COM-1 T-02 at any moment: it starts again, nothing answered is lost, the open connection ends as 0001 by the broker at the right time', async () => {
    const dataDir = dir();
    let product = await start(dataDir);
    let console = await setUp(product);
    const stations = [];
    for (let n = 0; n < 6; n++) stations.push(await known(console, `STORM-${n}`));
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
    // The one line to repeat a failed run with.
    process.stdout.write(`kill -9: SEED=${seed}\n`);
    const all: string[] = [];
    for (let round = 0; round < 3; round++) {
      const going = storm(
        product.ocpp,
        stations.map((one) => ({ ...one })),
      );
      await until(() => going.answered.length > 20, 30);
      await sleep(((seed * (round + 1) * 7919) % 1000) + 20);
      const killedAt = Date.now();
      await product.end('SIGKILL');
      await going.end();
      all.push(...going.answered.map((id) => `${round}:${id}`));

      product = await start(dataDir);
      console = await signedIn(product);
      for (const { stationId, identity } of stations) {
        const last = await until(async () => {
          const { items } = await console.call('GET', `/stations/${stationId}/connections?kind=connection&limit=1`);
          return items[0]?.closedAt !== undefined && items[0];
        });
        expect(last).toMatchObject({ code: '0001', side: 'broker', reason: 'serverRestart' });
        // Known to the second or few: the newest frame or flush before the kill.
        const off = killedAt - Date.parse(last.closedAt);
        expect(off).toBeGreaterThanOrEqual(-1000);
        expect(off).toBeLessThan(8000);
        expect((await console.call('GET', `/stations/${stationId}`)).connection.state).toBe('offline');
        const kept: string[] = [];
        let after = '';
        do {
          const page = await console.call('GET', `/stations/${stationId}/frames?limit=500${after}`);
          kept.push(...page.items.map((one: Json) => one.messageId));
          after = page.next === undefined ? '' : `&after=${page.next}`;
        } while (after !== '');
        const times = new Map<string, number>();
        for (const id of kept) times.set(id, (times.get(id) ?? 0) + 1);
        const expected = new Map<string, number>();
        for (const entry of all) {
          const id = entry.slice(2);
          if (id.startsWith(`${identity}-`)) expected.set(id, (expected.get(id) ?? 0) + 1);
        }
        const lost = [...expected].filter(([id, count]) => (times.get(id) ?? 0) < count);
        expect(lost, `SEED=${seed} round ${round}`).toEqual([]);
      }
    }
    expect(all.length).toBeGreaterThan(100);
    expect(await product.end('SIGTERM')).toBe(0);
  }, 180_000);

  test('F-05 a PostgreSQL that a killed program left behind is taken over; what was under way is not shown as done', async () => {
    const dataDir = dir();
    // Without setpriv nothing tells the server that its parent is gone.
    const bin = path.join(dir(), 'bin');
    mkdirSync(bin);
    for (const tool of ['unshare', 'true'])
      if (existsSync(`/usr/bin/${tool}`)) symlinkSync(`/usr/bin/${tool}`, path.join(bin, tool));
    const first = await start(dataDir, { env: { PATH: bin } });
    const console = await setUp(first);
    const one = await known(console, 'ORPHAN');
    const station = await wire(first.ocpp, one, 'ocpp2.0.1', { onCall: () => new Promise<never>(() => {}) });
    await boot(station);
    const { commandId } = await console.call('POST', `/stations/${one.stationId}/commands/clearCache`, {});
    await until(() => station.called.length === 1);
    const servers = serversOn(dataDir);
    expect(servers.length).toBeGreaterThan(0);
    await first.end('SIGKILL');
    await sleep(300);
    expect(serversOn(dataDir).length).toBeGreaterThan(0);
    const second = await start(dataDir, { env: { PATH: bin } });
    expect(serversOn(dataDir).some((pid) => servers.includes(pid))).toBe(true);
    const again = await signedIn(second);
    expect((await again.call('GET', '/stations')).items).toHaveLength(1);
    // F-05: nobody knows whether it was done, and that is what is shown.
    await until(async () => {
      const life = await again.call('GET', `/stations/${one.stationId}/commands/${commandId}`);
      return life.state === 'failed' && life.reason === 'connection.lost';
    });
    expect(await second.end('SIGTERM')).toBe(0);
    expect(serversOn(dataDir)).toEqual([]);
  }, 120_000);

  test('kill -9 during the first start leaves nothing in the way of the next', async () => {
    const dataDir = dir();
    for (const moment of [150, 500, 900]) {
      const { spawn } = await import('node:child_process');
      const child = spawn(process.execPath, ['scripts/run.mjs'], {
        env: { ...process.env, VOLTYARD_DATA: dataDir, VOLTYARD_PORT: '0' },
        stdio: 'ignore',
      });
      await sleep(moment);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
    }
    const product = await start(dataDir);
    await product.said(/Set-up/);
    expect(await product.end('SIGTERM')).toBe(0);
  }, 120_000);
});
