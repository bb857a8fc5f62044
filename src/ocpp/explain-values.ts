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

/** Where an address leads, without what may be a secret of it: its path and its login. */
export function hostOf(url: unknown): string {
  try {
    return word(new URL(String(url)).host);
  } catch {
    return none;
  }
}

/** A time of a frame, to the minute, in UTC. */
export const minuteOf = (sent: unknown): string => {
  const at = Date.parse(String(sent));
  return Number.isNaN(at) ? word(sent) : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
};

/** What a charging profile allows first, in both spellings of its schedule. */
export function firstLimit(schedules: unknown): { readonly limit: number | typeof none; readonly rate: string } {
  const [schedule] = [schedules].flat() as {
    chargingRateUnit?: unknown;
    chargingSchedulePeriod?: { limit?: unknown }[];
  }[];
  const limit = schedule?.chargingSchedulePeriod?.[0]?.limit;
  return { limit: typeof limit === 'number' ? limit : none, rate: word(schedule?.chargingRateUnit) };
}
