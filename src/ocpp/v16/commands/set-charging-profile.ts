import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { writtenProfile } from '../charging-profile.ts';

type SetChargingProfile = Extract<Command, { kind: 'setChargingProfile' }>;

/** Section 5.16. */
export const setChargingProfile = outgoing<
  SetChargingProfile,
  OCPP16.SetChargingProfileRequest,
  OCPP16.SetChargingProfileResponse
>({
  kind: 'setChargingProfile',
  write: ({ evse, profile }) => ({
    action: 'SetChargingProfile',
    payload: { connectorId: evse, csChargingProfiles: writtenProfile(profile) },
  }),
  read: answered,
});
