import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type Stop = Extract<Command, { kind: 'stop' }>;

export const stop = outgoing<Stop, OCPP16.RemoteStopTransactionRequest, OCPP16.RemoteStopTransactionResponse>({
  kind: 'stop',
  write: ({ transactionId }) => ({
    action: 'RemoteStopTransaction',
    payload: { transactionId: Number(transactionId) },
  }),
  read: answered,
});
