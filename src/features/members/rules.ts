import { randomInt } from 'node:crypto';

/** No characters that look alike: it is read from a screen and typed. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A first password, about 93 bits. */
export const firstPassword = (): string =>
  Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('');

/** An operator without an administrator could never get one again. */
export const refusesToLose = (administrators: number, role: string): string | undefined =>
  role === 'administrator' && administrators <= 1
    ? 'This is the only administrator. Make somebody else one first.'
    : undefined;
