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
      const given = mac(salt, password);
      return expected.length === given.length && timingSafeEqual(given, expected);
    },
  };
}

/** A password for a station: 20 characters, which every OCPP 1.6 station can store (security whitepaper, AuthorizationKey). */
export const newStationPassword = (): string => randomBytes(15).toString('base64url');
