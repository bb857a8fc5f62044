import type { OCPP20 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { groupOf, idTokenOf } from '../card.ts';

type Start = Extract<Command, { kind: 'start' }>;

/** F01/F02. OCPP 2.x starts at an EVSE; which of its connectors is up to the cable. */
export const start = outgoing<Start, OCPP20.RequestStartTransactionRequest, OCPP20.RequestStartTransactionResponse>({
  kind: 'start',
  write: ({ evse, token, remoteStartId }) => ({
    action: 'RequestStartTransaction',
    payload: compact({
      evseId: evse === 0 ? undefined : evse,
      remoteStartId,
      idToken: idTokenOf(token),
      groupIdToken: token.group === undefined ? undefined : groupOf(token.group),
    }),
  }),
  read: answered,
});
