import type { DecideContext, Ruling } from '../decision.ts';
import type { ChargingMessage } from '../messages/charging.ts';
import type { StationState } from '../state.ts';
import { openAt } from '../transaction.ts';

/** A car told what it needs (OCPP 2.x K15, K17). */
export function decideNeeds(
  state: StationState,
  message: Extract<ChargingMessage, { kind: 'chargingNeeds' }>,
  context: DecideContext,
): Ruling {
  const { kind: _, ...told } = message;
  const transaction = openAt(state, message.evse);
  const status = 'noProfile';
  return {
    facts: [
      {
        at: context.receivedAt,
        body: {
          ...told,
          type: 'chargingNeeds.told',
          status,
          ...(transaction === undefined ? {} : { number: transaction.number }),
        },
      },
    ],
    answer: { kind: 'chargingNeeds', status },
    outcome: 'accepted',
    weight: 0,
    ...(transaction === undefined ? {} : { transactionNumber: transaction.number }),
  };
}
