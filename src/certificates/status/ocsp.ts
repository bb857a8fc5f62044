import { X509Certificate } from 'node:crypto';
import type { CertificateHash } from '../../domain/commands/certificate.ts';
import { type Instant, minute } from '../../lib/time.ts';
import {
  context,
  type Element,
  element,
  elements,
  integer,
  oidOf,
  partsOf,
  serialText,
  tags,
  timeOf,
  whole,
} from '../der.ts';
import { isIssuer, type Signed, signedBy } from '../identity.ts';

/** What a responder says of a certificate (RFC 6960). `proven`: signed by the issuer, or by whom the issuer named for it. */
export type OcspReading =
  | {
      readonly status: 'good' | 'revoked' | 'unknown';
      readonly nextUpdate?: Instant;
      readonly proven: boolean;
    }
  | { readonly fault: 'unreadable' | 'refused' | 'otherCertificate' | 'outdated' | 'signature' };

const hashOids = {
  SHA256: '608648016503040201',
  SHA384: '608648016503040202',
  SHA512: '608648016503040203',
} as const;

/** CertID */
const certId = ({ algorithm, issuerNameHash, issuerKeyHash, serial }: CertificateHash): Buffer =>
  element(
    tags.sequence,
    element(tags.sequence, element(tags.oid, Buffer.from(hashOids[algorithm], 'hex')), element(tags.null)),
    element(tags.octetString, Buffer.from(issuerNameHash, 'hex')),
    element(tags.octetString, Buffer.from(issuerKeyHash, 'hex')),
    integer(serial),
  );

const hexadecimal = /^(?:[0-9a-f]{2})+$/i;
/** Undefined: these hashes are no hashes. */
export function ocspRequest(hash: CertificateHash): Buffer | undefined {
  const { issuerNameHash, issuerKeyHash, serial } = hash;
  if (!hexadecimal.test(issuerNameHash) || !hexadecimal.test(issuerKeyHash) || !/^[0-9a-f]{1,40}$/i.test(serial))
    return undefined;
  // No nonce: stations hand the response on to cars for days (M06), and it is remembered here.
  const request = element(tags.sequence, certId(hash));
  return element(tags.sequence, element(tags.sequence, element(tags.sequence, request)));
}

const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const ocspSigning = '1.3.6.1.5.5.7.3.9';
/** Clocks differ by so much. */
const tolerance = 5 * minute;

/** Reads a response to a question about one certificate. Never throws. `known`: who may be its issuer. */
export function readOcsp(
  der: Buffer,
  hash: CertificateHash,
  known: readonly X509Certificate[],
  now: Instant,
): OcspReading {
  try {
    const outer = partsOf(whole(der));
    if (outer.take(tags.enumerated).content.toString('hex') !== '00') return { fault: 'refused' };
    const bytes = partsOf(partsOf(outer.take(context(0)), context(0)).take());
    if (oidOf(bytes.take(tags.oid)) !== basicResponse) return { fault: 'unreadable' };
    const basic = partsOf(whole(bytes.take(tags.octetString).content));
    const data = basic.take(tags.sequence);
    const signed: Signed = { text: data.raw, algorithm: basic.take(), signature: basic.take(tags.bitString) };
    const certificates = certificatesOf(basic.maybe(context(0)));
    const found = answersOf(data).find((one) => concerns(one.id, hash));
    if (found === undefined) return { fault: 'otherCertificate' };
    const { status, thisUpdate, nextUpdate } = found;
    if (thisUpdate > now + tolerance || (nextUpdate !== undefined && nextUpdate < now - tolerance))
      return { fault: 'outdated' };
    const issuer = [...known, ...certificates].find((one) => isIssuer(one, hash));
    if (issuer !== undefined && !mayTell(signed, issuer, certificates, now)) return { fault: 'signature' };
    return { status, proven: issuer !== undefined, ...(nextUpdate === undefined ? {} : { nextUpdate }) };
  } catch {
    return { fault: 'unreadable' };
  }
}

const mostCertificates = 8;

function certificatesOf(part: Element | undefined): X509Certificate[] {
  if (part === undefined) return [];
  const list = [...elements(whole(part.content))];
  return list.slice(0, mostCertificates).map(({ raw }) => new X509Certificate(raw));
}

function answersOf(data: Element) {
  const parts = partsOf(data);
  parts.maybe(context(0));
  parts.take();
  parts.take(tags.generalizedTime);
  return [...elements(parts.take(tags.sequence))].slice(0, 16).map((one) => {
    const answer = partsOf(one);
    const id = answer.take(tags.sequence);
    const { tag } = answer.take();
    const thisUpdate = timeOf(answer.take(tags.generalizedTime));
    const next = answer.maybe(context(0));
    return {
      id,
      status: tag === context(0, false) ? 'good' : tag === context(1) ? 'revoked' : 'unknown',
      thisUpdate,
      nextUpdate: next && timeOf(whole(next.content)),
    } as const;
  });
}

function concerns(id: Element, { algorithm, issuerNameHash, issuerKeyHash, serial }: CertificateHash): boolean {
  const parts = partsOf(id);
  const oid = partsOf(parts.take()).take(tags.oid).content.toString('hex');
  const name = parts.take(tags.octetString).content.toString('hex');
  const key = parts.take(tags.octetString).content.toString('hex');
  const number = parts.take(tags.integer).content.toString('hex');
  return (
    oid === hashOids[algorithm] &&
    name === issuerNameHash.toLowerCase() &&
    key === issuerKeyHash.toLowerCase() &&
    serialText(number) === serialText(serial)
  );
}

/** RFC 6960 section 4.2.2.2: the issuer itself, or one whom it gave a certificate for this. */
function mayTell(
  signed: Signed,
  issuer: X509Certificate,
  certificates: readonly X509Certificate[],
  now: Instant,
): boolean {
  if (signedBy(signed, issuer)) return true;
  return certificates.some(
    (one) =>
      (one.keyUsage as readonly string[] | undefined)?.includes(ocspSigning) === true &&
      one.checkIssued(issuer) &&
      one.verify(issuer.publicKey) &&
      Date.parse(one.validFrom) <= now &&
      now <= Date.parse(one.validTo) &&
      signedBy(signed, one),
  );
}
