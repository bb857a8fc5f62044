import { createHash, verify, type X509Certificate } from 'node:crypto';
import type { CertificateHash } from '../domain/commands/certificate.ts';
import { bitsOf, context, type Element, oidOf, partsOf, serialText, tags, whole } from './der.ts';

/** What names a certificate towards those who tell its status (RFC 6960 section 4.1.1, CertID). */
interface Names {
  readonly serial: string;
  /** DER */
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** Of its own public key, without what says which kind it is. */
  readonly keyBits: Buffer;
}

export function namesIn(certificate: X509Certificate): Names {
  const outer = partsOf(whole(certificate.raw));
  const inner = partsOf(outer.take());
  inner.maybe(context(0));
  const serial = inner.take(tags.integer).content.toString('hex');
  inner.take();
  const issuer = inner.take().raw;
  inner.take();
  const subject = inner.take().raw;
  const key = partsOf(inner.take());
  key.take();
  return { serial: serialText(serial), issuer, subject, keyBits: bitsOf(key.take(tags.bitString)) };
}

export type HashAlgorithm = CertificateHash['algorithm'];

export const hashed = (algorithm: HashAlgorithm, data: Buffer): string =>
  createHash(algorithm.toLowerCase()).update(data).digest('hex');

/** How a certificate is named to those who tell its status: by its issuer and its number. */
export function hashOf(certificate: X509Certificate, issuer: X509Certificate): CertificateHash {
  const names = namesIn(certificate);
  return {
    algorithm: 'SHA256',
    issuerNameHash: hashed('SHA256', names.issuer),
    issuerKeyHash: hashed('SHA256', namesIn(issuer).keyBits),
    serial: names.serial,
  };
}

/** Whether this is the issuer that a hash speaks of: whoever knows the hash can prove the key with it. */
export function isIssuer(certificate: X509Certificate, hash: CertificateHash): boolean {
  const { subject, keyBits } = namesIn(certificate);
  return (
    hashed(hash.algorithm, keyBits) === hash.issuerKeyHash.toLowerCase() &&
    hashed(hash.algorithm, subject) === hash.issuerNameHash.toLowerCase()
  );
}

/** Signatures that prove something (A00.FR.504), by their OID. null: the algorithm has its own hash. */
const signatures: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
  '1.3.101.113': null,
};

/** A text that is signed, with the algorithm and the signature that stand beside it. */
export interface Signed {
  readonly text: Buffer;
  readonly algorithm: Element;
  readonly signature: Element;
}

export function signedBy({ text, algorithm, signature }: Signed, signer: X509Certificate): boolean {
  const hash = signatures[oidOf(partsOf(algorithm).take(tags.oid))];
  if (hash === undefined) return false;
  try {
    return verify(hash, text, signer.publicKey, bitsOf(signature));
  } catch {
    // A key of another kind than the signature.
    return false;
  }
}
