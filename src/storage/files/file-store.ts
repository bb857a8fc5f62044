import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Failure } from '../../lib/errors.ts';

/** What is known of a file when it is whole: keep it beside the key, in the row that names the file. */
export interface StoredFile {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

export interface PutOptions {
  /** More bytes than this are refused with Failure `file.tooLarge`, and nothing stays. */
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
}

/** Both ends are bytes that are delivered: { from: 0, to: 9 } are ten. */
export interface ByteRange {
  readonly from: number;
  readonly to?: number;
}

/** Free and whole room in bytes. */
export interface Room {
  readonly free: number;
  readonly total: number;
}

/**
 * Files by key: on the disk of this machine, or in S3. A file is there whole or not at all; streams go through with bounded
 * memory. Failures: `file.missing`, `file.tooLarge`, `storage.full`, `storage.away`.
 */
export interface FileStore {
  /** For people: where the files are. */
  readonly place: string;
  /** Writes `content` under `key`, which replaces what was there. Visible only when whole and durable. */
  put(key: string, content: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredFile>;
  /** The content, or a part of it. Destroy the stream when it is not read to its end. */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** undefined: there is no such file. */
  sizeOf(key: string): Promise<number | undefined>;
  /** A file that is not there is removed already. */
  remove(key: string): Promise<void>;
  /** Every whole file below a folder (all without one), in no order that may be relied on. */
  list(folder?: string): AsyncIterable<{ readonly key: string; readonly size: number }>;
  /** Room left; undefined where the store has no bound of its own. */
  room(): Promise<Room | undefined>;
}

const form = /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9._-]*){1,6}$/;

/**
 * A key nobody can guess: `firmware/3f/3f9c….bin`. `ending` is a file ending without the dot; names that people gave belong
 * into the row, never into a key.
 */
export function newFileKey(folder: string, ending?: string): string {
  const name = randomBytes(20).toString('hex');
  return checkedKey(`${folder}/${name.slice(0, 2)}/${name}${ending === undefined ? '' : `.${ending}`}`);
}

/** Nothing that could leave the store: no `..`, no upper case that some disks confuse, no empty part. Throws for others: a bug. */
export function checkedKey(key: string): string {
  if (!form.test(key) || key.length > 200)
    throw new Error(`Not the key of a file: ${JSON.stringify(key.slice(0, 200))}`);
  return key;
}

export const missingFile = (key: string): Failure =>
  new Failure(
    'file.missing',
    `The file ${key} is not in the file store: it was removed there, or the store is another one.`,
  );

export const tooLarge = (limitBytes: number): Failure =>
  new Failure('file.tooLarge', `The file is larger than the ${limitBytes} bytes that are allowed here.`);
