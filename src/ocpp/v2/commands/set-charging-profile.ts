import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { writtenProfile } from '../charging-profile.ts';

type SetChargingProfile = Extract<Command, { kind: 'setChargingProfile' }>;

/** K01. */
export const setChargingProfile = outgoing<
  SetChargingProfile,
  OCPP21.SetChargingProfileRequest,
  OCPP21.SetChargingProfileResponse
>({
  kind: 'setChargingProfile',
  write: ({ evse, profile }) => ({
    action: 'SetChargingProfile',
    payload: { evseId: evse, chargingProfile: writtenProfile(profile) },
  }),
  read: answered,
});
