import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../lib/log.ts';
import { type Engine, startEmbedded } from './embedded.ts';
import { connectPostgres } from './postgres.ts';
import { isPostgres, readPostmaster } from './postmaster.ts';

// Starting and killing servers takes its time on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const log = createLog('silent');
let dataDir: string;
const started: Engine[] = [];

const start = async (): Promise<Engine> => {
  const engine = await startEmbedded({ dataDir, log });
  started.push(engine);
  return engine;
};

const ask = async (engine: Engine, sql: string): Promise<unknown> => {
  const client = new pg.Client(engine.connection as pg.ClientConfig);
  client.on('error', () => {});
  await client.connect();
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
};

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'voltyard-embedded-'));
});
afterEach(async () => {
  for (const engine of started.splice(0)) await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('starts in an empty directory, stops, and starts again with what was written; durable, and on no network port', async () => {
    const first = await start();
    await ask(first, 'CREATE TABLE kept AS SELECT 7 AS n');
    expect(
      await ask(
        first,
        "SELECT current_setting('fsync') || current_setting('synchronous_commit') || current_setting('full_page_writes')",
      ),
    ).toBe('ononon');
    expect(await ask(first, "SELECT current_setting('listen_addresses')")).toBe('');
    expect(await ask(first, 'SELECT lower(\'ÄÖÜ\') COLLATE "default"')).toBe('äöü');
    await first.stop();
    expect(isPostgres(Number(readPostmaster(join(dataDir, 'postgres'))?.pid ?? 0))).toBe(false);
    expect(await ask(await start(), 'SELECT n FROM kept')).toBe(7);
  });

  it('works below a directory whose path is too long for a socket', async () => {
    const short = dataDir;
    dataDir = join(short, 'a'.repeat(60), 'b'.repeat(60));
    const engine = await start();
    expect(String(engine.connection.host).length).toBeLessThan(90);
    expect(await ask(engine, 'SELECT 1')).toBe(1);
    await engine.stop();
    dataDir = short;
  });

  it('is brought back when it is killed, with everything that was committed', async () => {
    const engine = await start();
    await ask(engine, 'CREATE TABLE kept AS SELECT 7 AS n');
    const pid = engine.pid()!;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => ask(engine, 'SELECT n FROM kept').catch(() => undefined), { timeout: 60_000 }).toBe(7);
    expect(engine.pid()).not.toBe(pid);
  });

  it('a program killed with -9 leaves nothing behind that stops the next start', async () => {
    await startAndKill({});
    const engine = await start();
    expect(await ask(engine, 'SELECT n FROM kept')).toBe(7);
  });

  it('takes over a server that a killed program left running', async () => {
    // Where no setpriv is, as on macOS, the server does not end with its program.
    const bin = join(dataDir, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'setpriv'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await startAndKill({ PATH: `${bin}:${process.env.PATH}` });
    const { pid } = readPostmaster(join(dataDir, 'postgres'))!;
    expect(isPostgres(pid)).toBe(true);
    const engine = await start();
    expect(engine.pid()).toBe(pid);
    expect(await ask(engine, 'SELECT n FROM kept')).toBe(7);
    await engine.stop();
    expect(isPostgres(pid)).toBe(false);
  });

  it('refuses a directory that another program of ours is using', async () => {
    await start();
    await expect(startEmbedded({ dataDir, log })).rejects.toThrow(/Another Voltyard is running on this data directory/);
  });

  it('is not stopped by a pid file whose number belongs to another program now', async () => {
    const first = await start();
    await first.stop();
    const other = spawn('sleep', ['30']);
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    writeFileSync(
      file,
      `${other.pid}\n${join(dataDir, 'postgres')}\n1\n5432\n${join(dataDir, 'sockets')}\n\n  1 2\nready   \n`,
    );
    try {
      expect(await ask(await start(), 'SELECT 1')).toBe(1);
      expect(readFileSync(file, 'utf8')).not.toContain(`${other.pid}\n`);
    } finally {
      other.kill();
    }
  });

  it('a first start that was killed while setting up is simply done again', async () => {
    mkdirSync(join(dataDir, 'postgres.new-1'));
    writeFileSync(join(dataDir, 'postgres.new-1', 'half'), '');
    expect(await ask(await start(), 'SELECT 1')).toBe(1);
  });

  it('says in one sentence what is wrong with the directory', async () => {
    writeFileSync(join(dataDir, 'file'), '');
    await expect(startEmbedded({ dataDir: join(dataDir, 'file'), log })).rejects.toThrow(
      /cannot be written .* VOLTYARD_DATA/,
    );
  });
});

it('says in one sentence what is wrong with DATABASE_URL, and does not tell the password', async () => {
  const attempt = connectPostgres('postgres://me:s3cret@127.0.0.1:1/none');
  await expect(attempt).rejects.toThrow(/DATABASE_URL \(127.0.0.1:1\/none\) cannot be used/);
  await expect(attempt).rejects.not.toThrow(/s3cret/);
});

async function startAndKill(env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [await bootScript()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  await expect.poll(() => said, { timeout: 60_000 }).toContain('ready');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** A program of its own, to be killed. Built beside the packages it needs. */
async function bootScript(): Promise<string> {
  const outfile = join(process.cwd(), 'node_modules', '.cache', 'voltyard-test', `boot-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: `
        import pg from 'pg';
        import { startEmbedded } from './embedded.ts';
        const quiet = { info() {}, warn() {}, error() {} };
        const engine = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: quiet });
        const client = new pg.Client(engine.connection);
        await client.connect();
        await client.query('CREATE TABLE kept AS SELECT 7 AS n');
        console.log('ready');
        setInterval(() => {}, 1000);`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return outfile;
}
