import { createHash } from 'node:crypto';
import { type PutOptions, type StoredFile, tooLarge } from './file-store.ts';

/** Lets content through and knows afterwards how much it was, and its checksum. Throws Failure `file.tooLarge` past the limit. */
export function measured(
  content: AsyncIterable<Uint8Array>,
  { limitBytes, signal }: PutOptions,
): { readonly content: AsyncIterable<Uint8Array>; readonly result: () => Omit<StoredFile, 'key'> } {
  const hash = createHash('sha256');
  let size = 0;
  async function* through(): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      signal?.throwIfAborted();
      size += piece.byteLength;
      if (limitBytes !== undefined && size > limitBytes) throw tooLarge(limitBytes);
      hash.update(piece);
      yield piece;
    }
  }
  return { content: through(), result: () => ({ size, sha256: hash.digest('hex') }) };
}
