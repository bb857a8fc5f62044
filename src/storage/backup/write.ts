import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { pack as createPack, type Pack } from 'tar-stream';
import { iso } from '../../lib/time.ts';
import type { FileStore } from '../files/file-store.ts';
import { measured } from '../files/measured.ts';
import { filesLock, migrationsOf, partitionsOf, plainForms, quoted, sequencesOf, tablesOf } from './catalog.ts';
import { form, type Head, type Manifest, names, type Part, sha256 } from './form.ts';

export interface BackupOptions {
  readonly connection: pg.PoolConfig;
  readonly files: FileStore;
  /** The data folder: what is in it besides database and files (keys, certificates) goes along. */
  readonly dataDir: string;
  readonly target: string;
  readonly version: string;
  readonly now: number;
  /** Bytes of a table that are one entry of the tar, and held in memory. */
  readonly partBytes?: number;
}

export interface BackupReport {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
}

/** The embedded database is copied by its tables, files through their store; sockets and logs are not data. */
const notData = /^(postgres|postgres\..*|sockets|lib|files|\.probe.*)$/;

/**
 * Writes everything there is into one archive, from one snapshot, while the server goes on. The archive appears under its name
 * when it is whole, readable by this user alone: it holds secrets. Rejects with what was in the way; then there is no archive.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupReport> {
  const unfinished = `${options.target}.unfinished`;
  const { Client = pg.Client } = options.connection as { readonly Client?: typeof pg.Client };
  const client = new Client({ ...options.connection, application_name: 'voltyard-backup' });
  await client.connect();
  try {
    const pack = createPack();
    const out = createWriteStream(unfinished, { mode: 0o600 });
    const written = pipeline(pack, createGzip({ level: 4 }), out);
    // Both ends know why the other one failed: whichever is first is told.
    const filled = fill(pack, client, options).catch((error: Error) => {
      pack.destroy(error);
      throw error;
    });
    const [report] = await Promise.all([filled, written]);
    await chmod(unfinished, 0o600);
    const file = await open(unfinished, 'r+');
    await file.sync();
    await file.close();
    await rename(unfinished, options.target);
    return { ...report, bytes: (await stat(options.target)).size };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function fill(pack: Pack, client: pg.Client, options: BackupOptions): Promise<Omit<BackupReport, 'bytes'>> {
  const { files, dataDir, version, now } = options;
  await client.query(plainForms);
  await client.query(`SELECT pg_advisory_lock_shared(${filesLock})`);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows } = await client.query("SELECT current_setting('server_version_num')::integer AS server");
  const head: Head = {
    form,
    version,
    at: iso(now),
    server: rows[0].server,
    migrations: await migrationsOf(client),
    tables: await tablesOf(client),
    partitions: await partitionsOf(client),
    sequences: await sequencesOf(client),
  };
  const headText = JSON.stringify(head, null, 1);
  await add(pack, names.head, Buffer.from(headText));

  const parts: Part[] = [];
  const counts: Record<string, number> = {};
  for (const table of head.tables) counts[table.name] = await addTable(pack, client, table, parts, options.partBytes);
  await client.query('COMMIT');

  let count = 0;
  for await (const { key, size } of files.list()) {
    parts.push(await addStream(pack, names.file(key), size, await files.read(key)));
    count++;
  }
  for await (const path of otherData(dataDir)) {
    const bytes = await readFile(join(dataDir, path));
    await add(pack, names.folder(path), bytes);
    parts.push({ name: names.folder(path), bytes: bytes.length, sha256: sha256(bytes) });
  }
  const manifest: Manifest = { head: sha256(headText), rows: counts, parts };
  await add(pack, names.manifest, Buffer.from(JSON.stringify(manifest)));
  pack.finalize();
  return { tables: head.tables.length, rows: Object.values(counts).reduce((sum, n) => sum + n, 0), files: count };
}

async function addTable(
  pack: Pack,
  client: pg.Client,
  { name, columns }: Head['tables'][number],
  parts: Part[],
  partBytes = 8 * 1024 * 1024,
): Promise<number> {
  const list = columns.map(quoted).join(', ');
  const stream = client.query(copyTo(`COPY (SELECT ${list} FROM ${quoted(name)}) TO STDOUT`));
  let waiting: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  const flush = async () => {
    const part = Buffer.concat(waiting);
    const entry = names.table(name, number++);
    await add(pack, entry, part);
    parts.push({ name: entry, bytes: part.length, sha256: sha256(part) });
    waiting = [];
    bytes = 0;
  };
  for await (const piece of stream as AsyncIterable<Buffer>) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes >= partBytes) await flush();
  }
  if (bytes > 0) await flush();
  return stream.rowCount ?? 0;
}

async function addStream(pack: Pack, name: string, size: number, content: AsyncIterable<Uint8Array>): Promise<Part> {
  const through = measured(content, {});
  const entry = pack.entry({ name, size, mode: 0o600 });
  // streamx and Node do not agree on every event; write by hand, at the pace of the archive.
  for await (const piece of through.content) if (!entry.write(piece)) await once(entry, 'drain');
  entry.end(undefined);
  await once(entry, 'finish');
  const { size: bytes, sha256 } = through.result();
  if (bytes !== size) throw new Error(`The file ${name} changed while it was copied: start the backup again.`);
  return { name, bytes, sha256 };
}

const add = (pack: Pack, name: string, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    pack.entry({ name, size: bytes.length, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()));
  });

async function* otherData(dataDir: string, below = ''): AsyncGenerator<string> {
  const entries = await readdir(join(dataDir, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (below === '' && notData.test(entry.name)) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* otherData(dataDir, path);
    else if (entry.isFile()) yield path;
  }
}
