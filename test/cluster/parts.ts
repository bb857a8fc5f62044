import { type ChildProcess, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, it } from 'vitest';
import { chooseLaunch, launch } from '../../src/storage/engines/embedded-launch.ts';
import { ended, freePort, untilOpen } from './nats.ts';

/** Real parts of a cluster, which a machine may lack: `.ci/run` installs them. */
const postgresBin = '/usr/lib/postgresql/15/bin';
const missing = [
  ...(spawnSync('nats-server', ['--version'], { stdio: 'ignore' }).status === 0 ? [] : ['nats-server']),
  ...(existsSync(path.join(postgresBin, 'postgres')) ? [] : ['postgresql-15']),
];

/** What becomes of tests whose parts are missing: left out under a name that says what to install, and in CI a failure. */
export function without(
  name: string,
  lacking: readonly string[],
  ci: boolean,
): { readonly leaveOut: string } | { readonly fail: string } | undefined {
  if (lacking.length === 0) return undefined;
  if (ci) return { fail: `In CI nothing is left out: install ${lacking.join(' and ')}.` };
  return { leaveOut: `${name} (needs ${lacking.join(' and ')}: apt-get install ${lacking.join(' ')})` };
}

/** Tests with NATS and a second PostgreSQL. */
export function withParts(name: string, tests: () => void): void {
  const plan = without(name, missing, process.env.CI !== undefined);
  if (plan === undefined) describe(name, tests);
  else if ('leaveOut' in plan) describe.skip(plan.leaveOut, tests);
  else
    it(`${name}: all parts are there`, () => {
      throw new Error(plan.fail);
    });
}

export interface Postgres {
  readonly port: number;
  readonly host: string;
  /** A copy of it that follows it, by pg_basebackup; `name` is its application_name. */
  standby(name: string): Promise<Postgres>;
  /** Adds settings and reads them. */
  set(settings: Readonly<Record<string, string>>): void;
  promote(): void;
  /** Gone at once, as when its machine falls over; its connections are told. */
  kill(): Promise<void>;
  /** Says nothing more, and its connections stay open: as by a power cut, for those at the other end. */
  freeze(): void;
  start(): Promise<void>;
  drop(): Promise<void>;
}

/** Debian's PostgreSQL 15 on a directory of its own, over TCP, user `voltyard` with all rights. */
export async function startPostgres(): Promise<Postgres> {
  const how = chooseLaunch();
  const data = path.join(mkdtempSync(path.join(tmpdir(), 'voltyard-pg15-')), 'data');
  how.own(path.dirname(data));
  await runTool(how, 'initdb', ['-D', data, '-U', 'voltyard', '-E', 'UTF8', '--locale=C', '--auth=trust', '--no-sync']);
  const server = postgresOn(how, data, await freePort());
  await server.start();
  return server;
}

type How = ReturnType<typeof chooseLaunch>;

async function runTool(how: How, tool: string, args: readonly string[]): Promise<void> {
  const child = launch(how, path.join(postgresBin, tool), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    text += bytes.toString();
  });
  await ended(child);
  if (child.exitCode !== 0) throw new Error(`${tool} failed: ${text}`);
}

function postgresOn(how: How, data: string, port: number): Postgres {
  const home = path.dirname(data);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      fsync: 'off',
      max_connections: '100',
      shared_buffers: '64MB',
      wal_level: 'replica',
      max_wal_senders: '5',
      hot_standby: 'on',
    };
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    child = launch(how, path.join(postgresBin, 'postgres'), ['-D', data, ...words], {
      stdio: 'ignore',
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
    });
    await untilOpen(port, child);
    // It listens before it has recovered.
    for (;;) {
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'voltyard', database: 'postgres' });
      client.on('error', () => {});
      const ready = await client.connect().then(
        () => true,
        (error: { code?: string }) => error.code !== '57P03',
      );
      await client.end().catch(() => {});
      if (ready) return;
      await sleep(50);
    }
  };
  const signalAll = (signal: NodeJS.Signals): void => {
    if (child === undefined || child.exitCode !== null) return;
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' });
    for (const pid of [child.pid!, ...stdout.trim().split(/\s+/).filter(Boolean).map(Number)]) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has just ended.
      }
    }
  };
  const server: Postgres = {
    port,
    host: `127.0.0.1:${port}`,
    start,
    async standby(name) {
      const copy = path.join(mkdtempSync(path.join(tmpdir(), 'voltyard-pg15-')), 'data');
      how.own(path.dirname(copy));
      const from = `host=127.0.0.1 port=${port} user=voltyard application_name=${name}`;
      // With a slot of its own the primary keeps what it has not fetched yet.
      const slot = ['-C', '-S', name];
      await runTool(how, 'pg_basebackup', ['-D', copy, '-d', from, '-R', '-c', 'fast', ...slot, '--no-sync']);
      const standby = postgresOn(how, copy, await freePort());
      await standby.start();
      return standby;
    },
    set(settings) {
      for (const [name, value] of Object.entries(settings))
        appendFileSync(path.join(data, 'postgresql.conf'), `${name} = '${value}'\n`);
      child?.kill('SIGHUP');
    },
    promote() {
      const { status, stderr } = spawnSync(
        how.prefix[0] ?? path.join(postgresBin, 'pg_ctl'),
        [
          ...how.prefix.slice(1),
          ...(how.prefix.length > 0 ? [path.join(postgresBin, 'pg_ctl')] : []),
          'promote',
          '-D',
          data,
          '-w',
        ],
        { encoding: 'utf8', ...how.identity },
      );
      if (status !== 0) throw new Error(`pg_ctl promote failed: ${stderr}`);
    },
    freeze: () => signalAll('SIGSTOP'),
    async kill() {
      // Who is frozen hears nothing else.
      signalAll('SIGCONT');
      // SIGQUIT: no checkpoint, no goodbye; children go with it.
      child?.kill('SIGQUIT');
      if (child) await ended(child);
    },
    async drop() {
      await server.kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return server;
}
