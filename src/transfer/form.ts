import { Failure } from '../lib/errors.ts';
import { nameInDisposition } from './names.ts';

const mostHead = 16 * 1024;
const broken = () => new Failure('request.invalid', 'The form that was sent has no file in it, or is cut short.');

/** The boundary of multipart/form-data; undefined: the body is something else. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const found = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '');
  return found?.[1] ?? found?.[2];
}

/**
 * The first part of a form that has a file name, else the first part (RFC 7578). The rest of the form is not read. Memory is bounded by
 * the size of the pieces that arrive. Throws Failure `request.invalid`.
 */
export async function firstFile(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
): Promise<{ readonly name: string | undefined; readonly content: AsyncIterable<Uint8Array> }> {
  const pieces = body[Symbol.asyncIterator]();
  // The first boundary need not have a line before it.
  let held: Buffer = Buffer.from('\r\n');
  const more = async (): Promise<boolean> => {
    const next = await pieces.next();
    if (next.done) return false;
    held = held.length === 0 ? Buffer.from(next.value) : Buffer.concat([held, next.value]);
    return true;
  };
  const mark = Buffer.from(`\r\n--${boundary}`);

  /** Leaves `held` behind the next boundary, giving what stands before it piece by piece. */
  async function* untilMark(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = held.indexOf(mark);
      if (at >= 0) {
        const before = held.subarray(0, at);
        held = held.subarray(at + mark.length);
        if (before.length > 0) yield before;
        return;
      }
      // The end of what is here may be the beginning of a boundary.
      const safe = held.length - mark.length + 1;
      if (safe > 0) {
        const before = held.subarray(0, safe);
        held = held.subarray(safe);
        yield before;
      }
      if (!(await more())) throw broken();
    }
  }
  const head = async (): Promise<string | undefined> => {
    for (;;) {
      const end = held.indexOf('\r\n\r\n');
      if (end >= 0) {
        const text = held.subarray(0, end).toString('utf8');
        held = held.subarray(end + 4);
        return text;
      }
      if (held.subarray(0, 2).toString() === '--') return undefined;
      if (held.length > mostHead || !(await more())) throw broken();
    }
  };

  for await (const _ of untilMark());
  for (let parts = 0; parts < 20; parts++) {
    const text = await head();
    if (text === undefined) break;
    const name = nameInDisposition(/^content-disposition\s*:(.*)$/im.exec(text)?.[1]);
    // A field beside the file, e.g. a token or a type.
    if (name !== undefined) return { name, content: untilMark() };
    for await (const _ of untilMark());
  }
  throw broken();
}
