import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { purposeWords } from '../charging-profile.ts';

type ClearChargingProfiles = Extract<Command, { kind: 'clearChargingProfiles' }>;

/** Section 5.5: without any part all profiles are removed. */
export const clearChargingProfiles = outgoing<
  ClearChargingProfiles,
  OCPP16.ClearChargingProfileRequest,
  OCPP16.ClearChargingProfileResponse
>({
  kind: 'clearChargingProfiles',
  write: ({ filter: { profileIds, evse, purpose, stackLevel } }) => ({
    action: 'ClearChargingProfile',
    payload: compact({
      id: profileIds?.[0],
      connectorId: evse,
      chargingProfilePurpose: purpose === undefined ? undefined : purposeWords[purpose],
      stackLevel,
    }),
  }),
  read: answered,
});
