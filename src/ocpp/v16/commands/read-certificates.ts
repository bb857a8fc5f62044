import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { readHash } from '../../words.ts';
import { useWord } from '../certificate.ts';

type ReadCertificates = Extract<Command, { kind: 'readCertificates' }>;

/** Whitepaper M03: one kind at a time, and the answer does not repeat which. */
export const readCertificates = outgoing<
  ReadCertificates,
  OCPP16.GetInstalledCertificateIdsRequest,
  OCPP16.GetInstalledCertificateIdsResponse
>({
  kind: 'readCertificates',
  write: ({ uses }) => ({
    action: 'GetInstalledCertificateIds',
    payload: { certificateType: useWord(uses?.[0] ?? 'centralRoot') },
  }),
  // NotFound is an answer: there is none of this kind.
  read: ({ status, certificateHashData }, { uses }) => ({
    outcome: 'accepted',
    status,
    certificates: (certificateHashData ?? []).map((hash) => ({
      use: uses?.[0] ?? 'centralRoot',
      hash: readHash(hash),
    })),
  }),
});
