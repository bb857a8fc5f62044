import { constants, createVerify, type KeyObject, type Verify, X509Certificate } from 'node:crypto';
import type { Instant } from '../../lib/time.ts';

export const signatureFaults = [
  'certificate.unreadable',
  'certificate.tooLong',
  'certificate.notNow',
  'certificate.untrusted',
  'signature.unreadable',
  'signature.wrong',
] as const;
export type SignatureFault = (typeof signatureFaults)[number];

export type SignatureCheck =
  | { readonly trusted: true; readonly signer: string }
  | { readonly trusted: false; readonly fault: SignatureFault; readonly signer?: string };

/** Signing certificate of UpdateFirmwareRequest: 5500 characters (2.0.1 FirmwareType, 1.6 whitepaper 5.16). */
const longestCertificate = 5500;
const deepest = 6;

export const pemBlocks = (text: string): string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];

/** The certificates of a PEM text in their order; undefined when one of them cannot be read, or there is none. */
export function readCertificates(text: string): X509Certificate[] | undefined {
  const blocks = pemBlocks(text);
  if (blocks.length === 0) return undefined;
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

/** Only the signing certificate itself goes to the station. */
export const signingCertificate = (text: string): string => `${(pemBlocks(text)[0] ?? '').replace(/\r/g, '')}\n`;

const isNow = (one: X509Certificate, now: Instant) =>
  Date.parse(one.validFrom) <= now && now <= Date.parse(one.validTo);

/** Whether these certificates, the first one's issuer among the others, lead to a trusted one. All must be valid now. */
export function chainFault(
  chain: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  now: Instant,
): SignatureFault | undefined {
  let current = chain[0]!;
  for (let depth = 0; depth < deepest; depth++) {
    if (!isNow(current, now)) return 'certificate.notNow';
    const known = trusted.find((root) => root.fingerprint256 === current.fingerprint256);
    if (known !== undefined) return undefined;
    const issuer = [...trusted, ...chain.slice(1)].find(
      (one) => one.ca && current.checkIssued(one) && current.verify(one.publicKey) && one !== current,
    );
    if (issuer === undefined) return 'certificate.untrusted';
    current = issuer;
  }
  return 'certificate.untrusted';
}

/** One pass over the file for every way in which this key may have signed it. */
function verifiers(key: KeyObject, signature: Buffer): { update(piece: Uint8Array): void; right(): boolean } {
  const made: { verify: Verify; options: object }[] = [];
  if (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss') {
    // L01.FR.04 asks for RSA-PSS; many manufacturers sign with PKCS#1.
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
    made.push({ verify: createVerify('sha256'), options: pss });
    if (key.asymmetricKeyType === 'rsa')
      made.push({ verify: createVerify('sha256'), options: { padding: constants.RSA_PKCS1_PADDING } });
  } else if (key.asymmetricKeyType === 'ec') {
    made.push({ verify: createVerify('sha256'), options: { dsaEncoding: 'der' } });
    made.push({ verify: createVerify('sha256'), options: { dsaEncoding: 'ieee-p1363' } });
  }
  return {
    update: (piece) => {
      for (const { verify } of made) verify.update(piece);
    },
    right: () => made.some(({ verify, options }) => holds(verify, { key, ...options }, signature)),
  };
}

/** A signature of another form than the one asked for is not an error here. */
function holds(verify: Verify, key: { readonly key: KeyObject }, signature: Buffer): boolean {
  try {
    return verify.verify(key, signature);
  } catch {
    return false;
  }
}

/**
 * Before an image goes to a station, its certificate and its signature are examined here (OCPP 2.0.1 A00.FR.706, A00.FR.707): the
 * certificate leads to a trusted manufacturer, and the signature is one over exactly this content.
 */
export async function checkSignature(
  content: AsyncIterable<Uint8Array>,
  signed: { readonly certificate: string; readonly signature: string },
  trusted: readonly X509Certificate[],
  now: Instant,
): Promise<SignatureCheck> {
  const chain = readCertificates(signed.certificate);
  if (chain === undefined) return { trusted: false, fault: 'certificate.unreadable' };
  const signer = chain[0]!.subject.replaceAll('\n', ', ').slice(0, 300);
  if (signingCertificate(signed.certificate).length > longestCertificate)
    return { trusted: false, fault: 'certificate.tooLong', signer };
  const fault = chainFault(chain, trusted, now);
  if (fault !== undefined) return { trusted: false, fault, signer };
  const signature = Buffer.from(signed.signature.replace(/\s/g, ''), 'base64');
  if (signature.length === 0) return { trusted: false, fault: 'signature.unreadable', signer };
  const verify = verifiers(chain[0]!.publicKey, signature);
  for await (const piece of content) verify.update(piece);
  return verify.right() ? { trusted: true, signer } : { trusted: false, fault: 'signature.wrong', signer };
}
