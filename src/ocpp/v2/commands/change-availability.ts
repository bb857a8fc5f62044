import type { OCPP20 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { evseOf } from '../evse.ts';

type ChangeAvailability = Extract<Command, { kind: 'changeAvailability' }>;

/** G03 for one EVSE or connector, G04 for the station. */
export const changeAvailability = outgoing<
  ChangeAvailability,
  OCPP20.ChangeAvailabilityRequest,
  OCPP20.ChangeAvailabilityResponse
>({
  kind: 'changeAvailability',
  write: ({ place, operative }) => ({
    action: 'ChangeAvailability',
    payload: compact({ operationalStatus: operative ? 'Operative' : 'Inoperative', evse: evseOf(place) }),
  }),
  read: answered,
});
