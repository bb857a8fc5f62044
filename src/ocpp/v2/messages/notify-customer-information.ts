import type { OCPP20 } from 'typed-ocpp';
import { whole } from '../../bounds.ts';
import { incoming } from '../../define.ts';

/** N09, N10: what the station knows of a person. The text stays in the frame and nowhere else. */
export const notifyCustomerInformation = incoming<
  OCPP20.NotifyCustomerInformationRequest,
  OCPP20.NotifyCustomerInformationResponse
>({
  action: 'NotifyCustomerInformation',
  read: ({ requestId, tbc, seqNo }) => ({
    kind: 'customer',
    requestId: whole(requestId),
    part: whole(seqNo),
    last: tbc !== true,
  }),
  answer: () => ({}),
});
