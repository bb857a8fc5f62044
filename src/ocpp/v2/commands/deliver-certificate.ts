import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { signedWords } from '../certificate.ts';

type DeliverCertificate = Extract<Command, { kind: 'deliverCertificate' }>;

/** A02, A03. The request id is of 2.1. */
export const deliverCertificate = outgoing<
  DeliverCertificate,
  OCPP21.CertificateSignedRequest,
  OCPP21.CertificateSignedResponse
>({
  kind: 'deliverCertificate',
  write: ({ chain, use, requestId }) => ({
    action: 'CertificateSigned',
    payload: compact({
      certificateChain: chain,
      certificateType: use === undefined ? undefined : signedWords[use],
      requestId,
    }),
  }),
  read: answered,
});
