import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact, someOrNone } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredOrEmpty, readHash } from '../../words.ts';
import { useOf, useWords } from '../certificate.ts';

type ReadCertificates = Extract<Command, { kind: 'readCertificates' }>;

/** M03: of the kinds that are named, or of all. */
export const readCertificates = outgoing<
  ReadCertificates,
  OCPP21.GetInstalledCertificateIdsRequest,
  OCPP21.GetInstalledCertificateIdsResponse
>({
  kind: 'readCertificates',
  write: ({ uses }) => ({
    action: 'GetInstalledCertificateIds',
    payload: compact({ certificateType: someOrNone(uses?.map((use) => useWords[use])) }),
  }),
  read: (answer) => ({
    ...answeredOrEmpty(answer, 'NotFound'),
    certificates: (answer.certificateHashDataChain ?? []).map((chain) =>
      compact({
        use: useOf(chain.certificateType),
        hash: readHash(chain.certificateHashData),
        children: chain.childCertificateHashData?.map(readHash),
      }),
    ),
  }),
});
