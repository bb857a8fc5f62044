import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type UsePriorityCharging = Extract<Command, { kind: 'usePriorityCharging' }>;

/** K21, K22. */
export const usePriorityCharging = outgoing<
  UsePriorityCharging,
  OCPP21.UsePriorityChargingRequest,
  OCPP21.UsePriorityChargingResponse
>({
  kind: 'usePriorityCharging',
  write: ({ transactionId, activate }) => ({
    action: 'UsePriorityCharging',
    payload: { transactionId, activate },
  }),
  read: answered,
});
