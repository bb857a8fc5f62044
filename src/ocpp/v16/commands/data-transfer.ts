import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { outcomeOf } from '../../words.ts';

type DataTransfer = Extract<Command, { kind: 'dataTransfer' }>;

export const dataTransfer = outgoing<DataTransfer, OCPP16.DataTransferRequest, OCPP16.DataTransferResponse>({
  kind: 'dataTransfer',
  write: ({ vendorId, messageId, data }) => ({
    action: 'DataTransfer',
    payload: compact({ vendorId, messageId, data }),
  }),
  read: ({ status, data }) => compact({ outcome: outcomeOf(status), status, data }),
});
