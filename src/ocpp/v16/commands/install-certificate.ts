import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { useWord } from '../certificate.ts';

type InstallCertificate = Extract<Command, { kind: 'installCertificate' }>;

/** Whitepaper M05. */
export const installCertificate = outgoing<
  InstallCertificate,
  OCPP16.InstallCertificateRequest,
  OCPP16.InstallCertificateResponse
>({
  kind: 'installCertificate',
  write: ({ use, certificate }) => ({
    action: 'InstallCertificate',
    payload: { certificateType: useWord(use), certificate },
  }),
  read: answered,
});
