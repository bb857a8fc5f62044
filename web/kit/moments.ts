/** A moment as the API says it: ISO text, or milliseconds since 1970. */
export type Moment = string | number | null | undefined;

/** Milliseconds since 1970; undefined when there is none or it cannot be read. */
export function millisecondsOf(moment: Moment): number | undefined {
  if (moment === null || moment === undefined || moment === '') return undefined;
  const ms = typeof moment === 'number' ? moment : Date.parse(moment);
  return Number.isNaN(ms) ? undefined : ms;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Distance from `now` in the unit people would say, e.g. [-8, 'second']. */
export function distance(at: number, now: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  const away = at - now;
  const size = Math.abs(away);
  if (size < minute) return [Math.trunc(away / second), 'second'];
  if (size < hour) return [Math.trunc(away / minute), 'minute'];
  if (size < day) return [Math.trunc(away / hour), 'hour'];
  return [Math.trunc(away / day), 'day'];
}

/** How far our clock and the server's may be apart before a moment counts as yet to come. */
const clockSlack = 30 * second;

/** "8s ago", "vor 8 s". A moment just ahead of the browser's clock is now. */
export function relativeText(at: number, now: number, locale: string): string {
  const [value, unit] = distance(at > now && at - now < clockSlack ? now : at, now);
  // The short form of the islands is as long as the long one; plain English is shorter.
  const form = new Intl.RelativeTimeFormat(locale.startsWith('en') ? 'en' : locale, { style: 'narrow' });
  return form.format(value === 0 ? -0 : value, unit);
}

/** The two largest parts of a duration: "1 h 36 min", "14 min", "22 s", "38 ms". */
export function spanText(ms: number): string {
  const sign = ms < 0 ? '−' : '';
  const size = Math.abs(ms);
  if (size < second) return `${sign}${Math.round(size)} ms`;
  if (size < minute) return `${sign}${Math.floor(size / second)} s`;
  if (size < hour) {
    const seconds = Math.floor((size % minute) / second);
    return `${sign}${Math.floor(size / minute)} min${size < 10 * minute && seconds > 0 ? ` ${seconds} s` : ''}`;
  }
  if (size < day) {
    const minutes = Math.floor((size % hour) / minute);
    return `${sign}${Math.floor(size / hour)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
  }
  const hours = Math.floor((size % day) / hour);
  return `${sign}${Math.floor(size / day)} d${hours > 0 ? ` ${hours} h` : ''}`;
}

export const relativeUntil = 7 * day;
