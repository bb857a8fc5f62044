import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsole } from './console.ts';
import { administrator, setUpByApi } from './flow.ts';
import { newDataDir, removeDataDir, startProduct } from './product.ts';

const whole = newDataDir();
const postgres = (dataDir: string, ...parts: string[]) => path.join(dataDir, 'postgres', ...parts);
let files: string[];

/** Every file of the database folder with its content's hash. */
function contents(dataDir: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', 'find postgres -type f | sort | xargs sha256sum'], {
    cwd: dataDir,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return stdout.trim().split('\n');
}

beforeAll(async () => {
  const product = await startProduct(whole);
  const [, token] = await product.said(/Set-up\s+\S+\/setup\?token=(\S+)/);
  const console = createConsole(product.url);
  await setUpByApi(console, token!);
  await console.call('POST', '/stations', { identity: 'KEPT', name: 'Kept' });
  expect(await product.end('SIGTERM')).toBe(0);
  files = contents(whole);
  expect(files.length).toBeGreaterThan(500);
}, 120_000);
afterAll(() => removeDataDir(whole));

/** On a copy of a folder that has been used, after `harm`. */
async function on(harm: (dataDir: string) => void, then: (dataDir: string) => void | Promise<void>): Promise<void> {
  const dataDir = newDataDir();
  try {
    cpSync(whole, dataDir, { recursive: true, preserveTimestamps: true });
    harm(dataDir);
    await then(dataDir);
  } finally {
    removeDataDir(dataDir);
  }
}

async function startsWithAll(dataDir: string): Promise<void> {
  const product = await startProduct(dataDir);
  const console = createConsole(product.url);
  await console.call('POST', '/session', { email: administrator.email, password: administrator.password });
  expect((await console.call('GET', '/stations')).items).toMatchObject([{ identity: 'KEPT' }]);
  expect(await product.end('SIGTERM')).toBe(0);
}

/** The folder of the database `voltyard`: the last one that was made. */
const ownDatabase = (): string =>
  [...new Set(files.map((line) => /base\/(\d+)\//.exec(line)?.[1]).filter((id) => id !== undefined))]
    .sort((a, b) => Number(a) - Number(b))
    .at(-1)!;

describe('F-11 a data folder that was damaged', () => {
  it.each<[what: string, harm: (dataDir: string) => void, words: RegExp]>([
    ['pg_control is cut short', (dir) => truncateSync(postgres(dir, 'global/pg_control'), 100), /pg_control/],
    ['pg_control is gone', (dir) => rmSync(postgres(dir, 'global/pg_control')), /pg_control/],
    ['PG_VERSION names another version', (dir) => writeFileSync(postgres(dir, 'PG_VERSION'), '9.6\n'), /9\.6/],
    ['PG_VERSION is no number', (dir) => writeFileSync(postgres(dir, 'PG_VERSION'), 'x'), /PG_VERSION/],
    ['PG_VERSION is gone', (dir) => rmSync(postgres(dir, 'PG_VERSION')), /PG_VERSION/],
    ['the log of changes is gone', (dir) => rmSync(postgres(dir, 'pg_wal'), { recursive: true }), /pg_wal|checkpoint/],
    [
      'the files of the database are gone',
      (dir) => renameSync(postgres(dir, 'base', ownDatabase()), path.join(dir, 'elsewhere')),
      /voltyard/,
    ],
  ])(
    '%s: the program ends with one sentence that says what to do, and leaves the rest as it is',
    (_, harm, words) =>
      on(harm, (dataDir) => {
        const before = contents(dataDir);
        const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs'], {
          env: { ...process.env, VOLTYARD_PORT: '0', VOLTYARD_LOG: 'warn', VOLTYARD_DATA: dataDir },
          encoding: 'utf8',
          timeout: 60_000,
        });
        const output = stdout + stderr;
        expect(status, output).toBe(1);
        expect(output.trim().split('\n'), output).toHaveLength(1);
        expect(output).toContain(`The database in ${postgres(dataDir)} is damaged`);
        expect(output).toContain('restore a backup (npm run restore -- ');
        expect(output).toMatch(words);
        // What PostgreSQL itself writes at any start is not what was kept.
        const own = (line: string) =>
          !/postmaster\.|pg_stat|pgstat|global\/pg_control|pg_internal\.init|pg_wal|pg_subtrans/.test(line);
        expect(contents(dataDir).filter(own)).toEqual(before.filter(own));
      }),
    90_000,
  );

  it.each<[what: string, text: string]>([
    ['of a program that has ended', '999999\n/somewhere\n1\n5432\n/tmp\n\n  1 2\nready   \n'],
    ['that a power cut left empty', ''],
    ['with nothing readable in it', '\0\0\0\0'],
  ])(
    'a pid file %s is no obstacle',
    (_, text) => on((dir) => writeFileSync(postgres(dir, 'postmaster.pid'), text), startsWithAll),
    90_000,
  );

  it('what was set aside and is put back is whole again', async () => {
    const version = readFileSync(postgres(whole, 'PG_VERSION'));
    await on((dir) => {
      writeFileSync(postgres(dir, 'PG_VERSION'), '9.6\n');
      spawnSync(process.execPath, ['scripts/run.mjs'], {
        env: { ...process.env, VOLTYARD_PORT: '0', VOLTYARD_DATA: dir },
      });
      writeFileSync(postgres(dir, 'PG_VERSION'), version);
    }, startsWithAll);
  }, 90_000);
});
