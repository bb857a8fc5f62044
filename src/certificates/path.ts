import type { X509Certificate } from 'node:crypto';
import { isWeak, isWeaklySigned, x509 } from './x509.ts';

const longestPath = 6;

/**
 * From a certificate to one that is trusted, each signed by the next (RFC 5280 section 6, as far as these chains go). Undefined:
 * there is no such way. Whether they are valid by now is for `usable` to say.
 */
export function pathTo(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  usable: (issuer: X509Certificate) => boolean = () => true,
): readonly X509Certificate[] | undefined {
  const path = [leaf];
  for (let below = 0; below < longestPath; below++) {
    const current = path[below]!;
    const signs = (issuer: X509Certificate) => usable(issuer) && mayIssue(issuer, current, below);
    const anchor = anchors.find(signs);
    if (anchor !== undefined) return [...path, anchor];
    const next = others.find((issuer) => issuer !== current && signs(issuer));
    if (next === undefined) return undefined;
    path.push(next);
  }
  return undefined;
}

function mayIssue(issuer: X509Certificate, subject: X509Certificate, below: number): boolean {
  if (!issuer.ca || !subject.checkIssued(issuer) || !subject.verify(issuer.publicKey)) return false;
  if (isWeak(issuer.publicKey) || isWeaklySigned(subject.raw)) return false;
  const limits = new x509.X509Certificate(issuer.raw).getExtension(x509.BasicConstraintsExtension);
  return limits?.pathLength === undefined || below <= limits.pathLength;
}
