import 'reflect-metadata';
import { generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as x509 from '@peculiar/x509';

// Certificates of every kind that a test may want to show a server, made on the spot.
x509.cryptoProvider.set(webcrypto as unknown as Crypto);

type Keys = { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey; readonly pem: string };

const algorithms = {
  EC: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  RSA1024: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const;

const pair = (kind: keyof typeof algorithms): { publicKey: KeyObject; privateKey: KeyObject } =>
  kind === 'EC'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: kind === 'RSA' ? 2048 : 1024 });

export async function makeKeys(kind: keyof typeof algorithms = 'EC'): Promise<Keys> {
  const { publicKey, privateKey } = pair(kind);
  const { subtle } = webcrypto;
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    privateKey: (await subtle.importKey('pkcs8', pkcs8, algorithms[kind], true, ['sign'])) as CryptoKey,
    publicKey: (await subtle.importKey('spki', spki, algorithms[kind], true, ['verify'])) as CryptoKey,
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

export interface Made {
  readonly cert: string;
  readonly key: string;
  readonly certificate: x509.X509Certificate;
  readonly keys: Keys;
  readonly kind: keyof typeof algorithms;
}

export interface MakeOptions {
  readonly name: string;
  readonly organisation?: string;
  readonly by?: Made;
  readonly kind?: keyof typeof algorithms;
  readonly authority?: boolean;
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  readonly purposes?: readonly string[];
  readonly pathLength?: number;
  readonly localhost?: boolean;
  /** Where its status is told. */
  readonly ocsp?: string;
  readonly crl?: string;
}

const day = 86_400_000;

/** A certificate signed by another one, or by itself. */
export async function makeCertificate(options: MakeOptions): Promise<Made> {
  const { name, organisation, by, kind = 'EC', authority = false, from = -1, to = 30 } = options;
  const keys = await makeKeys(kind);
  const subject = new x509.Name([
    { CN: [{ utf8String: name }] },
    ...(organisation === undefined ? [] : [{ O: [{ utf8String: organisation }] }]),
  ] as unknown as x509.JsonName);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: `4${Buffer.from(webcrypto.getRandomValues(new Uint8Array(8)))
      .toString('hex')
      .slice(1)}`,
    subject,
    issuer: by?.certificate.subjectName ?? subject,
    notBefore: new Date(Date.now() + from * day),
    notAfter: new Date(Date.now() + to * day),
    signingAlgorithm: algorithms[by?.kind ?? kind],
    publicKey: keys.publicKey,
    signingKey: by?.keys.privateKey ?? keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(authority, options.pathLength, true),
      ...(options.purposes ? [new x509.ExtendedKeyUsageExtension([...options.purposes])] : []),
      ...(options.ocsp ? [new x509.AuthorityInfoAccessExtension({ ocsp: options.ocsp })] : []),
      ...(options.crl ? [new x509.CRLDistributionPointsExtension([options.crl])] : []),
      ...(options.localhost
        ? [
            new x509.SubjectAlternativeNameExtension([
              { type: 'dns', value: 'localhost' },
              { type: 'ip', value: '127.0.0.1' },
            ]),
          ]
        : []),
    ],
  });
  return { cert: certificate.toString('pem'), key: keys.pem, certificate, keys, kind };
}

/** A signing request as a station makes it. `signedBy`: with another key than the one in it. Without a name none is in it. */
export async function makeRequest(
  name: string | undefined,
  organisation: string,
  keys: Keys,
  { kind = 'EC', signedBy }: { kind?: keyof typeof algorithms; signedBy?: Keys } = {},
): Promise<string> {
  const subject = new x509.Name([
    ...(name === undefined ? [{ C: ['DE'] }] : [{ CN: [{ utf8String: name }] }]),
    { O: [{ utf8String: organisation }] },
  ] as unknown as x509.JsonName);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subject,
    keys: { publicKey: keys.publicKey, privateKey: (signedBy ?? keys).privateKey },
    signingAlgorithm: algorithms[kind],
  });
  return request.toString('pem');
}

/** An RSA and an ECDSA certificate for localhost, as files. */
export async function serverFiles(): Promise<{
  readonly folder: string;
  readonly environment: Record<string, string>;
  readonly rsa: Made;
  readonly ec: Made;
}> {
  const folder = mkdtempSync(path.join(tmpdir(), 'voltyard-pki-'));
  const [rsa, ec] = await Promise.all([
    makeCertificate({ name: 'localhost', kind: 'RSA', localhost: true }),
    makeCertificate({ name: 'localhost', kind: 'EC', localhost: true }),
  ]);
  writePair(folder, 'rsa', rsa);
  writePair(folder, 'ec', ec);
  const both = (end: string) => ['rsa', 'ec'].map((kind) => path.join(folder, `${kind}.${end}`)).join(',');
  return { folder, rsa, ec, environment: { VOLTYARD_TLS_CERT: both('cert.pem'), VOLTYARD_TLS_KEY: both('key.pem') } };
}

export function writePair(folder: string, name: string, { cert, key }: Made): void {
  const place = path.join(folder, `${name}.key.pem`);
  writeFileSync(place, key);
  chmodSync(place, 0o600);
  writeFileSync(path.join(folder, `${name}.cert.pem`), cert);
}
