import { allowedTransfers } from './charging/transfer.ts';
import type { DecideContext, Ruling } from './decision.ts';
import type { StationMessage } from './message.ts';
import { authoriseContract } from './plug-and-charge.ts';
import type { StationState } from './state.ts';
import { authorise, cardOutcome } from './token.ts';
import { wasOrdered } from './transaction/start.ts';

/** Nobody was asked. */
const unproven = { valid: false, fault: 'status.noAddress' } as const;

/** A card or a contract is presented: may it charge (OCPP 2.x C01, C07)? */
export function decideAuthorize(
  state: StationState,
  message: Extract<StationMessage, { kind: 'authorize' }>,
  context: DecideContext,
): Ruling {
  const { token } = message;
  const { card, contract: verdict = unproven } = context.lookups;
  // Whether the card charges elsewhere matters only at a start (OCPP 1.6 section 7.2, 2.0.1 AuthorizationStatusEnumType).
  const ofCard = authorise({ token, card, now: context.receivedAt, ordered: wasOrdered(state, message) });
  const contract = message.contract && authoriseContract(verdict, ofCard);
  const authorisation = contract?.authorisation ?? ofCard;
  const transfers = allowedTransfers(state, card, authorisation);
  return {
    facts: [
      {
        at: context.receivedAt,
        body: { type: 'card.presented', token, authorisation, ...(contract && { contract: verdict }) },
      },
    ],
    answer: {
      kind: 'authorize',
      authorisation,
      ...(transfers && { transfers }),
      ...(contract && { contract: contract.standing }),
    },
    outcome: cardOutcome(authorisation),
    weight: authorisation.status === 'accepted' ? 0 : 2,
  };
}
