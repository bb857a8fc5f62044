import type { Place } from '../domain/message.ts';

// Transaction messages are accepted whatever their content (W-07), so what is drawn from them is bounded here: the
// frame keeps the original, and nothing further in can be upset by a length or a number.

const int32 = 2 ** 31 - 1;

/** A whole number that every store can hold. */
export const whole = (value: number): number => Math.max(-int32 - 1, Math.min(int32, Math.trunc(value)));

export const wholeOrNothing = (value: unknown): number | undefined =>
  typeof value === 'number' && !Number.isNaN(value) ? whole(value) : undefined;

/** Long enough for every identifier of every version, short enough for an index. */
export const name = (text: string): string => (text.length > 255 ? text.slice(0, 255) : text);

export const nameOrNothing = (text: unknown): string | undefined =>
  typeof text === 'string' && text !== '' ? name(text) : undefined;

/** OCPP 2.x: an EVSE without a connector is its first one, EVSE 0 is the station. */
export const placeOf = (evse: number, connector?: number | null): Place => ({
  evse: whole(evse),
  connector: whole(connector ?? (evse === 0 ? 0 : 1)),
});

/** PostgreSQL refuses the character NUL in texts (W-13). Returns the same object where there is none. */
export function withoutNul<T>(value: T, depth = 0): T {
  if (typeof value === 'string') return (value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value) as T;
  if (typeof value !== 'object' || value === null || depth > 12) return value;
  let copy: Record<string, unknown> | undefined;
  // Messages are our own plain objects: nothing is inherited, and `for in` is the quickest walk.
  for (const key in value) {
    const before = (value as Record<string, unknown>)[key];
    const after = withoutNul(before, depth + 1);
    if (after !== before) {
      copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      copy[key] = after;
    }
  }
  return (copy ?? value) as T;
}
