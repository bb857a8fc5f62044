import { isUtf8 } from 'node:buffer';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Credentials {
  /** What is stored instead of the password. */
  hash(password: string): string;
  verify(password: string, hash: string): boolean;
}

const scheme = 'hmac-sha256';

/**
 * Salted HMAC-SHA-256 with a server secret. Station passwords are random, so that a slow hash adds nothing but the quarter of an hour in
 * which 10,000 stations cannot come back (robustness finding 6; OCPP 2.0.1 A01.FR.08 asks for a salted hash).
 */
export function createCredentials(pepper: Buffer): Credentials {
  const mac = (salt: string, password: string) =>
    createHmac('sha256', pepper).update(salt).update('\0').update(password).digest();
  return {
    hash(password) {
      const salt = randomBytes(12).toString('base64url');
      return `${scheme}$${salt}$${mac(salt, password).toString('base64url')}`;
    },
    verify(password, hash) {
      const [name, salt, stored] = hash.split('$');
      if (name !== scheme || salt === undefined || stored === undefined) return false;
      const expected = Buffer.from(stored, 'base64url');
      const fits = (word: string) => {
        const given = mac(salt, word);
        return expected.length === given.length && timingSafeEqual(given, expected);
      };
      // Some 1.6 stations use their AuthorizationKey as it was written, in hexadecimal digits, instead of the bytes it means.
      return fits(password) || (isWrittenKey(password) && fits(keyBytes(password)));
    },
  };
}

/** A password for a station: 20 characters, which every OCPP 1.6 station can store (security whitepaper, AuthorizationKey). */
export const newStationPassword = (): string => randomBytes(15).toString('base64url');

const isWrittenKey = (text: string): boolean => /^(?:[0-9a-f]{2}){8,20}$/i.test(text);

/** The bytes that hexadecimal digits mean, as the password of a handshake is read (gateway/endpoint.ts). */
function keyBytes(digits: string): string {
  const bytes = Buffer.from(digits, 'hex');
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

/** How a password is written into the setting that holds it: in OCPP 1.6 as hexadecimal digits (OCPP-J 1.6 section 6.2.1), else as it is. */
export const passwordToSetting = (password: string, protocol: string): string =>
  protocol === 'ocpp1.6' ? Buffer.from(password, 'utf8').toString('hex') : password;

/** ... and back. */
export const passwordOfSetting = (value: string, protocol: string): string =>
  protocol === 'ocpp1.6' && isWrittenKey(value) ? keyBytes(value) : value;
