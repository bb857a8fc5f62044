import type { CommandKind } from '../../domain/commands.ts';
import type { OptionalParts } from '../table.ts';

/** OCPP 1.6 section 3.3: which commands stand in which feature profile. Core has no entry: every station has it. */
const profiles = {
  reservation: {
    kinds: ['reserve', 'cancelReservation'],
    lacking: 'The station says that it has no reservations: Reservation is not among its SupportedFeatureProfiles',
  },
  smartcharging: {
    kinds: ['setChargingProfile', 'clearChargingProfiles', 'readCompositeSchedule'],
    lacking:
      'The station says that it follows no charging profiles: SmartCharging is not among its SupportedFeatureProfiles',
  },
  localauthlistmanagement: {
    kinds: ['sendLocalList', 'readLocalListVersion'],
    lacking:
      'The station says that it keeps no card list: LocalAuthListManagement is not among its SupportedFeatureProfiles',
  },
  firmwaremanagement: {
    kinds: ['updateFirmware', 'readLog'],
    lacking:
      'The station says that its firmware is not managed from here: FirmwareManagement is not among its SupportedFeatureProfiles',
  },
  remotetrigger: {
    kinds: ['trigger'],
    lacking:
      'The station says that it cannot be asked for messages: RemoteTrigger is not among its SupportedFeatureProfiles',
  },
} as const satisfies Record<string, { readonly kinds: readonly CommandKind[]; readonly lacking: string }>;

/** The security extension has messages of its own for these, outside the feature profiles (SignedUpdateFirmware, GetLog, ExtendedTriggerMessage). */
const extended: ReadonlySet<CommandKind> = new Set(['updateFirmware', 'readLog', 'trigger']);
/** Settings that only the security extension has (its section 2). */
const ofExtension = ['securityprofile', 'additionalrootcertificatecheck', 'cponame'] as const;

const told = 'supportedfeatureprofiles';
/** Stations also write them with blanks, and as they like. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

export const featureProfiles: OptionalParts = {
  settings: [told, ...ofExtension],
  lacking(kind, settings) {
    const named = (settings[told] ?? '').split(',').map(plain);
    // Whoever names not even Core has said nothing that could be relied on.
    if (!named.includes('core')) return undefined;
    if (extended.has(kind) && ofExtension.some((name) => settings[name] !== undefined)) return undefined;
    const of = Object.entries(profiles).find(([, { kinds }]) => (kinds as readonly CommandKind[]).includes(kind));
    return of === undefined || named.includes(of[0]) ? undefined : of[1].lacking;
  },
};
