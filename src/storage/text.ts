/**
 * PostgreSQL text cannot hold U+0000. A frame is kept byte for byte all the same: U+0000 is written as U+F8FF `0`, and U+F8FF itself
 * as U+F8FF `1`. Both are so rare that a reader who goes past `fromText` sees the frame as it was.
 */
const mark = '\uf8ff';

export function toText(text: string): string {
  if (!text.includes('\0') && !text.includes(mark)) return text;
  return text.replaceAll(mark, `${mark}1`).replaceAll('\0', `${mark}0`);
}

export function fromText(text: string): string {
  if (!text.includes(mark)) return text;
  return text.replaceAll(`${mark}0`, '\0').replaceAll(`${mark}1`, mark);
}

/** What a string from a parsed payload looks like in facts and state: U+0000 is shown as ␀, a lone surrogate as �. The frame keeps the original. */
const cleanString = (text: string): string => text.replaceAll('\0', '\u2400').replace(/\p{Surrogate}/gu, '\ufffd');

/** Cleans every string (and key) of plain data. Only needed when the frame has `\u` escapes in it. */
export function cleaned<T>(value: T): T {
  if (typeof value === 'string') return cleanString(value) as T;
  if (Array.isArray(value)) return value.map(cleaned) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [cleanString(name), cleaned(inner)])) as T;
}
