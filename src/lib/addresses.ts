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
