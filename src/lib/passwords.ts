import { randomInt } from 'node:crypto';

/** No characters that look alike: it is read from a screen and typed. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A random password, 5.8 bits for each character. */
export const readablePassword = (length: number): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
