import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { iso } from '../../../lib/time.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { longestIdTag } from '../card.ts';
import { connectorOf } from '../place.ts';

type Reserve = Extract<Command, { kind: 'reserve' }>;

/** Section 5.13: connectorId 0 reserves any connector, where the station allows that. */
export const reserve = outgoing<Reserve, OCPP16.ReserveNowRequest, OCPP16.ReserveNowResponse>({
  kind: 'reserve',
  write: ({ reservationId, place, token, expiresAt }) => ({
    action: 'ReserveNow',
    payload: compact({
      connectorId: connectorOf(place),
      expiryDate: iso(expiresAt),
      idTag: token.number,
      // A longer group cannot be told: the reservation is then for this card alone.
      parentIdTag: token.group !== undefined && token.group.length <= longestIdTag ? token.group : undefined,
      reservationId,
    }),
  }),
  read: answered,
});
