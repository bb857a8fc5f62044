import { randomBytes } from 'node:crypto';
import type { Instant } from './time.ts';

/** Makes UUIDs of version 7 that sort in the order they were made, also within one millisecond. */
export type NewId = (now: Instant) => string;

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const pool = 4096;

/** RFC 9562 section 6.2, method 1: the 12 bits after the version count up within a millisecond. */
export function createIds(random: (size: number) => Buffer = randomBytes): NewId {
  let bytes = random(pool);
  let offset = 0;
  let last = 0;
  let count = 0;
  return (now) => {
    if (now > last) {
      last = now;
      count = 0;
    } else if (++count > 0xfff) {
      last += 1;
      count = 0;
    }
    if (offset + 8 > pool) {
      bytes = random(pool);
      offset = 0;
    }
    const time = Math.floor(last).toString(16).padStart(12, '0');
    const a = hex[(bytes[offset]! & 0x3f) | 0x80]!;
    let tail = '';
    for (let i = 1; i < 8; i++) tail += hex[bytes[offset + i]!]!;
    offset += 8;
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${a}${tail.slice(0, 2)}-${tail.slice(2)}`;
  };
}
