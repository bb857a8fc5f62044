import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createLog } from '../src/lib/log.ts';
import { startEmbedded } from '../src/storage/engines/embedded.ts';
import type { Target } from './measure.ts';

const folder = path.dirname(new URL(import.meta.url).pathname);

/** The first line of a child's output that fits, or its death. */
function waitFor(child: ChildProcess, pattern: RegExp, seconds = 60): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    const late = setTimeout(
      () => reject(new Error(`it did not say ${pattern} in ${seconds} s:\n${text.slice(-2_000)}`)),
      seconds * 1_000,
    );
    const hear = (data: Buffer) => {
      text += data.toString();
      const found = pattern.exec(text);
      if (!found) return;
      clearTimeout(late);
      resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${text.slice(-2_000)}`)));
  });
}

const ended = (child: ChildProcess) =>
  child.exitCode === null && child.signalCode === null
    ? new Promise((resolve) => child.once('exit', resolve))
    : Promise.resolve();

export type Environment = Readonly<Record<string, string>>;

/** With the settings of the product's TLS in its environment it serves wss. */
export async function startFloor(env: Environment = {}): Promise<Target> {
  const child = spawn(process.execPath, [path.join(folder, 'floor.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const [, port] = await waitFor(child, /listening (\d+)/);
  return {
    name: 'floor',
    url: `${env.VOLTYARD_TLS_CERT === undefined ? 'ws' : 'wss'}://127.0.0.1:${port}`,
    pid: child.pid!,
    stop: async () => {
      child.kill();
      await ended(child);
    },
  };
}

export interface Product extends Target {
  readonly pool: pg.Pool;
  readonly http: string;
  readonly openedAfterMs: number;
  /** Gone at once. */
  kill(): Promise<void>;
  /** Ended by this signal, and a new start on the same data, with these settings. */
  restart(signal: 'SIGKILL' | 'SIGTERM', env?: Environment): Promise<Product>;
  readonly databasePid: number;
}

export interface ProductHome {
  readonly dataDir: string;
  start(env?: Environment): Promise<Product>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** An embedded PostgreSQL of its own with everything as in production (fsync on), and the built program on it. */
export async function productHome(): Promise<ProductHome> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'voltyard-bench-'));
  const engine = await startEmbedded({ dataDir, log: createLog('silent') });
  const { host, port, user, database } = engine.connection;
  const databaseUrl = `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(String(host))}`;
  const pool = new pg.Pool({ ...engine.connection, max: 4 });
  pool.on('error', () => {});

  const start = async (env: Environment = {}): Promise<Product> => {
    const begun = performance.now();
    // As `npm start` does: with a larger nursery most of a message's garbage never has to be moved.
    const flags = ['--max-semi-space-size=64', ...(process.env.BENCH_FLAGS ?? '').split(' ').filter(Boolean)];
    // BENCH_PROFILE=folder: a CPU profile of our process, to open in a browser's developer tools.
    if (process.env.BENCH_PROFILE) flags.push('--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`);
    const child = spawn(process.execPath, [...flags, path.join(folder, 'main.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        VOLTYARD_DATA: dataDir,
        VOLTYARD_PORT: '0',
        VOLTYARD_LOG: 'warn',
        ...env,
      },
    });
    const [, address] = await waitFor(child, /(https?:\/\/127\.0\.0\.1:\d+)/);
    const openedAfterMs = performance.now() - begun;
    child.stdout?.resume();
    child.stderr?.on('data', (data: Buffer) => process.stderr.write(data));
    return {
      name: 'voltyard',
      url: `${address!.replace('http', 'ws')}/ocpp`,
      http: address!,
      pid: child.pid!,
      databasePid: engine.pid()!,
      pool,
      openedAfterMs,
      rows: async () =>
        Number(
          (
            await pool.query(
              "SELECT count(*) AS n FROM frames WHERE direction = 'in' AND kind = 'call' AND answer IS NOT NULL",
            )
          ).rows[0].n,
        ),
      restart: async (signal, again = env) => {
        child.kill(signal);
        await ended(child);
        return start(again);
      },
      kill: async () => {
        child.kill('SIGKILL');
        await ended(child);
      },
      stop: async () => {
        child.kill('SIGTERM');
        await ended(child);
      },
    };
  };
  return {
    dataDir,
    start,
    pool,
    close: async () => {
      await pool.end();
      await engine.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
