import type { OCPP21 } from 'typed-ocpp';
import type { ProfileFilter } from '../../../domain/commands/charging-profile.ts';
import type { Command } from '../../../domain/commands.ts';
import { compact, someOrNone } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredOrEmpty } from '../../words.ts';
import { purposeOf } from '../charging-profile.ts';

type ReadChargingProfiles = Extract<Command, { kind: 'readChargingProfiles' }>;

/** All there are, for a question that names none: at least one criterion has to be given (K09.FR.03). */
const everySource = ['CSO', 'EMS', 'SO', 'Other'] as const;

const isOpen = ({ purpose, stackLevel }: ProfileFilter) => purpose === undefined && stackLevel === undefined;

/** K09: by ids, or by criteria. */
export const readChargingProfiles = outgoing<
  ReadChargingProfiles,
  OCPP21.GetChargingProfilesRequest,
  OCPP21.GetChargingProfilesResponse
>({
  kind: 'readChargingProfiles',
  write: ({ requestId, filter }) => {
    const ids = someOrNone(filter.profileIds);
    return {
      action: 'GetChargingProfiles',
      payload: compact({
        requestId,
        evseId: filter.evse,
        chargingProfile:
          ids !== undefined
            ? { chargingProfileId: ids }
            : compact({
                chargingProfilePurpose: purposeOf(filter),
                stackLevel: filter.stackLevel,
                chargingLimitSource: someOrNone(filter.sources) ?? (isOpen(filter) ? [...everySource] : undefined),
              }),
      }),
    };
  },
  read: (answer) => answeredOrEmpty(answer, 'NoProfiles'),
});
