import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import type { FileStore } from '../files/file-store.ts';
import { migrate, migrationNames } from '../migrate.ts';
import { partitionsOf, plainForms, quoted, tablesOf } from './catalog.ts';
import type { Head, Manifest } from './form.ts';
import { checkBackup, entriesOf } from './read.ts';

export interface RestoreOptions {
  readonly connection: pg.PoolConfig;
  readonly files: FileStore;
  readonly dataDir: string;
  readonly source: string;
  readonly migrations: string;
}

export interface RestoreReport {
  readonly takenAt: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** Migrations that the backup did not have yet. */
  readonly migrated: readonly string[];
}

/**
 * Restores a backup into an empty PostgreSQL and an empty file store. Everything is checked first; rows appear all at once at the
 * end, and files that were written are removed when that does not come to be.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { source, connection, migrations } = options;
  const { head, manifest } = await checkBackup(source);
  const known = new Set(await migrationNames(migrations));
  const newer = head.migrations.find((name) => !known.has(name));
  if (newer !== undefined)
    throw new Error(`The backup was taken by a newer Voltyard (${head.version}, ${newer}): restore it with that one.`);
  await refuseFilesInTheWay(options, manifest);

  const pool = new pg.Pool({ ...connection, max: 2, application_name: 'voltyard-restore' });
  const undo: (() => Promise<void>)[] = [];
  try {
    const client = await pool.connect();
    try {
      await refuseFullDatabase(client);
      await migrate(pool, migrations, (name) => head.migrations.includes(name));
      await client.query(plainForms);
      await client.query('BEGIN');
      await prepareTables(client, head);
      const files = await load(client, options, head, manifest, undo);
      await client.query('COMMIT');
      undo.length = 0;
      const migrated = await migrate(pool, migrations);
      await client.query('ANALYZE');
      const rows = Object.values(manifest.rows).reduce((sum, n) => sum + n, 0);
      return { takenAt: head.at, tables: head.tables.length, rows, files, migrated };
    } finally {
      // Not given back: it has settings of its own, and perhaps a transaction that failed.
      client.release(true);
    }
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => {});
    throw error;
  } finally {
    await pool.end();
  }
}

/** What a server writes that was started once and never set up: nobody misses it. */
const mayHaveRows = new Set(['settings_of_installation', 'nodes', 'jobs']);

async function refuseFullDatabase(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query("SELECT current_setting('server_version_num')::integer AS version");
  if (rows[0].version < 150_000) throw new Error('The target is older than PostgreSQL 15: take a newer one.');
  for (const { name } of await tablesOf(client)) {
    if (mayHaveRows.has(name)) continue;
    const { rowCount } = await client.query(`SELECT FROM ${quoted(name)} LIMIT 1`);
    if (rowCount !== 0)
      throw new Error(
        `The target database is not empty (${name} has rows): restore into a new one. Nothing was changed.`,
      );
  }
}

async function refuseFilesInTheWay({ files, dataDir }: RestoreOptions, { parts }: Manifest): Promise<void> {
  for await (const { key } of files.list())
    throw new Error(
      `The file store ${files.place} is not empty (${key}): restore into a new one. Nothing was changed.`,
    );
  for (const { name } of parts) {
    const path = pathInFolder(dataDir, name);
    if (path !== undefined && existsSync(path))
      throw new Error(`${path} is in the way of the file in the backup: move it away. Nothing was changed.`);
  }
}

/** Where an entry `folder/…` belongs; undefined for every other entry. Throws for a path that leads out. */
function pathInFolder(dataDir: string, name: string): string | undefined {
  if (!name.startsWith('folder/')) return undefined;
  const root = resolve(dataDir);
  const path = join(root, name.slice('folder/'.length));
  if (!path.startsWith(root + sep)) throw new Error(`The backup names a file outside the data folder (${name}).`);
  return path;
}

/** Empty tables without triggers (their effects are in the data), and the partitions of the backup. */
async function prepareTables(client: pg.ClientBase, head: Head): Promise<void> {
  const there = await tablesOf(client);
  for (const { name, columns } of head.tables) {
    const is = there.find((table) => table.name === name);
    const missing = is === undefined ? name : columns.find((column) => !is.columns.includes(column));
    if (missing !== undefined)
      throw new Error(`The backup has ${name} (${missing}), which its migrations do not make: was it changed by hand?`);
  }
  for (const { name } of await partitionsOf(client)) await client.query(`DROP TABLE ${quoted(name)}`);
  for (const { name } of there) await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
  await client.query(`TRUNCATE ${there.map(({ name }) => quoted(name)).join(', ')}`);
  for (const { parent, name, bound } of head.partitions) {
    if (!/^FOR VALUES FROM \('[\d :.+-]+'\) TO \('[\d :.+-]+'\)$/.test(bound))
      throw new Error(`The backup has a partition with odd bounds (${name}).`);
    await client.query(`CREATE TABLE ${quoted(name)} PARTITION OF ${quoted(parent)} ${bound}`);
  }
}

async function load(
  client: pg.PoolClient,
  { files, dataDir, source }: RestoreOptions,
  head: Head,
  manifest: Manifest,
  undo: (() => Promise<void>)[],
): Promise<number> {
  let open: { readonly table: string; readonly stream: CopyStreamQuery } | undefined;
  let fault: Error | undefined;
  const close = async () => {
    if (open === undefined) return;
    const { table, stream } = open;
    open = undefined;
    stream.end();
    if (fault === undefined) await Promise.race([once(stream, 'finish'), once(stream, 'close')]);
    if (fault !== undefined)
      throw new Error(`The rows of ${table} could not be restored: ${fault.message}`, { cause: fault });
    if (stream.rowCount !== manifest.rows[table])
      throw new Error(`${table}: ${stream.rowCount} rows came in, the backup says ${manifest.rows[table]}.`);
  };
  let count = 0;
  for await (const entry of entriesOf(source)) {
    const { name } = entry.header;
    const table = /^tables\/([^/]+)\//.exec(name)?.[1];
    if (table !== open?.table) await close();
    if (table !== undefined) {
      open ??= { table, stream: copyInto(client, head, table, (error) => (fault = error)) };
      for await (const piece of entry)
        if (!open.stream.write(piece) && fault === undefined)
          await Promise.race([once(open.stream, 'drain'), once(open.stream, 'close')]);
      if (fault !== undefined) await close();
    } else if (name.startsWith('files/')) {
      const key = name.slice('files/'.length);
      undo.push(() => files.remove(key));
      await files.put(key, entry);
      count++;
    } else {
      const path = pathInFolder(dataDir, name);
      const pieces: Buffer[] = [];
      for await (const piece of entry) pieces.push(piece);
      if (path === undefined) continue;
      undo.push(() => rm(path, { force: true }));
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, Buffer.concat(pieces), { mode: 0o600, flag: 'wx' });
    }
  }
  await close();
  for (const { name, value, called } of head.sequences)
    await client.query('SELECT setval($1::regclass, $2, $3)', [quoted(name), value, called]);
  for (const { name } of await tablesOf(client)) await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
  return count;
}

function copyInto(client: pg.PoolClient, head: Head, name: string, fail: (error: Error) => void): CopyStreamQuery {
  const table = head.tables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`The backup has rows of ${name}, which its head does not name.`);
  const stream = client.query(copyFrom(`COPY ${quoted(name)} (${table.columns.map(quoted).join(', ')}) FROM STDIN`));
  stream.on('error', (error: Error) => {
    fail(error);
    stream.destroy();
  });
  return stream;
}
