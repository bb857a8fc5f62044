import 'reflect-metadata';
import { sign, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { day } from '../src/lib/time.ts';

export interface Signer {
  readonly pem: string;
  /** Signs as stations check it: RSA-PSS or ECDSA with SHA-256. Base64. */
  sign(content: Buffer): string;
  /** A certificate signed by this one. */
  issue(name: string, options?: SignerOptions): Promise<Signer>;
}

export interface SignerOptions {
  readonly ca?: boolean;
  readonly kind?: 'ec' | 'rsa';
  readonly from?: Date;
  readonly until?: Date;
}

const algorithms = {
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 },
} as const;

/** A manufacturer's root, made for one test. */
export const newRoot = (name: string, options: SignerOptions = {}): Promise<Signer> =>
  make(name, { ca: true, ...options }, undefined);

interface Issuer {
  readonly subject: string;
  readonly key: webcrypto.CryptoKey;
  readonly algorithm: (typeof algorithms)['ec' | 'rsa'];
}

async function make(name: string, options: SignerOptions, issuer: Issuer | undefined): Promise<Signer> {
  const algorithm = algorithms[options.kind ?? 'ec'];
  const keys = (await webcrypto.subtle.generateKey(algorithm as never, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const subject = `CN=${name}`;
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex'),
      subject,
      issuer: issuer?.subject ?? subject,
      notBefore: options.from ?? new Date(Date.now() - day),
      notAfter: options.until ?? new Date(Date.now() + 365 * day),
      publicKey: keys.publicKey as never,
      signingKey: (issuer?.key ?? keys.privateKey) as never,
      signingAlgorithm: (issuer?.algorithm ?? algorithm) as never,
      extensions: [new x509.BasicConstraintsExtension(options.ca ?? false, undefined, true)],
    },
    webcrypto as never,
  );
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const padding = algorithm.name === 'RSASSA-PKCS1-v1_5' ? { padding: 6, saltLength: 32 } : {};
  return {
    pem: certificate.toString('pem'),
    sign: (content) => sign('sha256', content, { key, format: 'der', type: 'pkcs8', ...padding }).toString('base64'),
    issue: (called, more = {}) => make(called, more, { subject, key: keys.privateKey, algorithm }),
  };
}
