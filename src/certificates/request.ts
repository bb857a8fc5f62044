import { createPublicKey } from 'node:crypto';
import { type CertificateSubject, namesOf, type RequestFault } from '../domain/certificate.ts';
import type { SignedUse } from '../domain/commands/certificate.ts';
import { isWeak, part, x509 } from './x509.ts';

/** A request with an RSA key of 8192 bits has some 3 kB; OCPP 2.0.1 allows 5500 characters. */
export const longestRequest = 5500;

export interface Request {
  readonly name: string;
  /** Who is named in the certificate. */
  readonly subject: x509.Name;
  readonly key: x509.PublicKey;
  readonly kind: 'RSA' | 'EC';
}

export type RequestReading = { readonly request: Request } | { readonly fault: RequestFault };

/**
 * May this be signed for this station (S-12; OCPP 2.0.1 A02.FR.04, A00.FR.501 to 511)? It must be signed with its own key, bear
 * the name of this station and of nobody else, belong to the operator, and hold a key that is strong enough. One for the connection
 * to cars bears the name that ISO 15118 wants, and lets nobody in here. Never throws.
 */
export async function readRequest(
  pem: string,
  station: CertificateSubject,
  organisation: string,
  use: SignedUse,
): Promise<RequestReading> {
  if (pem.length > longestRequest) return { fault: 'request.tooBig' };
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
    if (isWeak(key)) return { fault: 'request.weak' };
    if (!(await request.verify())) return { fault: 'request.signature' };
    const name = part(request.subjectName, 'CN');
    if (use === 'station' && !namesOf(station).includes(name)) return { fault: 'request.name' };
    if (part(request.subjectName, 'O') !== organisation) return { fault: 'request.organisation' };
    // Nothing else of the subject is vouched for.
    const own = new x509.Name([{ CN: [{ utf8String: name }] }, { O: [{ utf8String: organisation }] }] as never);
    const subject = use === 'station' ? own : request.subjectName;
    return {
      request: { name, subject, key: request.publicKey, kind: key.asymmetricKeyType === 'rsa' ? 'RSA' : 'EC' },
    };
  } catch {
    return { fault: 'request.unreadable' };
  }
}
