import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { useWords } from '../certificate.ts';

type InstallCertificate = Extract<Command, { kind: 'installCertificate' }>;

/** M05. */
export const installCertificate = outgoing<
  InstallCertificate,
  OCPP21.InstallCertificateRequest,
  OCPP21.InstallCertificateResponse
>({
  kind: 'installCertificate',
  write: ({ use, certificate }) => {
    // A chain of the station's own comes by CertificateSigned.
    if (use === 'v2gChain') throw new Error('A V2G chain is not installed by InstallCertificate');
    return { action: 'InstallCertificate', payload: { certificateType: useWords[use], certificate } };
  },
  read: answered,
});
