import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered, writtenHash } from '../../words.ts';
import { idTokenOf } from '../card.ts';

type ReadCustomer = Extract<Command, { kind: 'readCustomer' }>;

/** N09, N10. */
export const readCustomer = outgoing<
  ReadCustomer,
  OCPP21.CustomerInformationRequest,
  OCPP21.CustomerInformationResponse
>({
  kind: 'readCustomer',
  write: ({ requestId, report, clear, token, customerId, certificate }) => ({
    action: 'CustomerInformation',
    payload: compact({
      requestId,
      report,
      clear,
      idToken: token && idTokenOf(token),
      customerIdentifier: customerId,
      customerCertificate: certificate && writtenHash(certificate),
    }),
  }),
  read: answered,
});
