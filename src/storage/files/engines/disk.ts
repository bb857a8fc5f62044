import { randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { Failure } from '../../../lib/errors.ts';
import { day } from '../../../lib/time.ts';
import { checkedKey, type FileStore, missingFile, type PutOptions, type Room, type StoredFile } from '../file-store.ts';
import { measured } from '../measured.ts';

export interface DiskOptions {
  /** Files lie below; made if it is not there. */
  readonly folder: string;
  /** Share of the disk that files leave alone: what is beside them, the database first of all, needs it more. */
  readonly keepFree?: number;
}

/** How much is written between two looks at the room left, bytes. */
const lookEvery = 8 * 1024 * 1024;
const unfinished = '.unfinished';

/** Files on the disk of this machine. What a killed program left half written is removed here, a day later. */
export async function diskFiles({ folder, keepFree = 0.05 }: DiskOptions): Promise<FileStore> {
  const half = join(folder, unfinished);
  await mkdir(half, { recursive: true, mode: 0o700 });
  for (const name of await readdir(half)) {
    const file = join(half, name);
    const about = await stat(file).catch(() => undefined);
    if (about !== undefined && about.mtimeMs < Date.now() - day) await rm(file, { force: true });
  }
  const pathOf = (key: string) => join(folder, ...checkedKey(key).split('/'));

  const room = async (): Promise<Room> => {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  };
  const refuseWhenFull = async (): Promise<void> => {
    const { free, total } = await room();
    if (free < total * keepFree) throw full(folder);
  };

  const put = async (
    key: string,
    content: AsyncIterable<Uint8Array>,
    options: PutOptions = {},
  ): Promise<StoredFile> => {
    const target = pathOf(key);
    const temporary = join(half, randomBytes(16).toString('hex'));
    const through = measured(content, options);
    try {
      await refuseWhenFull();
      const file = await open(temporary, 'wx', 0o600);
      try {
        let since = 0;
        for await (const piece of through.content) {
          await file.writeFile(piece);
          since += piece.byteLength;
          if (since < lookEvery) continue;
          since = 0;
          await refuseWhenFull();
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(temporary, target);
      await syncFolder(dirname(target));
      return { key, ...through.result() };
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      const { code } = error as NodeJS.ErrnoException;
      throw code === 'ENOSPC' || code === 'EDQUOT' ? full(folder, error) : error;
    }
  };

  return {
    place: folder,
    put,
    room,
    async read(key, range): Promise<Readable> {
      const file = await open(pathOf(key), 'r').catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? missingFile(key) : error;
      });
      return file.createReadStream({
        ...(range && { start: range.from, ...(range.to !== undefined && { end: range.to }) }),
      });
    },
    async sizeOf(key) {
      const about = await stat(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      return about?.size;
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    async *list(below) {
      const start = below === undefined ? folder : pathOf(`${below}/x`).slice(0, -2);
      for await (const { path, size } of walk(start)) {
        const key = relative(folder, path).split(sep).join('/');
        if (!key.startsWith(unfinished)) yield { key, size };
      }
    },
  };
}

async function* walk(folder: string): AsyncGenerator<{ path: string; size: number }> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) {
      const about = await stat(path).catch(() => undefined);
      if (about !== undefined) yield { path, size: about.size };
    }
  }
}

/** The name is durable only when the folder is. Windows cannot do this and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const full = (folder: string, cause?: unknown): Failure =>
  new Failure(
    'storage.full',
    `The disk of ${folder} is full or nearly so: make room on it, or move the files to S3 with FILES_URL.`,
    cause === undefined ? {} : { cause },
  );
