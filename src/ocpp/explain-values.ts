import type { Place } from '../domain/message.ts';

/** A value that is not there: the catalogue leaves its words out. */
export const none = 'none';

const maxWord = 80;

/** A text from outside as a value of a sentence: bounded, without control characters. */
export function word(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : none;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  const clean = text.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, maxWord);
  // The formatter looks words up in a plain object: `constructor` must not be found there.
  return clean in {} ? `${clean} ` : clean;
}

/** The end of a card number, never the whole: at most four characters, at most half of it. */
export function lastDigits(number: string): string {
  const shown = Math.min(4, Math.floor(number.length / 2));
  return `…${shown === 0 ? '' : word(number.slice(-shown))}`;
}

/** Wh to kWh, W to kW, to the last Wh. */
export const kilo = (value: number | undefined): number | typeof none =>
  value === undefined ? none : Math.round(value) / 1000;

export const placeValues = (place: Partial<Place> | undefined) => ({
  place: place?.evse === undefined ? none : place.evse === 0 ? 'station' : 'point',
  evse: place?.evse ?? 0,
  connector: place?.connector ?? 0,
});

/** Seconds in the largest unit that divides them. */
export function duration(seconds: number): { readonly amount: number; readonly unit: string } {
  if (seconds >= 3600 && seconds % 3600 === 0) return { amount: seconds / 3600, unit: 'hours' };
  if (seconds >= 60 && seconds % 60 === 0) return { amount: seconds / 60, unit: 'minutes' };
  return { amount: seconds, unit: 'seconds' };
}
