import type { OCPP20, OCPP21 } from 'typed-ocpp';
import type { SignedUse } from '../../../domain/commands/certificate.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';

const uses: Readonly<Record<string, SignedUse>> = { V2GCertificate: 'v2g', V2G20Certificate: 'v2g20' };

/** A02, A03. Without a type it is the one for the connection to us (A02.FR.13). */
export const signCertificate = incoming<OCPP21.SignCertificateRequest, OCPP20.SignCertificateResponse>({
  action: 'SignCertificate',
  read: ({ csr, certificateType, requestId }) =>
    compact({ kind: 'signCertificate', request: csr, use: uses[certificateType ?? ''] ?? 'station', requestId }),
  answer: (answer) => ({ status: expect(answer, 'signCertificate').accepted ? 'Accepted' : 'Rejected' }),
});
