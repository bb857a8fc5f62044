import type { OCPP20 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type Stop = Extract<Command, { kind: 'stop' }>;

export const stop = outgoing<Stop, OCPP20.RequestStopTransactionRequest, OCPP20.RequestStopTransactionResponse>({
  kind: 'stop',
  write: ({ transactionId }) => ({ action: 'RequestStopTransaction', payload: { transactionId } }),
  read: answered,
});
