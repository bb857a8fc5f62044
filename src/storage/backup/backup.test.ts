import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { noSecondPostgres, type SecondPostgres, secondPostgres } from '../../../test/debian-postgres.ts';
import { fakeS3, s3Keys } from '../../../test/fake-s3.ts';
import { type TestFiles, testFiles } from '../../../test/files.ts';
import { recordedStations, recordFrames } from '../../../test/recorded.ts';
import { s3Files } from '../files/engines/s3.ts';
import { type FileStore, newFileKey } from '../files/file-store.ts';
import { tablesOf } from './catalog.ts';
import { restoreBackup } from './restore.ts';
import { writeBackup } from './write.ts';

const migrations = join(import.meta.dirname, '../migrations');
const folder = mkdtempSync(join(tmpdir(), 'voltyard-backup-'));
const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
let source: TestDatabase;
let stored: TestFiles;
let other: SecondPostgres | undefined;
let key: string;
const odd = 'tab\t, \\ backslash, "quotes", Ünïcödé 🔌, \\N, \r\n';

beforeAll(async () => {
  source = await testDatabase();
  stored = await testFiles();
  undo.push(
    () => stored.drop(),
    () => source.drop(),
  );
  if (noSecondPostgres === undefined) {
    other = await secondPostgres();
    undo.push(() => other!.stop());
  }
  const { operatorId, stations } = await recordedStations(source.pool, ['A', 'B']);
  await source.pool.query('UPDATE stations SET note = $1', [odd]);
  await source.pool.query(
    `INSERT INTO connectors (operator_id, station_id, evse, connector, evse_id, evse_id_normal, max_power_w, source)
     VALUES ($1, $2, 1, 1, 'AT*ABC*E1', 'ATABCE1', 22.1, 'user')`,
    [operatorId, stations.A],
  );
  await source.pool.query(
    "INSERT INTO cards (operator_id, number, number_normal, type, status, created_at) VALUES ($1, '04', '04', 'x', 'active', now())",
    [operatorId],
  );
  await recordFrames(
    source.pool,
    operatorId,
    stations.A!,
    Array.from({ length: 300 }, (_, n) => ({
      at: Date.UTC(2026, 10, 20) + n * 3_600_000,
      call: `[2,"${n}","Heartbeat",{"odd":${JSON.stringify(odd)}}]`,
      violations: n % 3 === 0 ? ['/a "b" {c}', ''] : undefined,
    })) as never,
  );
  ({ key } = await stored.files.put(newFileKey('images'), createReadStream(import.meta.filename)));
  await stored.files.put(newFileKey('empty'), (async function* () {})());
  mkdirSync(join(folder, 'data/keys'), { recursive: true });
  writeFileSync(join(folder, 'data/keys/ca.pem'), 'a key');
  writeFileSync(join(folder, 'data/postgres.log'), 'not data');
});
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

/** Every row of every table as text, and where the sequences stand. */
async function everything(connection: pg.PoolConfig): Promise<Record<string, unknown>> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query("SET timezone = 'UTC'");
  const all: Record<string, unknown> = {};
  for (const { name } of await tablesOf(client)) {
    const { rows } = await client.query(`SELECT t::text AS line FROM "${name}" t ORDER BY 1`);
    all[name] = rows.map((row) => row.line);
  }
  all.sequences = (await client.query('SELECT sequencename, last_value FROM pg_sequences ORDER BY 1')).rows;
  all.partitions = (
    await client.query(
      "SELECT relname, pg_get_expr(relpartbound, oid) AS bound FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY 1",
    )
  ).rows;
  all.policies = (await client.query('SELECT tablename, policyname FROM pg_policies ORDER BY 1, 2')).rows;
  all.triggers = (
    await client.query('SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1')
  ).rows;
  await client.end();
  return all;
}
let names = 0;
const backup = async (
  connection: pg.PoolConfig = source.connection,
  files: FileStore = stored.files,
  dataDir = 'data',
) => {
  const target = join(folder, `backup-${++names}.tar.gz`);
  const report = await writeBackup({
    connection,
    files,
    dataDir: join(folder, dataDir),
    target,
    version: '0.1.0',
    now: Date.UTC(2026, 10, 25),
    partBytes: 10_000,
  });
  return { target, report };
};
const restore = async (from: string, connection: pg.PoolConfig, files: FileStore, dataDir = `target-${++names}`) =>
  restoreBackup({ connection, files, dataDir: join(folder, dataDir), source: from, migrations });
