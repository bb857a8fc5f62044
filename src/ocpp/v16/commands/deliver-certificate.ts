import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type DeliverCertificate = Extract<Command, { kind: 'deliverCertificate' }>;

/** Whitepaper A02, A03. */
export const deliverCertificate = outgoing<
  DeliverCertificate,
  OCPP16.CertificateSignedRequest,
  OCPP16.CertificateSignedResponse
>({
  kind: 'deliverCertificate',
  write: ({ chain }) => ({ action: 'CertificateSigned', payload: { certificateChain: chain } }),
  read: answered,
});
