import type { OCPP20, OCPP21 } from 'typed-ocpp';
import { name, whole } from '../../bounds.ts';
import { incoming } from '../../define.ts';
import { toldProfile } from '../told-profile.ts';

/** K09: one part of the charging profiles that are installed. */
export const reportChargingProfiles = incoming<
  OCPP21.ReportChargingProfilesRequest,
  OCPP20.ReportChargingProfilesResponse
>({
  action: 'ReportChargingProfiles',
  read: ({ requestId, tbc, evseId, chargingLimitSource, chargingProfile }) => ({
    kind: 'chargingProfiles',
    requestId: whole(requestId),
    last: tbc !== true,
    evse: whole(evseId),
    source: name(chargingLimitSource),
    profiles: chargingProfile.map(toldProfile),
  }),
  answer: () => ({}),
});
