import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { measured } from '../files/measured.ts';
import { form, type Head, type Manifest, names, type Part, sha256 } from './form.ts';

const notWhole = (path: string, reason: string, cause?: unknown): Error =>
  new Error(`The backup ${path} is damaged (${reason}). Nothing was restored; take another backup.`, { cause });

export interface BackupEntry extends AsyncIterable<Buffer> {
  readonly header: Header;
}

/** The entries of a backup, one after the other; each must be read to its end before the next. */
export async function* entriesOf(path: string): AsyncGenerator<BackupEntry> {
  const tar = extract();
  const input = createReadStream(path);
  const gunzip = createGunzip();
  // pipeline() does not know the stream library of tar-stream well enough to pass faults on in both directions.
  input.on('error', (error) => gunzip.destroy(error));
  gunzip.on('error', (error) => tar.destroy(error));
  input.pipe(gunzip).pipe(tar as unknown as NodeJS.WritableStream);
  try {
    for await (const entry of tar) yield entry as unknown as BackupEntry;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}

export const textOf = async (entry: AsyncIterable<Uint8Array>): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of entry) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

/** Reads a backup from end to end and compares every checksum, before anything is restored. Rejects when it is not whole. */
export async function checkBackup(path: string): Promise<{ readonly head: Head; readonly manifest: Manifest }> {
  const found: Part[] = [];
  let headText: string | undefined;
  let manifest: Manifest | undefined;
  try {
    for await (const entry of entriesOf(path)) {
      const { name } = entry.header;
      if (name === names.head) headText = await textOf(entry);
      else if (name === names.manifest) manifest = JSON.parse(await textOf(entry)) as Manifest;
      else {
        const through = measured(entry, {});
        for await (const _ of through.content);
        const { size, sha256 } = through.result();
        found.push({ name, bytes: size, sha256 });
      }
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new Error(`The backup ${path} cannot be read: ${message}.`, { cause: error });
    throw notWhole(path, message, error);
  }
  if (headText === undefined) throw notWhole(path, 'it does not begin as one of ours');
  if (manifest === undefined) throw notWhole(path, 'its end is missing');
  const head = JSON.parse(headText) as Head;
  if (head.form !== form)
    throw new Error(
      `The backup ${path} is of form ${head.form}, this program reads form ${form}: use the version ${head.version}.`,
    );
  if (sha256(headText) !== manifest.head) throw notWhole(path, `${names.head} is not what the manifest says`);
  for (const [at, part] of manifest.parts.entries()) {
    const is = found[at];
    if (is?.name !== part.name || is.bytes !== part.bytes || is.sha256 !== part.sha256)
      throw notWhole(path, `${part.name} is not what the manifest says`);
  }
  if (found.length !== manifest.parts.length) throw notWhole(path, 'it holds more than its manifest says');
  return { head, manifest };
}
