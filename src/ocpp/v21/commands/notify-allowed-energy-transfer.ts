import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { atLeastOne } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type NotifyAllowedEnergyTransfer = Extract<Command, { kind: 'notifyAllowedEnergyTransfer' }>;

/** Q01. */
export const notifyAllowedEnergyTransfer = outgoing<
  NotifyAllowedEnergyTransfer,
  OCPP21.NotifyAllowedEnergyTransferRequest,
  OCPP21.NotifyAllowedEnergyTransferResponse
>({
  kind: 'notifyAllowedEnergyTransfer',
  write: ({ transactionId, allowed }) => ({
    action: 'NotifyAllowedEnergyTransfer',
    payload: { transactionId, allowedEnergyTransfer: atLeastOne(allowed) },
  }),
  read: answered,
});
