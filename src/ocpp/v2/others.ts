import type { Payload } from '../table.ts';

/** Messages of 2.0.1 and 2.1 that are kept and answered without a decision, until they have a rule of their own. */
export const others = {
  // M01, M02: no contract certificate can be had here.
  Get15118EVCertificate: () => ({ status: 'Failed', exiResponse: '' }),
  // M06: no OCSP responder was asked.
  GetCertificateStatus: () => ({ status: 'Failed' }),
} as const satisfies Readonly<Record<string, (call: Payload) => Payload>>;
