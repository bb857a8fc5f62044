import { Readable } from 'node:stream';
import type { Raw } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { attachment } from '../../transfer/names.ts';
import { withoutMetadata } from './jpeg.ts';
import { previewOf } from './media.ts';

const nothing = "default-src 'none'";
const always = { 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' };

/** As it was uploaded, and whatever it is: saved, never run or drawn. */
export const saved = (content: Readable, name: string, size: string): Raw => ({
  raw: content,
  headers: {
    ...always,
    'content-disposition': attachment(name),
    'content-length': size,
    'content-security-policy': `sandbox; ${nothing}`,
  },
});

/**
 * To be looked at: of the types that are shown, by what the content is. A picture can do nothing, in a sandbox or not. A PDF is drawn by the
 * browser's own viewer, which has a process and an origin of its own; browsers do not start it in a sandboxed frame, so here the policy
 * names what the viewer needs and only our own pages may frame it.
 */
export function viewed(content: Readable, mediaType: string): Raw {
  const pdf = previewOf(mediaType) === 'pdf';
  return {
    raw: mediaType === 'image/jpeg' ? Readable.from(withoutMetadata(content)) : content,
    headers: {
      ...always,
      'content-type': mediaType,
      'content-disposition': 'inline',
      'content-security-policy': pdf
        ? `${nothing}; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'`
        : `sandbox; ${nothing}`,
      ...(pdf ? { 'x-frame-options': 'SAMEORIGIN' } : {}),
    },
  };
}

/** A small picture; a version never changes, so a browser may keep it. */
export const drawn = (picture: Buffer, mediaType: string): Raw => ({
  raw: picture,
  headers: {
    ...always,
    'content-type': mediaType,
    'cache-control': 'private, max-age=86400',
    'content-security-policy': `sandbox; ${nothing}`,
  },
});

/** A small body as a whole. */
export async function whole(content: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of content) {
    size += piece.byteLength;
    if (size > most)
      throw new Failure('file.tooLarge', `The file is larger than the ${most} bytes that are allowed here.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