/** A database on the embedded server of the tests, without any table. */
async function emptyDatabase(): Promise<pg.PoolConfig> {
  const database = `empty_${++names}_${process.pid}`;
  await source.pool.query(`CREATE DATABASE ${database}`);
  undo.push(() => source.pool.query(`DROP DATABASE ${database} WITH (FORCE)`));
  return { ...source.connection, database };
}
const freshFiles = async (): Promise<FileStore> => {
  const made = await testFiles();
  undo.push(() => made.drop());
  return made.files;
};
const contentOf = async (files: FileStore, name: string) => {
  let text = '';
  for await (const piece of await files.read(name)) text += piece.toString();
  return text;
};

describe('F-11 backup and restore', () => {
  it('gives back every row, file, sequence, partition, policy and trigger; the archive is for this user alone', async () => {
    const { target, report } = await backup();
    if (process.platform !== 'win32') expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(report).toMatchObject({ files: 2 });
    expect(report.rows).toBeGreaterThan(300);
    const connection = await emptyDatabase();
    const files = await freshFiles();
    const result = await restore(target, connection, files, 'home');
    expect(result).toMatchObject({ takenAt: '2026-11-25T00:00:00.000Z', rows: report.rows, files: 2, migrated: [] });
    expect(await everything(connection)).toEqual(await everything(source.connection));
    expect(await contentOf(files, key)).toBe(readFileSync(import.meta.filename, 'utf8'));
    expect(readFileSync(join(folder, 'home/keys/ca.pem'), 'utf8')).toBe('a key');
    expect(existsSync(join(folder, 'home/postgres.log'))).toBe(false);
  });

  it.skipIf(noSecondPostgres !== undefined)(
    'goes from the embedded PostgreSQL to another, older one, and back',
    async () => {
      const there: pg.PoolConfig = { connectionString: await other!.newDatabase() };
      const files = await freshFiles();
      const { target } = await backup();
      await restore(target, there, files);
      const before = await everything(source.connection);
      expect(await everything(there)).toEqual(before);
      const again = await backup(there, files);
      const home = await emptyDatabase();
      await restore(again.target, home, await freshFiles());
      expect(await everything(home)).toEqual(before);
    },
  );

  it('goes from the disk into S3', async () => {
    const s3 = await fakeS3();
    undo.push(() => s3.close());
    const files = s3Files({ ...s3Keys, bucket: 'bucket', prefix: '', endpoint: s3.endpoint });
    const { target } = await backup();
    await restore(target, await emptyDatabase(), files);
    expect(await contentOf(files, key)).toBe(readFileSync(import.meta.filename, 'utf8'));
  });

  it('is one snapshot: what is written while it runs is wholly in it or not at all', async () => {
    let stop = false;
    let written = 0;
    const writing = (async () => {
      for (; !stop; written++)
        await source.pool.query(
          `WITH one AS (INSERT INTO settings_of_installation VALUES ('pair a ${written}', '1')) INSERT INTO settings_of_installation VALUES ('pair b ${written}', '1')`,
        );
    })();
    const { target } = await backup();
    stop = true;
    await writing;
    const connection = await emptyDatabase();
    await restore(target, connection, await freshFiles());
    const client = new pg.Client(connection);
    await client.connect();
    const { rows } = await client.query(
      "SELECT count(*) FILTER (WHERE name LIKE 'pair a%') AS a, count(*) FILTER (WHERE name LIKE 'pair b%') AS b FROM settings_of_installation",
    );
    await client.end();
    expect(written).toBeGreaterThan(0);
    expect(rows[0].a).toBe(rows[0].b);
    await source.pool.query("DELETE FROM settings_of_installation WHERE name LIKE 'pair%'");
  });

  it('an older backup is brought up to date after its rows are in', async () => {
    // A backup of the time before the last migration: its schema, its rows.
    const old = await emptyDatabase();
    const pool = new pg.Pool({ ...old, max: 2 });
    const { migrate } = await import('../migrate.ts');
    await migrate(pool, migrations, (name) => name < '0003');
    await pool.query("INSERT INTO operators (slug, name, created_at) VALUES ('old', 'Old', now())");
    await pool.query(
      "INSERT INTO stations (operator_id, id, identity, name, created_at) VALUES (1, 1001, 'OLD-1', 'Old one', now())",
    );
    await pool.end();
    const { target } = await backup(old, await freshFiles());
    const connection = await emptyDatabase();
    const { migrated } = await restore(target, connection, await freshFiles());
    expect(migrated).toContain('0003-station-list.sql');
    expect(Object.keys(await everything(connection))).toContain('station_search');
    expect((await everything(connection)).station_search).toHaveLength(1);
  });
});

