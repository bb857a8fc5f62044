import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { iso } from '../../../lib/time.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { groupOf, idTokenOf } from '../card.ts';

type Reserve = Extract<Command, { kind: 'reserve' }>;

/** H01. An EVSE, or any with a connector of a type, or any at all. */
export const reserve = outgoing<Reserve, OCPP21.ReserveNowRequest, OCPP21.ReserveNowResponse>({
  kind: 'reserve',
  write: ({ reservationId, place, connectorType, token, expiresAt }) => ({
    action: 'ReserveNow',
    payload: compact({
      id: reservationId,
      expiryDateTime: iso(expiresAt),
      connectorType,
      idToken: idTokenOf(token),
      evseId: place?.evse || undefined,
      groupIdToken: token.group === undefined ? undefined : groupOf(token.group),
    }),
  }),
  read: answered,
});
