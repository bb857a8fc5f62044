import type { OCPP20, OCPP21 } from 'typed-ocpp';
import { name, wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { questionOf } from '../certificate.ts';

type Wanted = OCPP21.Get15118EVCertificateRequest;

const actions = { Install: 'install', Update: 'update' } as const;

/** M01, M02. `room`: what fits into exiResponse, which differs by version. */
export const get15118EVCertificate = (room: number) =>
  incoming<Wanted, OCPP21.Get15118EVCertificateResponse>({
    action: 'Get15118EVCertificate',
    read: ({ action, iso15118SchemaVersion, exiRequest, maximumContractCertificateChains, prioritizedEMAIDs }) =>
      compact({
        kind: 'contractCertificate',
        action: actions[action],
        schema: name(iso15118SchemaVersion),
        request: exiRequest,
        mostContracts: wholeOrNothing(maximumContractCertificateChains),
        preferred: prioritizedEMAIDs?.map(name),
        room,
      }),
    answer: (answer) => {
      const { offer } = expect(answer, 'contractCertificate');
      return offer.accepted
        ? compact({ status: 'Accepted', exiResponse: offer.response, remainingContracts: offer.remaining })
        : { status: 'Failed', exiResponse: '' };
    },
  });

/** M06. */
export const getCertificateStatus = (room: number) =>
  incoming<OCPP21.GetCertificateStatusRequest, OCPP20.GetCertificateStatusResponse>({
    action: 'GetCertificateStatus',
    read: ({ ocspRequestData }) => ({ kind: 'certificateStatus', question: questionOf(ocspRequestData), room }),
    answer: (answer) => {
      const { reply } = expect(answer, 'certificateStatus');
      return reply.accepted ? { status: 'Accepted', ocspResult: reply.result } : { status: 'Failed' };
    },
  });
