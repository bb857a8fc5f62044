import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';

type TellCost = Extract<Command, { kind: 'tellCost' }>;

/** I02. The answer says nothing. */
export const tellCost = outgoing<TellCost, OCPP21.CostUpdatedRequest, OCPP21.CostUpdatedResponse>({
  kind: 'tellCost',
  write: ({ transactionId, totalCost }) => ({ action: 'CostUpdated', payload: { transactionId, totalCost } }),
  read: () => ({ outcome: 'accepted', status: 'Accepted' }),
});
