import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { purposeOf } from '../charging-profile.ts';

type ClearChargingProfiles = Extract<Command, { kind: 'clearChargingProfiles' }>;

/** K10.FR.02: one profile by its id, or those that fit. */
export const clearChargingProfiles = outgoing<
  ClearChargingProfiles,
  OCPP21.ClearChargingProfileRequest,
  OCPP21.ClearChargingProfileResponse
>({
  kind: 'clearChargingProfiles',
  write: ({ filter }) => ({
    action: 'ClearChargingProfile',
    payload:
      filter.profileIds === undefined
        ? {
            chargingProfileCriteria: compact({
              evseId: filter.evse,
              chargingProfilePurpose: purposeOf(filter),
              stackLevel: filter.stackLevel,
            }),
          }
        : compact({ chargingProfileId: filter.profileIds[0] }),
  }),
  read: answered,
});
