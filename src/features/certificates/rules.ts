import { day, type Instant } from '../../lib/time.ts';

export const certificateStates = ['valid', 'ending', 'expired', 'notYetValid', 'revoked', 'superseded'] as const;
export type CertificateState = (typeof certificateStates)[number];

/** So long before its end a certificate wants attention: OCPP 2.0.1 A03.FR.02, one month. */
export const endingMs = 30 * day;

export function stateOf(
  certificate: {
    readonly notBefore: Instant;
    readonly notAfter: Instant;
    readonly revokedAt?: Instant | undefined;
    readonly revokedFor?: string | undefined;
  },
  now: Instant,
): CertificateState {
  if (certificate.revokedAt !== undefined) return certificate.revokedFor === 'superseded' ? 'superseded' : 'revoked';
  if (now > certificate.notAfter) return 'expired';
  if (now < certificate.notBefore) return 'notYetValid';
  return certificate.notAfter - now < endingMs ? 'ending' : 'valid';
}
