/** All that stands before the picture of a JPEG fits in here, or it is passed on as it came without what is droppable so far. */
const mostHead = 4 * 1024 * 1024;

const exif = Buffer.from('Exif\0\0', 'latin1');
/** A colour profile and Adobe's colour transform are needed to draw it; everything else of the kind tells of where and by whom. */
const kept = (marker: number) => marker === 0xe0 || marker === 0xe2 || marker === 0xee;

/**
 * A JPEG without what its camera wrote about place, time and owner (Exif, XMP, IPTC, comments), which only keeps how it was held
 * (Exif tag 0x0112), so that it is drawn upright. The picture itself is not touched. What is no JPEG comes through as it is.
 */
export async function* withoutMetadata(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of content) {
    if (waiting === undefined) {
      yield piece;
      continue;
    }
    waiting = Buffer.concat([waiting, piece]);
    const read = cleaned(waiting);
    if (read === undefined && waiting.length < mostHead) continue;
    yield read ?? waiting;
    waiting = undefined;
  }
  if (waiting !== undefined) yield waiting;
}

/** Undefined: the picture has not begun in these bytes (ITU-T T.81, B.1.1.4: segments up to SOS). */
function cleaned(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 4) return undefined;
  if (bytes.readUInt16BE(0) !== 0xffd8) return bytes;
  const parts: Buffer[] = [bytes.subarray(0, 2)];
  let orientation = 1;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return bytes;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda) {
      const turned = orientation === 1 ? [] : [orientationOnly(orientation)];
      return Buffer.concat([parts[0]!, ...turned, ...parts.slice(1), bytes.subarray(at)]);
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return undefined;
    const segment = bytes.subarray(at, end);
    const isMetadata = (marker >= 0xe0 && marker <= 0xef && !kept(marker)) || marker === 0xfe;
    if (!isMetadata) parts.push(segment);
    else if (marker === 0xe1 && segment.subarray(4, 10).equals(exif)) orientation = orientationIn(segment.subarray(10));
    at = end;
  }
  return undefined;
}

/** Exif 2.32, 4.6.4 A: 1 to 8; 1 when it says nothing. */
function orientationIn(tiff: Buffer): number {
  if (tiff.length < 14) return 1;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (offset: number) => (little ? tiff.readUInt16LE(offset) : tiff.readUInt16BE(offset));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return 1;
  for (let entry = 0; entry < short(directory); entry++) {
    const offset = directory + 2 + entry * 12;
    if (offset + 12 > tiff.length) return 1;
    if (short(offset) !== 0x0112) continue;
    const value = short(offset + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

function orientationOnly(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(2 + exif.length + tiff.length, 2);
  return Buffer.concat([head, exif, tiff]);
}
