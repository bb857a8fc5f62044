import { networkInterfaces } from 'node:os';

/** IPv4 addresses under which other machines see this one. */
export const addressesOfMachine = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);

export const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** A host as it stands in a URL. Where the server listens everywhere: `everywhere`. */
export const urlHost = (host: string, everywhere = '127.0.0.1'): string => {
  const one = isWildcard(host) ? everywhere : host;
  return one.includes(':') ? `[${one}]` : one;
};

// Lengths are bounded so that a hostile text cannot make the search slow.
const login =
  /([a-z][a-z0-9+.-]{0,15}:(?:\/|\\\/){2})(?:[^\s"'<>/\\@]{1,256}:[^\s"'<>]{0,256}|[^\s"'<>/\\@]{1,256})@/gi;
/** The one-time part of an address for files (transfer/token.ts). */
const oneTime = /((?:\/|\\\/)files(?:\/|\\\/))[0-9a-z]{1,6}-[0-9a-f]{48}/g;

/** A text whose URLs show neither a login nor what a file may be brought or fetched with; `hide` gives what stands instead. */
export const withoutLogins = (text: string, hide: () => string): string =>
  text
    .replace(login, (_, scheme: string) => `${scheme}${hide()}@`)
    .replace(oneTime, (_, before: string) => `${before}${hide()}`);
