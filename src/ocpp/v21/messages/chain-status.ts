import type { OCPP21 } from 'typed-ocpp';
import { iso } from '../../../lib/time.ts';
import { atLeastOne } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { readHash } from '../../words.ts';

type Response = OCPP21.GetCertificateChainStatusResponse;

const words = { good: 'Good', revoked: 'Revoked', unknown: 'Unknown', failed: 'Failed' } as const;

/** M07: the certificates of a car, each with where to ask. */
export const getCertificateChainStatus = incoming<OCPP21.GetCertificateChainStatusRequest, Response>({
  action: 'GetCertificateChainStatus',
  read: ({ certificateStatusRequests }) => ({
    kind: 'chainStatus',
    questions: certificateStatusRequests.map(({ certificateHashData, source, urls }) => ({
      hash: readHash(certificateHashData),
      source,
      urls: [...urls],
    })),
  }),
  answer: (answer, { certificateStatusRequests }) => {
    const { results } = expect(answer, 'chainStatus');
    return {
      certificateStatus: atLeastOne(
        certificateStatusRequests.map(({ certificateHashData, source }, index) => {
          const { status, nextUpdate } = results[index]!;
          return { certificateHashData, source, status: words[status], nextUpdate: iso(nextUpdate) };
        }),
      ) as Response['certificateStatus'],
    };
  },
});
