import { createPublicKey } from 'node:crypto';
import { type CertificateSubject, namesOf, type RequestFault } from '../domain/certificate.ts';
import { isWeak, part, x509 } from './x509.ts';

/** A request with an RSA key of 8192 bits has some 3 kB; OCPP 2.0.1 allows 5500 characters. */
export const longestRequest = 5500;

export interface Request {
  readonly name: string;
  readonly organisation: string;
  readonly key: x509.PublicKey;
  readonly kind: 'RSA' | 'EC';
}

export type RequestReading = { readonly request: Request } | { readonly fault: RequestFault };

/**
 * May this be signed for this station (S-12; OCPP 2.0.1 A02.FR.04, A00.FR.501 to 511)? It must be signed with its own key, bear
 * the name of this station and of nobody else, belong to the operator, and hold a key that is strong enough. Never throws.
 */
export async function readRequest(
  pem: string,
  subject: CertificateSubject,
  organisation: string,
): Promise<RequestReading> {
  if (pem.length > longestRequest) return { fault: 'request.tooBig' };
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
    if (isWeak(key)) return { fault: 'request.weak' };
    if (!(await request.verify())) return { fault: 'request.signature' };
    const name = part(request.subjectName, 'CN');
    if (!namesOf(subject).includes(name)) return { fault: 'request.name' };
    if (part(request.subjectName, 'O') !== organisation) return { fault: 'request.organisation' };
    return {
      request: { name, organisation, key: request.publicKey, kind: key.asymmetricKeyType === 'rsa' ? 'RSA' : 'EC' },
    };
  } catch {
    return { fault: 'request.unreadable' };
  }
}
