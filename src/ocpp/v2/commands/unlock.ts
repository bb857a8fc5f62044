import type { OCPP20 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type Unlock = Extract<Command, { kind: 'unlock' }>;

export const unlock = outgoing<Unlock, OCPP20.UnlockConnectorRequest, OCPP20.UnlockConnectorResponse>({
  kind: 'unlock',
  write: ({ place }) => ({
    action: 'UnlockConnector',
    payload: { evseId: place.evse, connectorId: place.connector },
  }),
  read: answered,
});
