import { X509Certificate } from 'node:crypto';
import type { RefusalCause } from '../domain/facts.ts';
import type { Instant } from '../lib/time.ts';
import { pathTo } from './path.ts';
import { type CertificateFacts, factsOf, isWeak, isWeaklySigned } from './x509.ts';

export type ChainReading =
  | { readonly leaf: CertificateFacts; readonly anchor: X509Certificate }
  | { readonly fault: Extract<RefusalCause, `certificate.${string}`> };

const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const anyPurpose = '2.5.29.37.0';

/**
 * Does what a station presented lead to somebody who is trusted (RFC 5280 section 6, as far as these chains go; OCPP 2.0.1
 * A00.FR.403, A00.FR.407)? `chain` is DER, its own first, in any order after that. Never throws.
 */
export function readChain(
  chain: readonly Uint8Array[],
  anchors: readonly X509Certificate[],
  now: Instant,
): ChainReading {
  try {
    const [leaf, ...others] = chain.map((raw) => new X509Certificate(raw));
    if (leaf === undefined) return { fault: 'certificate.unreadable' };
    if (isWeak(leaf.publicKey) || isWeaklySigned(leaf.raw)) return { fault: 'certificate.weak' };
    // Node calls the extended key usages `keyUsage`. A00.FR.514: better none at all; but one for servers only is not a station's.
    const purposes = leaf.keyUsage as readonly string[] | undefined;
    if (leaf.ca || purposes?.every((one) => one !== clientAuthentication && one !== anyPurpose))
      return { fault: 'certificate.purpose' };
    const isValid = (issuer: X509Certificate) =>
      Date.parse(issuer.validFrom) <= now && now <= Date.parse(issuer.validTo);
    const anchor = pathTo(leaf, others, anchors, isValid)?.at(-1);
    if (anchor === undefined) return { fault: 'certificate.untrusted' };
    const facts = factsOf(leaf);
    if (now < facts.notBefore) return { fault: 'certificate.notYetValid' };
    if (now > facts.notAfter) return { fault: 'certificate.expired' };
    return { leaf: facts, anchor };
  } catch {
    return { fault: 'certificate.unreadable' };
  }
}
