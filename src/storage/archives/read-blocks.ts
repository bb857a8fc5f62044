import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type ExportedExchange, fromExported } from '../exchange-file.ts';
import type { Exchange } from '../exchanges.ts';
import type { FileStore } from '../files/file-store.ts';
import type { FrameCursor } from '../frame-store.ts';
import { type Block, compare, placeOf } from './block.ts';

/** Larger than any block that is written; what is larger did not come from here. */
const maxOutputLength = 64 * 1024 * 1024;
const expand = promisify(gunzip);

export async function readBlock(files: FileStore, { fileKey, start, bytes }: Block): Promise<Exchange[]> {
  const pieces: Buffer[] = [];
  for await (const piece of await files.read(fileKey, { from: start, to: start + bytes - 1 })) pieces.push(piece);
  const text = (await expand(Buffer.concat(pieces), { maxOutputLength })).toString();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => fromExported(JSON.parse(line) as ExportedExchange));
}

/**
 * The frames of `blocks` (as findBlocks orders them) in strict order, a block or two in memory: blocks of one station overlap only where
 * a log was imported into a time that had been archived before. `sentinel` is a further block that is not read: the walk ends before it.
 */
export async function* walkBlocks(
  files: FileStore,
  blocks: readonly Block[],
  order: 'newest' | 'oldest',
  sentinel: Block | undefined,
): AsyncGenerator<Exchange> {
  const sign = order === 'newest' ? -1 : 1;
  const inOrder = (a: Exchange, b: Exchange) => sign * compare(placeOf(a), placeOf(b));
  /** Where a block begins, seen from where the walk comes from. */
  const nearEnd = (block: Block): FrameCursor => (order === 'newest' ? block.last : block.first);
  let waiting: Exchange[] = [];
  for (const [at, block] of blocks.entries()) {
    waiting = [...waiting, ...(await readBlock(files, block))].sort(inOrder);
    const next = blocks[at + 1] ?? sentinel;
    let ready = 0;
    while (
      ready < waiting.length &&
      (next === undefined || sign * compare(placeOf(waiting[ready]!), nearEnd(next)) < 0)
    )
      yield waiting[ready++]!;
    waiting = waiting.slice(ready);
  }
}
