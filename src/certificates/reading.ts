import type { X509Certificate } from 'node:crypto';
import { certificatesIn, factsOf, isWeak, isWeaklySigned } from './x509.ts';

const only = (pem: string): X509Certificate | undefined => {
  try {
    return certificatesIn(pem)[0];
  } catch {
    return undefined;
  }
};

/** The first certificate in a text, for people to look at; undefined: there is none. */
export function readCertificate(pem: string) {
  const certificate = only(pem);
  if (certificate === undefined) return undefined;
  const { fingerprint, name, key, notBefore, notAfter, pem: text } = factsOf(certificate);
  const weak = isWeak(certificate.publicKey) || isWeaklySigned(certificate.raw);
  return {
    fingerprint,
    name: name || certificate.subject,
    key,
    notBefore,
    notAfter,
    pem: text,
    authority: certificate.ca,
    weak,
  };
}

/** Whether a root may take the place of the one that a station has (OCPP 2.0.1 M05, AdditionalRootCertificateCheck). */
export function judgeRoot(pem: string, former: string | undefined): 'good' | 'noAuthority' | 'notSigned' | undefined {
  const root = only(pem);
  if (root === undefined) return undefined;
  if (!root.ca) return 'noAuthority';
  const old = former === undefined ? undefined : only(former);
  if (old === undefined || old.fingerprint256 === root.fingerprint256) return 'good';
  return root.checkIssued(old) && root.verify(old.publicKey) ? 'good' : 'notSigned';
}
