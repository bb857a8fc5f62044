import type { OCPP16 } from 'typed-ocpp';
import { expect, incoming } from '../../define.ts';

/** Security whitepaper A02, A03. */
export const signCertificate = incoming<OCPP16.SignCertificateRequest, OCPP16.SignCertificateResponse>({
  action: 'SignCertificate',
  read: ({ csr }) => ({ kind: 'signCertificate', request: csr, use: 'station' }),
  answer: (answer) => ({ status: expect(answer, 'signCertificate').accepted ? 'Accepted' : 'Rejected' }),
});
