import type { OCPP21 } from 'typed-ocpp';
import type { NetworkProfile } from '../../../domain/commands/customer.ts';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type SetNetworkProfile = Extract<Command, { kind: 'setNetworkProfile' }>;
type Connection = OCPP21.SetNetworkProfileRequest['connectionData'];

const writtenApn = (apn: NonNullable<NetworkProfile['apn']>) =>
  compact({
    apn: apn.apn,
    apnUserName: apn.user,
    apnPassword: apn.password,
    simPin: apn.simPin,
    preferredNetwork: apn.preferredNetwork,
    useOnlyPreferredNetwork: apn.onlyPreferredNetwork,
    apnAuthentication: apn.authentication,
  });

/** B09. `versions`: how this OCPP version names the versions that it knows. */
export const setNetworkProfileWith = (
  versions: Readonly<Record<NetworkProfile['version'], Connection['ocppVersion']>>,
) =>
  outgoing<SetNetworkProfile, OCPP21.SetNetworkProfileRequest, OCPP21.SetNetworkProfileResponse>({
    kind: 'setNetworkProfile',
    write: ({ slot, profile }) => ({
      action: 'SetNetworkProfile',
      payload: {
        configurationSlot: slot,
        connectionData: compact({
          ocppVersion: versions[profile.version],
          ocppTransport: 'JSON' as const,
          ocppCsmsUrl: profile.url,
          messageTimeout: profile.messageTimeoutSeconds,
          securityProfile: profile.securityProfile,
          // What the version does not know was refused before.
          ocppInterface: profile.interface as Connection['ocppInterface'],
          identity: profile.identity,
          basicAuthPassword: profile.basicAuthPassword,
          apn: profile.apn && writtenApn(profile.apn),
          vpn: profile.vpn,
        }),
      },
    }),
    read: answered,
  });
