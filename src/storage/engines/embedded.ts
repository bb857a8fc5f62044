import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../lib/log.ts';
import { type Binaries, findBinaries } from './embedded-binaries.ts';
import { checkFolder, damagedFolder, isDamage, lastLines, wordsSince } from './embedded-damage.ts';
import { chooseLaunch, type Launch, launch } from './embedded-launch.ts';
import { makeDirectory, socketDirectory } from './embedded-places.ts';
import { embeddedSettings } from './embedded-settings.ts';
import { disarmPidFile, hasPidFile, isPostgres, readPostmaster } from './postmaster.ts';

export interface EmbeddedOptions {
  /** Everything the server keeps lies below; made if it is not there. */
  readonly dataDir: string;
  readonly log: Log;
  /** Server settings that differ from the tuned ones. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Engine {
  readonly connection: pg.PoolConfig;
  /** Process id of the database server, for measuring; absent when it is not ours. */
  readonly pid: () => number | undefined;
  stop(): Promise<void>;
}

interface Server {
  readonly data: string;
  readonly sockets: string;
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly how: Launch;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: Log;
}

const database = 'voltyard';
/** Held by whoever owns the directory, for as long as it lives. Any number that is ours alone. */
const ownerLock = 7_208_641_305;
/** How long a server that is there already may take to let go of its former owner, ms. */
const patienceMs = 5000;

/**
 * Starts the embedded PostgreSQL below `dataDir`, or takes over one that an earlier run left running there.
 * It is restarted when it dies. Rejects with one sentence that says what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Engine> {
  const root = makeDirectory(options.dataDir);
  const data = join(root, 'postgres');
  const how = chooseLaunch();
  const sockets = socketDirectory(root);
  how.own(sockets);
  const server: Server = {
    data,
    sockets,
    logFile: join(root, 'postgres.log'),
    binaries: await findBinaries(join(root, 'lib')),
    how,
    settings: { ...embeddedSettings(sockets), ...options.settings },
    log: options.log,
  };
  if (checkFolder(data) === 'whole') how.own(data);
  else await initialise(server, root);
  return run(server);
}

async function run(server: Server): Promise<Engine> {
  let stopping = false;
  let child: ChildProcess | undefined;
  let owner: pg.Client | undefined;
  const socketsOf = () => readPostmaster(server.data)?.socketDirectory || server.sockets;

  const bring = async (): Promise<void> => {
    const until = Date.now() + patienceMs;
    for (;;) {
      const adopted = await adoptable(server);
      if (!adopted) child = await startServer(server);
      try {
        owner = await takeOwnership(socketsOf());
        watch(owner);
        return;
      } catch (error) {
        // A server that an owner just left: it may be about to end, or not know yet that the owner is gone.
        if (!adopted || Date.now() > until) throw error;
        await sleep(50);
      }
    }
  };
  /** The owner's connection ends exactly when the server does, whoever started it. */
  const watch = (client: pg.Client) => {
    client.on('error', () => {});
    client.on('end', () => {
      if (!stopping) void revive();
    });
  };
  const revive = async (): Promise<void> => {
    server.log.error('The embedded PostgreSQL ended unexpectedly and is started again');
    for (let wait = 100; !stopping; wait = Math.min(wait * 2, 5000)) {
      try {
        return await bring();
      } catch (error) {
        server.log.error({ err: error }, 'The embedded PostgreSQL could not be started again');
        await sleep(wait);
      }
    }
  };

  await bring();
  const stop = async (): Promise<void> => {
    stopping = true;
    await owner?.end().catch(() => {});
    await shutDown(server, child);
    if (!server.sockets.startsWith(dirname(server.data))) rmSync(server.sockets, { recursive: true, force: true });
  };
  try {
    await ensureDatabase(owner!, socketsOf());
  } catch (error) {
    await stop();
    throw isDamage((error as Error).message) ? damagedFolder(server.data, (error as Error).message) : error;
  }
  return {
    connection: { host: socketsOf(), port: 5432, user: 'voltyard', database },
    pid: () => readPostmaster(server.data)?.pid,
    stop,
  };
}

