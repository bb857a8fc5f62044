import { gunzipSync, gzipSync } from 'node:zlib';
import { Failure } from '../lib/errors.ts';

/** NATS carries 1 MiB in one message; some room is left for its own headers. */
export const mostBytes = 1_000_000;
/** From here on packing small costs less than carrying. */
const compressFrom = 64 * 1024;
/** What a packed message may grow to: nobody on the bus can fill our memory. */
const mostUnpacked = 32 * 1024 * 1024;

/** Plain data as it travels. Throws Failure `value.refused` when it is too large to be carried even packed. */
export function pack(data: unknown): Uint8Array {
  const text = Buffer.from(JSON.stringify(data));
  const bytes = text.length < compressFrom ? text : gzipSync(text, { level: 1 });
  if (bytes.length > mostBytes)
    throw new Failure(
      'value.refused',
      'This is too large to be sent to the node that holds the station: send it in parts.',
    );
  return bytes;
}

/** Throws when it is no message of ours. */
export function unpack<T>(bytes: Uint8Array): T {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = packed ? gunzipSync(bytes, { maxOutputLength: mostUnpacked }) : Buffer.from(bytes);
  return JSON.parse(text.toString());
}
