import type { OCPP21 } from 'typed-ocpp';
import type { Payload } from '../table.ts';

/** M07: nothing was checked. The time says that this answer is already old: it must not be cached. */
const chainStatus = ({ certificateStatusRequests }: OCPP21.GetCertificateChainStatusRequest) => ({
  certificateStatus: certificateStatusRequests.map(({ certificateHashData, source }) => ({
    certificateHashData,
    source,
    status: 'Failed',
    nextUpdate: '1970-01-01T00:00:00.000Z',
  })),
});

/** Messages that are new in 2.1 and are kept and answered without a decision, until they have a rule of their own. */
export const newOthers = {
  GetCertificateChainStatus: (call: Payload) => chainStatus(call as OCPP21.GetCertificateChainStatusRequest),
} as const satisfies Readonly<Record<string, (call: Payload) => Payload>>;