describe('F-11 nothing is half restored', () => {
  const untouched = async (connection: pg.PoolConfig, files: FileStore) => {
    const tables = await everything(connection);
    delete tables.sequences;
    for (const [name, rows] of Object.entries(tables))
      if (!['partitions', 'policies', 'triggers'].includes(name)) expect(rows, name).toEqual([]);
    for await (const file of files.list()) expect(file).toBeUndefined();
  };

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.7))],
    ['cut off within the tar', (bytes) => gzipSync(gunzipSync(bytes).subarray(0, 20_000))],
    ['a changed byte in the compressed stream', (bytes) => flip(bytes, Math.floor(bytes.length / 2))],
    ['a changed byte in a row', (bytes) => gzipSync(flip(gunzipSync(bytes), gunzipSync(bytes).indexOf('Heartbeat')))],
    ['a changed head', (bytes) => gzipSync(flip(gunzipSync(bytes), gunzipSync(bytes).indexOf('"version": "0') + 13))],
    ['not an archive', () => Buffer.from('hello')],
    ['empty', () => Buffer.alloc(0)],
  ])('a backup that is damaged is refused with a sentence: %s', async (_name, damage) => {
    const { target } = await backup();
    writeFileSync(target, damage(readFileSync(target)));
    const connection = await emptyDatabase();
    const files = await freshFiles();
    await expect(restore(target, connection, files)).rejects.toThrow(
      /^The backup .* is damaged \(.*Nothing was restored/,
    );
    await untouched(connection, files);
  });

  it('rows the target refuses undo everything, files too', async () => {
    const { target } = await backup();
    const connection = await emptyDatabase();
    const files = await freshFiles();
    const failing: FileStore = {
      ...files,
      put: async (name, content) => {
        const file = await files.put(name, content);
        if (name.startsWith('images')) throw new Error('the disk broke');
        return file;
      },
    };
    await expect(restore(target, connection, failing, 'broken')).rejects.toThrow('the disk broke');
    await untouched(connection, files);
    expect(existsSync(join(folder, 'broken/keys/ca.pem'))).toBe(false);
    // And the way is free for another try.
    expect((await restore(target, connection, files, 'broken')).files).toBe(2);
  });

  it('a target that is not empty is refused: its database, its files, its keys', async () => {
    const { target } = await backup();
    await expect(restore(target, source.connection, await freshFiles())).rejects.toThrow(/not empty \(\w+ has rows\)/);
    await expect(restore(target, await emptyDatabase(), stored.files)).rejects.toThrow('not empty');
    await expect(restore(target, await emptyDatabase(), await freshFiles(), 'data')).rejects.toThrow('is in the way');
    await expect(restore(join(folder, 'none.tar.gz'), await emptyDatabase(), await freshFiles())).rejects.toThrow(
      'cannot be read',
    );
  });
});

const flip = (bytes: Buffer, at: number): Buffer => {
  expect(at).toBeGreaterThan(0);
  const changed = Buffer.from(bytes);
  changed[at] = changed[at]! ^ 1;
  return changed;
};
