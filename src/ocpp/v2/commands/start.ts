import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { groupOf, idTokenOf } from '../card.ts';
import { writtenProfile } from '../charging-profile.ts';

type Start = Extract<Command, { kind: 'start' }>;

/** F01/F02. OCPP 2.x starts at an EVSE; which of its connectors is up to the cable. */
export const start = outgoing<Start, OCPP21.RequestStartTransactionRequest, OCPP21.RequestStartTransactionResponse>({
  kind: 'start',
  write: ({ evse, token, remoteStartId, profile }) => ({
    action: 'RequestStartTransaction',
    payload: compact({
      evseId: evse === 0 ? undefined : evse,
      remoteStartId,
      idToken: idTokenOf(token),
      groupIdToken: token.group === undefined ? undefined : groupOf(token.group),
      chargingProfile: profile && writtenProfile(profile),
    }),
  }),
  read: answered,
});
