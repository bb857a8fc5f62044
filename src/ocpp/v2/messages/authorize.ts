import type { OCPP20, OCPP21 } from 'typed-ocpp';
import type { Answer } from '../../../domain/message.ts';
import type { PresentedContract } from '../../../domain/messages/contract.ts';
import type { ContractStanding } from '../../../domain/plug-and-charge.ts';
import { atLeastOne, compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { cardOf, idTokenInfo } from '../card.ts';
import { questionOf } from '../certificate.ts';

/** AuthorizeCertificateStatusEnumType */
const standings: Readonly<Record<ContractStanding, NonNullable<OCPP20.AuthorizeResponse['certificateStatus']>>> = {
  accepted: 'Accepted',
  cancelled: 'ContractCancelled',
  expired: 'CertificateExpired',
  revoked: 'CertificateRevoked',
  unproven: 'CertChainError',
};

/** C07: more than an eMAID came. */
function contractOf({
  certificate,
  iso15118CertificateHashData: hashes,
}: OCPP21.AuthorizeRequest): PresentedContract | undefined {
  if (!certificate && !hashes?.length) return undefined;
  return compact({ chain: certificate || undefined, questions: hashes?.map(questionOf) });
}

const read = (payload: OCPP21.AuthorizeRequest) =>
  compact({ kind: 'authorize', token: cardOf(payload.idToken), contract: contractOf(payload) } as const);

function written(answer: Answer): OCPP20.AuthorizeResponse {
  const { authorisation, contract } = expect(answer, 'authorize');
  return compact({
    idTokenInfo: idTokenInfo(authorisation),
    certificateStatus: contract === undefined ? undefined : standings[contract],
  });
}

export const authorize = incoming<OCPP21.AuthorizeRequest, OCPP20.AuthorizeResponse>({
  action: 'Authorize',
  read,
  answer: written,
});

/** 2.1 says what the car may do (Q01.FR.01), and nothing where that is not known (Q01.FR.08). */
export const authorize21 = incoming<OCPP21.AuthorizeRequest, OCPP21.AuthorizeResponse>({
  action: 'Authorize',
  read,
  answer: (answer) => {
    const { transfers } = expect(answer, 'authorize');
    return compact({
      ...written(answer),
      allowedEnergyTransfer: transfers === undefined ? undefined : atLeastOne(transfers),
    });
  },
});
