/** One element of DER (X.690): what it is, its content, and all of it. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

export const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** A tag whose meaning the place gives: primitive `[n]`, or one that holds elements. */
export const context = (n: number, holds = true): number => (holds ? 0xa0 : 0x80) | n;

const bad = (what: string): Error => new Error(`no DER: ${what}`);

/** The element that begins at `at`. Throws on what is none. */
export function elementAt(data: Buffer, at = 0): Element {
  const tag = data[at];
  const first = data[at + 1];
  // Tags of more than one byte are in nothing that is read here.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw bad('its end');
  const digits = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || digits > 4 || at + 2 + digits > data.length) throw bad('a length');
  const length = digits === 0 ? first : data.readUIntBE(at + 2, digits);
  const begin = at + 2 + digits;
  if (begin + length > data.length) throw bad('its end');
  return { tag, content: data.subarray(begin, begin + length), raw: data.subarray(at, begin + length) };
}

/** The only element of a text: nothing stands behind it. */
export function whole(data: Buffer): Element {
  const element = elementAt(data);
  if (element.raw.length !== data.length) throw bad('more than one');
  return element;
}

export function* elements({ content }: Pick<Element, 'content'>): Generator<Element> {
  for (let at = 0; at < content.length; ) {
    const element = elementAt(content, at);
    yield element;
    at += element.raw.length;
  }
}

/** So many elements at most; a list without end is read by `elements`. */
const mostParts = 64;

/** Reads the elements of a sequence one after the other. */
export function partsOf(element: Element | undefined, tag: number = tags.sequence) {
  if (element?.tag !== tag) throw bad('a sequence');
  const parts: Element[] = [];
  for (const part of elements(element)) {
    if (parts.length >= mostParts) throw bad('so many parts');
    parts.push(part);
  }
  return {
    /** The next one, if it is of this kind. */
    maybe: (wanted: number): Element | undefined => (parts[0]?.tag === wanted ? parts.shift() : undefined),
    take(wanted?: number): Element {
      const part = parts.shift();
      if (part === undefined || (wanted !== undefined && part.tag !== wanted)) throw bad('a part');
      return part;
    },
  };
}

/** The bits of a BIT STRING that fills its bytes. */
export function bitsOf({ content }: Element): Buffer {
  if (content[0] !== 0) throw bad('whole bytes');
  return content.subarray(1);
}

export const oidOf = ({ content }: Element): string => {
  const numbers = [Math.floor(content[0]! / 40), content[0]! % 40];
  let number = 0;
  for (const byte of content.subarray(1)) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  return numbers.join('.');
};

/** GeneralizedTime and UTCTime as DER writes them: to the second, UTC (RFC 5280 section 4.1.2.5). */
export function timeOf({ tag, content }: Element): number {
  const text = content.toString('latin1');
  const long = tag === tags.utcTime ? `${Number(text.slice(0, 2)) >= 50 ? '19' : '20'}${text}` : text;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(long)?.map(Number) ?? [];
  if (year === undefined) throw bad('a time');
  return Date.UTC(year, month! - 1, day, hour, minute, second);
}

/** Serial numbers as hexadecimal text, lower case, without leading zeros: there are several ways to write one. */
export const serialText = (hex: string): string => hex.toLowerCase().replace(/^0+(?=.)/, '');

export function element(tag: number, ...content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const size: number[] = [];
  for (let rest = length; rest > 0 && length > 0x7f; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const head = length > 0x7f ? [tag, 0x80 | size.length, ...size] : [tag, length];
  return Buffer.concat([Buffer.from(head), ...content]);
}

/** An INTEGER from hexadecimal text; never negative. */
export function integer(hex: string): Buffer {
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = Buffer.from(even, 'hex');
  const short = bytes.subarray(
    Math.max(
      0,
      bytes.findIndex((byte) => byte !== 0),
    ),
  );
  return element(tags.integer, short[0]! >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0), short);
}
