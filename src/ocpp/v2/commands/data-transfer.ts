import type { OCPP20 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { textOf } from '../any-data.ts';

/** `data` may be any JSON (P01); ours is text. */
type Call = Omit<OCPP20.DataTransferRequest, 'data'> & { data?: string };
type DataTransfer = Extract<Command, { kind: 'dataTransfer' }>;

export const dataTransfer = outgoing<DataTransfer, Call, OCPP20.DataTransferResponse>({
  kind: 'dataTransfer',
  write: ({ vendorId, messageId, data }) => ({
    action: 'DataTransfer',
    payload: compact({ vendorId, messageId, data }),
  }),
  read: (answer) => compact({ ...answered(answer), data: textOf(answer.data) }),
});