/** True when a healthy server already runs on the directory. Waits out one that is just shutting down. */
async function adoptable(server: Server): Promise<boolean> {
  for (let tries = 0; tries < 3000; tries++) {
    const found = readPostmaster(server.data);
    if (found === undefined && !hasPidFile(server.data)) return false;
    if (found === undefined && tries < 50) {
      // Empty or in the middle of being written: a moment later it is whole, or what a power cut left of it.
      await sleep(20);
      continue;
    }
    if (found === undefined || !isPostgres(found.pid)) {
      disarmPidFile(server.data);
      return false;
    }
    if (found.status === 'ready' && (await answers(found.socketDirectory))) return true;
    await sleep(20);
  }
  throw new Error(
    `A PostgreSQL server on ${server.data} neither answers nor ends: stop it (see ${server.logFile}), then start again.`,
  );
}

async function startServer(server: Server): Promise<ChildProcess> {
  const kept = existsSync(server.logFile) ? statSync(server.logFile).size : 0;
  const before = kept > 8_000_000 ? 0 : kept;
  const output = openSync(server.logFile, before < kept ? 'w' : 'a');
  const settings = Object.entries(server.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = launch(server.how, server.binaries.postgres, ['-D', server.data, ...settings], {
    // Its own session, so that Ctrl-C reaches us first: we finish what is under way, then stop it.
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...server.binaries.environment, TZ: 'UTC', LC_ALL: 'C' },
  });
  closeSync(output);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  child.unref();
  for (let waited = 0; ; waited++) {
    const found = readPostmaster(server.data);
    if (found?.pid === child.pid && found?.status === 'ready') return child;
    if (ended) {
      const words = wordsSince(server.logFile, before);
      throw isDamage(words)
        ? damagedFolder(server.data, words)
        : new Error(`The embedded PostgreSQL did not start: ${words} (see ${server.logFile}).`);
    }
    // Recovery after a crash may take long; it is alive, so we wait and say so.
    if (waited > 0 && waited % 2000 === 0) server.log.warn('The embedded PostgreSQL is recovering');
    await sleep(5);
  }
}

async function initialise(server: Server, root: string): Promise<void> {
  const fresh = join(root, `postgres.new-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  server.how.own(fresh);
  const output: Buffer[] = [];
  const child = launch(
    server.how,
    server.binaries.initdb,
    // --no-sync is not used: the cluster is on disk before its name says that it is complete.
    [
      '-D',
      fresh,
      '-U',
      'voltyard',
      '-E',
      'UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--auth=trust',
      '--no-instructions',
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...server.binaries.environment, TZ: 'UTC', LC_ALL: 'C' },
    },
  );
  child.stdout?.on('data', (bytes: Buffer) => output.push(bytes));
  child.stderr?.on('data', (bytes: Buffer) => output.push(bytes));
  const code = await new Promise((done) => {
    child.once('close', done);
    child.once('error', done);
  });
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(
      `The embedded PostgreSQL could not be set up in ${root}: ${lastLines(Buffer.concat(output).toString()) || String(code)}`,
    );
  }
  renameSync(fresh, server.data);
}

/** One owner per directory: the lock lives as long as our connection. */
async function takeOwnership(host: string): Promise<pg.Client> {
  const client = new pg.Client({ host, port: 5432, user: 'voltyard', database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS mine', [ownerLock]);
    if (rows[0].mine) return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  await client.end();
  throw new Error(
    'Another Voltyard is running on this data directory: stop it, or set VOLTYARD_DATA to another directory.',
  );
}

/** Makes the database, or finds that it can be opened. */
async function ensureDatabase(client: pg.Client, host: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  else {
    const probe = new pg.Client({ host, port: 5432, user: 'voltyard', database });
    probe.on('error', () => {});
    await probe.connect().finally(() => probe.end().catch(() => {}));
  }
}

async function answers(host: string): Promise<boolean> {
  const client = new pg.Client({
    host,
    port: 5432,
    user: 'voltyard',
    database: 'postgres',
    connectionTimeoutMillis: 2000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function shutDown(server: Server, child: ChildProcess | undefined): Promise<void> {
  const pid = readPostmaster(server.data)?.pid ?? child?.pid;
  if (pid === undefined || !isPostgres(pid)) return;
  // Fast shutdown: open sessions are ended, everything is written, the next start needs no recovery.
  process.kill(pid, 'SIGINT');
  while (isPostgres(pid)) await sleep(5);
}
