import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { type Clock, day, type Instant } from '../lib/time.ts';
import type { KeyKeeper, KeyKind, Purpose, SigningKey } from './keys.ts';
import type { Request } from './request.ts';
import { type CertificateFacts, factsOf, x509 } from './x509.ts';

export interface Authority {
  /** Signs a request that was found good. PEM, the station's own first. */
  sign(
    request: Request,
    purpose: Purpose,
    now: Instant,
  ): Promise<{ readonly facts: CertificateFacts; readonly chain: string }>;
  /** Makes the first of its own certificates, so that there is one to tell clients about. */
  prepare(): Promise<void>;
  /** Its own certificates, PEM: what it signed is trusted because of these. */
  roots(purpose: Purpose): Promise<readonly string[]>;
}

/** Where the authority's own certificates are kept; they are no secret. */
export interface RootStore {
  /** Keeps `made` unless one for this key is kept already; gives the kept one. */
  keep(purpose: Purpose, keyId: string, made: () => Promise<string>): Promise<string>;
  all(purpose: Purpose): Promise<readonly string[]>;
}

export interface AuthorityOptions {
  readonly keys: KeyKeeper;
  readonly roots: RootStore;
  readonly clock: Clock;
}

const rootYears = 20;
/** Short enough that a station that was lost stops by itself, long enough to be away over a winter. */
export const leafDays = 398;
/** A clock of a station that is a little slow must not find its new certificate not yet valid. */
const backdatedMs = day;

const algorithmOf = (kind: KeyKind) =>
  kind === 'EC'
    ? { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 3072 };

/** A00.FR.508: positive, not guessable. */
const serialNumber = (): string => `4${randomBytes(16).toString('hex').slice(1)}`;

const names: Readonly<Record<Purpose, string>> = { station: 'Station', v2g: 'V2G' };

/** The built-in authority: for each purpose one for elliptic keys and one for RSA, each its own root. */
export function createAuthority({ keys, roots, clock }: AuthorityOptions): Authority {
  const root = async (key: SigningKey, purpose: Purpose, now: Instant): Promise<string> => {
    const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', key.publicKey));
    const keyId = Buffer.from(await webcrypto.subtle.digest('SHA-256', spki)).toString('hex');
    return roots.keep(purpose, keyId, async () => {
      const made = await x509.X509CertificateGenerator.createSelfSigned({
        serialNumber: serialNumber(),
        name: `CN=Voltyard ${names[purpose]} CA ${key.kind} ${keyId.slice(0, 8)}, O=Voltyard`,
        notBefore: new Date(now - backdatedMs),
        notAfter: new Date(now + rootYears * 365 * day),
        signingAlgorithm: algorithmOf(key.kind),
        keys: key as never,
        extensions: [
          new x509.BasicConstraintsExtension(true, 0, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
          await x509.SubjectKeyIdentifierExtension.create(key.publicKey as never),
        ],
      });
      return made.toString('pem');
    });
  };

  return {
    async sign(request, purpose, now) {
      const key = await keys.key(request.kind, purpose);
      const issuer = await root(key, purpose, now);
      const parent = new x509.X509Certificate(issuer);
      const usage = x509.KeyUsageFlags.digitalSignature;
      const made = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: request.subject,
        issuer: parent.subjectName,
        notBefore: new Date(now - backdatedMs),
        notAfter: new Date(now + leafDays * day),
        signingAlgorithm: algorithmOf(key.kind),
        publicKey: request.key,
        signingKey: key.privateKey as never,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          // A00.FR.512: key usage yes; A00.FR.514: extended key usage better not.
          new x509.KeyUsagesExtension(
            request.kind === 'RSA'
              ? usage | x509.KeyUsageFlags.keyEncipherment
              : usage | x509.KeyUsageFlags.keyAgreement,
            true,
          ),
          await x509.AuthorityKeyIdentifierExtension.create(parent.publicKey),
          await x509.SubjectKeyIdentifierExtension.create(request.key),
        ],
      });
      const facts = factsOf(new X509Certificate(Buffer.from(made.rawData)));
      return { facts, chain: `${facts.pem.trim()}\n${issuer.trim()}\n` };
    },
    async prepare() {
      await root(await keys.key('EC', 'station'), 'station', clock.now());
    },
    roots: (purpose) => roots.all(purpose),
  };
}
