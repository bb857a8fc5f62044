/** How much of a file's beginning tells what it is. */
export const headLength = 4096;

/** Shown in the browser; everything else is only ever saved. */
const shownInline: Readonly<Record<string, 'image' | 'pdf'>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'application/pdf': 'pdf',
};
export const previewOf = (mediaType: string): 'image' | 'pdf' | undefined => shownInline[mediaType];

const unknown = 'application/octet-stream';

/**
 * What a file is by its content. Names and senders are not believed: a page that calls itself a picture is found out here, and what is
 * none of these is bytes.
 */
export function mediaTypeOf(head: Buffer): string {
  for (const [type, fits] of signs) if (fits(head)) return type;
  return textTypeOf(head);
}

const at = (offset: number, text: string) => (head: Buffer) =>
  head.subarray(offset, offset + text.length).equals(Buffer.from(text, 'latin1'));
const all =
  (...tests: ((head: Buffer) => boolean)[]) =>
  (head: Buffer) =>
    tests.every((fits) => fits(head));
const holds = (text: string) => (head: Buffer) => head.includes(text, 0, 'latin1');
const zip = at(0, 'PK\x03\x04');
const office = 'application/vnd.openxmlformats-officedocument';

const signs: readonly (readonly [string, (head: Buffer) => boolean])[] = [
  ['image/jpeg', at(0, '\xff\xd8\xff')],
  ['image/png', at(0, '\x89PNG\r\n\x1a\n')],
  ['image/gif', (head) => at(0, 'GIF87a')(head) || at(0, 'GIF89a')(head)],
  ['image/webp', all(at(0, 'RIFF'), at(8, 'WEBP'))],
  ['image/heic', (head) => ['heic', 'heix', 'mif1', 'msf1'].some((brand) => at(4, `ftyp${brand}`)(head))],
  ['image/avif', at(4, 'ftypavif')],
  ['image/tiff', (head) => at(0, 'II*\0')(head) || at(0, 'MM\0*')(head)],
  ['image/bmp', all(at(0, 'BM'), at(6, '\0\0\0\0'))],
  ['application/pdf', at(0, '%PDF-')],
  [`${office}.wordprocessingml.document`, all(zip, holds('word/'))],
  [`${office}.spreadsheetml.sheet`, all(zip, holds('xl/'))],
  [`${office}.presentationml.presentation`, all(zip, holds('ppt/'))],
  ['application/vnd.oasis.opendocument.text', all(zip, holds('application/vnd.oasis.opendocument.text'))],
  ['application/vnd.oasis.opendocument.spreadsheet', all(zip, holds('application/vnd.oasis.opendocument.spreadsheet'))],
  ['application/zip', zip],
  ['application/x-ole-storage', at(0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
  ['application/gzip', at(0, '\x1f\x8b')],
  ['video/mp4', at(4, 'ftyp')],
  ['application/rtf', at(0, '{\\rtf')],
];

const markup = /<(!doctype|html|head|body|script|svg|iframe|object|embed|meta|link|a\s|img|\?xml|!--)/i;

function textTypeOf(head: Buffer): string {
  if (head.length === 0 || head.includes(0)) return unknown;
  const text = new TextDecoder('utf-8').decode(head);
  // A character cut in two at the end of the head is no fault.
  if (text.slice(0, -2).includes('\uFFFD')) return unknown;
  if (/<svg[\s>]/i.test(text)) return 'image/svg+xml';
  if (markup.test(text)) return /^\s*<\?xml/i.test(text) && !/<html/i.test(text) ? 'application/xml' : 'text/html';
  return 'text/plain';
}

/** Lets content through and knows its beginning afterwards. */
export function headOf(content: AsyncIterable<Uint8Array>): {
  readonly content: AsyncIterable<Uint8Array>;
  readonly head: () => Buffer;
} {
  const pieces: Uint8Array[] = [];
  let length = 0;
  async function* through(): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      if (length < headLength) {
        pieces.push(piece.slice(0, headLength - length));
        length += pieces.at(-1)!.byteLength;
      }
      yield piece;
    }
  }
  return { content: through(), head: () => Buffer.concat(pieces) };
}
