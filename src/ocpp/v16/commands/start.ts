import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { writtenProfile } from '../charging-profile.ts';

type Start = Extract<Command, { kind: 'start' }>;

export const start = outgoing<Start, OCPP16.RemoteStartTransactionRequest, OCPP16.RemoteStartTransactionResponse>({
  kind: 'start',
  write: ({ evse, token, profile }) => ({
    action: 'RemoteStartTransaction',
    payload: compact({
      connectorId: evse === 0 ? undefined : evse,
      idTag: token.number,
      chargingProfile: profile && writtenProfile(profile),
    }),
  }),
  read: answered,
});
