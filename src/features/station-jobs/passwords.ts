import { createHmac } from 'node:crypto';

/** No characters that look alike: it is read from a screen and typed (lib/passwords.ts). */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const length = 20;

/**
 * The password of a station that a job makes. Only the job's seed is kept until it is handed out, so that no password rests in the database
 * and each can be told once.
 */
export function passwordOf(seed: string, identity: string): string {
  let password = '';
  for (let block = 0; password.length < length; block++)
    for (const byte of createHmac('sha256', seed).update(`${block} ${identity}`).digest()) {
      // Of 256 values only whole rounds of the alphabet: every letter is as likely as every other.
      if (byte < letters.length * Math.floor(256 / letters.length) && password.length < length)
        password += letters[byte % letters.length];
    }
  return password;
}
