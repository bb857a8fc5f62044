import type { OCPP16 } from 'typed-ocpp';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { transferStatuses } from '../../words.ts';

export const dataTransfer = incoming<OCPP16.DataTransferRequest, OCPP16.DataTransferResponse>({
  action: 'DataTransfer',
  read: ({ vendorId, messageId, data }) => compact({ kind: 'dataTransfer', vendorId, messageId, data }),
  answer: (answer) => {
    const { status, data } = expect(answer, 'dataTransfer');
    return compact({ status: transferStatuses[status], data });
  },
});
