import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { connectorOf } from '../place.ts';

type ChangeAvailability = Extract<Command, { kind: 'changeAvailability' }>;

export const changeAvailability = outgoing<
  ChangeAvailability,
  OCPP16.ChangeAvailabilityRequest,
  OCPP16.ChangeAvailabilityResponse
>({
  kind: 'changeAvailability',
  write: ({ place, operative }) => ({
    action: 'ChangeAvailability',
    payload: { connectorId: connectorOf(place), type: operative ? 'Operative' : 'Inoperative' },
  }),
  read: answered,
});
