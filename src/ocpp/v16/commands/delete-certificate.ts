import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered, writtenHash } from '../../words.ts';

type DeleteCertificate = Extract<Command, { kind: 'deleteCertificate' }>;

/** Whitepaper M04. */
export const deleteCertificate = outgoing<
  DeleteCertificate,
  OCPP16.DeleteCertificateRequest,
  OCPP16.DeleteCertificateResponse
>({
  kind: 'deleteCertificate',
  write: ({ hash }) => ({ action: 'DeleteCertificate', payload: { certificateHashData: writtenHash(hash) } }),
  read: answered,
});
