import 'reflect-metadata';
import { createHash, type KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

export { x509 };

/** What is told about a certificate. */
export interface CertificateFacts {
  readonly fingerprint: string;
  readonly name: string;
  readonly organisation: string;
  readonly issuer: string;
  readonly serial: string;
  /** E.g. `RSA 2048`, `EC P-256`. */
  readonly key: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly pem: string;
}

/** The one value of a distinguished name; empty where there is none, or several of which nobody knows which is meant. */
export function part(name: x509.Name, field: 'CN' | 'O'): string {
  const values = name.getField(field);
  return values.length === 1 ? values[0]! : '';
}

export function factsOf(certificate: X509Certificate): CertificateFacts {
  const { subjectName, issuerName } = new x509.X509Certificate(certificate.raw);
  return {
    fingerprint: fingerprintOf(certificate.raw),
    name: part(subjectName, 'CN'),
    organisation: part(subjectName, 'O'),
    issuer: part(issuerName, 'CN'),
    serial: certificate.serialNumber,
    key: keyName(certificate.publicKey),
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    pem: certificate.toString(),
  };
}

/** SHA-256 over the DER, hexadecimal. */
export const fingerprintOf = (raw: Uint8Array): string => createHash('sha256').update(raw).digest('hex');

const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

export function keyName(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss') return `RSA ${modulusLength}`;
  if (key.asymmetricKeyType === 'ec') return `EC ${curves[namedCurve ?? ''] ?? namedCurve}`;
  return key.asymmetricKeyType ?? 'unknown';
}

/** OCPP 2.0.1 A00.FR.501 to 503: RSA of 2048 bits at least, elliptic curves of 224 bits at least. */
export function isWeak(key: KeyObject): boolean {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss') return modulusLength < 2048;
  if (key.asymmetricKeyType === 'ec') return Number(/\d{3}/.exec(namedCurve)?.[0] ?? 0) < 224;
  return key.asymmetricKeyType !== 'ed25519' && key.asymmetricKeyType !== 'ed448';
}

/** A00.FR.504: SHA-1 and MD5 prove nothing any more. */
export function isWeaklySigned(raw: Uint8Array): boolean {
  const { hash } = new x509.X509Certificate(Buffer.from(raw)).signatureAlgorithm as { hash?: { name?: string } };
  return hash?.name === 'SHA-1' || hash?.name === 'MD5';
}

const blocks = /-----BEGIN CERTIFICATE-----[^-]{1,20000}-----END CERTIFICATE-----/g;

/** The certificates in a PEM text. Throws on what is none. */
export const certificatesIn = (pem: string): X509Certificate[] =>
  (pem.match(blocks) ?? []).map((block) => new X509Certificate(block));
