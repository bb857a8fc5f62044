import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';

type ReadTransactionStatus = Extract<Command, { kind: 'readTransactionStatus' }>;

/** E14. Without a session: whether any message of any session waits. */
export const readTransactionStatus = outgoing<
  ReadTransactionStatus,
  OCPP21.GetTransactionStatusRequest,
  OCPP21.GetTransactionStatusResponse
>({
  kind: 'readTransactionStatus',
  write: ({ transactionId }) => ({ action: 'GetTransactionStatus', payload: compact({ transactionId }) }),
  read: ({ ongoingIndicator, messagesInQueue }) => ({
    outcome: 'accepted',
    status: 'Accepted',
    transaction: compact({ ongoing: ongoingIndicator, messagesWaiting: messagesInQueue }),
  }),
});
