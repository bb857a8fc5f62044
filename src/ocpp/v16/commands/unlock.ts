import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { connectorOf } from '../place.ts';

type Unlock = Extract<Command, { kind: 'unlock' }>;

export const unlock = outgoing<Unlock, OCPP16.UnlockConnectorRequest, OCPP16.UnlockConnectorResponse>({
  kind: 'unlock',
  write: ({ place }) => ({ action: 'UnlockConnector', payload: { connectorId: connectorOf(place) } }),
  read: answered,
});
