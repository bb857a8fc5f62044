import type { OCPP20 } from 'typed-ocpp';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { transferStatuses } from '../../words.ts';
import { textOf } from '../any-data.ts';

export const dataTransfer = incoming<OCPP20.DataTransferRequest, OCPP20.DataTransferResponse>({
  action: 'DataTransfer',
  read: ({ vendorId, messageId, data }) => compact({ kind: 'dataTransfer', vendorId, messageId, data: textOf(data) }),
  // P02: `data` may be any JSON; ours is text.
  answer: (answer) => {
    const { status, data } = expect(answer, 'dataTransfer');
    return compact({ status: transferStatuses[status], data: data as OCPP20.DataTransferResponse['data'] });
  },
});
