import type { X509Certificate } from 'node:crypto';
import type { CertificateHash } from '../../domain/commands/certificate.ts';
import { type Instant, minute } from '../../lib/time.ts';
import { context, type Element, elements, oidOf, partsOf, serialText, tags, timeOf, whole } from '../der.ts';
import { hashed, isIssuer, type Signed, signedBy } from '../identity.ts';

/** A list of revoked certificates (RFC 5280 section 5). */
export interface RevocationList {
  readonly issuer: Buffer;
  readonly thisUpdate: Instant;
  readonly nextUpdate?: Instant;
  readonly serials: ReadonlySet<string>;
  readonly signed: Signed;
}

const true_ = 'ff';
/** issuingDistributionPoint may be critical; one that only tells differences is not the whole truth. */
const understood = new Set(['2.5.29.20', '2.5.29.35', '2.5.29.28']);

/** Undefined: this is no list, or one that cannot be understood. Never throws. */
export function readCrl(der: Buffer): RevocationList | undefined {
  try {
    const outer = partsOf(whole(der));
    const list = outer.take(tags.sequence);
    const signed: Signed = { text: list.raw, algorithm: outer.take(), signature: outer.take(tags.bitString) };
    const parts = partsOf(list);
    parts.maybe(tags.integer);
    parts.take();
    const issuer = parts.take().raw;
    const thisUpdate = timeOf(parts.take());
    const next = parts.maybe(tags.utcTime) ?? parts.maybe(tags.generalizedTime);
    const revoked = parts.maybe(tags.sequence);
    if (!isUnderstood(parts.maybe(context(0)))) return undefined;
    const serials = new Set<string>();
    if (revoked !== undefined)
      for (const one of elements(revoked))
        serials.add(serialText(partsOf(one).take(tags.integer).content.toString('hex')));
    return { issuer, thisUpdate, serials, signed, ...(next === undefined ? {} : { nextUpdate: timeOf(next) }) };
  } catch {
    return undefined;
  }
}

function isUnderstood(extensions: Element | undefined): boolean {
  if (extensions === undefined) return true;
  for (const one of elements(whole(extensions.content))) {
    const parts = partsOf(one);
    const oid = oidOf(parts.take(tags.oid));
    if (parts.take().content.toString('hex') === true_ && !understood.has(oid)) return false;
  }
  return true;
}

const tolerance = 5 * minute;

export type CrlReading =
  | { readonly status: 'good' | 'revoked'; readonly nextUpdate?: Instant; readonly proven: boolean }
  | { readonly fault: 'otherCertificate' | 'outdated' | 'signature' };

/** What the list says of a certificate (OCPP 2.1 M07.FR.06, M07.FR.07). */
export function judgeByCrl(
  list: RevocationList,
  hash: CertificateHash,
  known: readonly X509Certificate[],
  now: Instant,
): CrlReading {
  if (hashed(hash.algorithm, list.issuer) !== hash.issuerNameHash.toLowerCase()) return { fault: 'otherCertificate' };
  const { thisUpdate, nextUpdate } = list;
  if (thisUpdate > now + tolerance || (nextUpdate !== undefined && nextUpdate < now - tolerance))
    return { fault: 'outdated' };
  const issuer = known.find((one) => isIssuer(one, hash));
  if (issuer !== undefined && !signedBy(list.signed, issuer)) return { fault: 'signature' };
  return {
    status: list.serials.has(serialText(hash.serial)) ? 'revoked' : 'good',
    proven: issuer !== undefined,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
  };
}
