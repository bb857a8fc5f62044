import { Failure } from './errors.ts';

/** Where a page ended, as the opaque text a caller hands back. */
export const writeCursor = (...parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** `integer`: what fits the database's type of that name. */
type Check = 'number' | 'integer' | 'string' | 'uuid';

/** The parts again. Throws Failure `request.invalid` when the text is not one of ours; each check names a part's form. */
export function readCursor<const C extends readonly Check[]>(
  text: string,
  ...checks: C
): { [I in keyof C]: C[I] extends 'number' | 'integer' ? number : string } {
  const parts = parse(text);
  const fits = (check: Check, part: unknown) =>
    check === 'number' || check === 'integer'
      ? Number.isFinite(part) && (check === 'number' || (Number.isInteger(part) && Math.abs(part as number) < 2 ** 31))
      : typeof part === 'string' && !part.includes('\0') && (check === 'string' || uuid.test(part));
  if (parts === undefined || parts.length !== checks.length || !checks.every((check, at) => fits(check, parts[at])))
    throw new Failure('request.invalid', 'The page marker `after` is not one this list gave out.');
  return parts as never;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function parse(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
