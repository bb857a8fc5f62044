import type { CertificateCommand, InstalledCertificate } from './commands/certificate.ts';
import type { ChargingProfileCommand, CompositeSchedule } from './commands/charging-profile.ts';
import type { CustomerCommand } from './commands/customer.ts';
import type { DeviceModelCommand, VariableName } from './commands/device-model.ts';
import type { DisplayCommand } from './commands/display.ts';
import type { FirmwareCommand } from './commands/firmware.ts';
import type { LocalListCommand } from './commands/local-list.ts';
import type { ReservationCommand } from './commands/reservation.ts';
import type { Place, PresentedToken, ReportedVariable } from './message.ts';

/**
 * Everything that can be asked of a station, in no OCPP version's words. Adding a member here makes every version
 * fail to compile until it translates the command or says why it cannot.
 */
export type Command =
  | {
      readonly kind: 'start';
      readonly evse?: number;
      readonly connector?: number;
      readonly token: PresentedToken;
      readonly remoteStartId: number;
    }
  | { readonly kind: 'stop'; readonly transactionId: string }
  /** `immediate`: running sessions are stopped by the station; `onIdle` waits for them (2.x); 1.6 soft/hard. */
  | { readonly kind: 'reset'; readonly mode: 'soft' | 'hard' | 'onIdle'; readonly evse?: number }
  | { readonly kind: 'unlock'; readonly place: Place }
  | { readonly kind: 'changeAvailability'; readonly place?: Partial<Place>; readonly operative: boolean }
  | { readonly kind: 'trigger'; readonly message: TriggerableMessage; readonly place?: Partial<Place> }
  | { readonly kind: 'clearCache' }
  | { readonly kind: 'dataTransfer'; readonly vendorId: string; readonly messageId?: string; readonly data?: string }
  | ReservationCommand
  | LocalListCommand
  | ChargingProfileCommand
  | FirmwareCommand
  | CertificateCommand
  | DeviceModelCommand
  | DisplayCommand
  | CustomerCommand;

export type CommandKind = Command['kind'];
export const commandKinds = [
  'start',
  'stop',
  'reset',
  'unlock',
  'changeAvailability',
  'trigger',
  'readSettings',
  'writeSettings',
  'clearCache',
  'dataTransfer',
  'reserve',
  'cancelReservation',
  'sendLocalList',
  'readLocalListVersion',
  'setChargingProfile',
  'clearChargingProfiles',
  'readCompositeSchedule',
  'readChargingProfiles',
  'updateFirmware',
  'publishFirmware',
  'unpublishFirmware',
  'readLog',
  'installCertificate',
  'deleteCertificate',
  'readCertificates',
  'deliverCertificate',
  'readReport',
  'readReportOf',
  'setMonitors',
  'clearMonitors',
  'readMonitors',
  'setMonitoringBase',
  'setMonitoringLevel',
  'setDisplayMessage',
  'clearDisplayMessage',
  'readDisplayMessages',
  'readCustomer',
  'tellCost',
  'readTransactionStatus',
  'setNetworkProfile',
] as const satisfies readonly CommandKind[];

export const triggerableMessages = [
  'boot',
  'heartbeat',
  'status',
  'meter',
  'transaction',
  'logStatus',
  'firmwareStatus',
] as const;
export type TriggerableMessage = (typeof triggerableMessages)[number];

/** What the station said to a command. */
export interface CommandAnswer {
  /** accepted: it will do it; refused: it will not; scheduled: later; unsupported: it does not know how; failed: CALLERROR. */
  readonly outcome: 'accepted' | 'refused' | 'scheduled' | 'unsupported' | 'failed';
  /** The status word as sent, e.g. `UnlockFailed`, or the CALLERROR code. */
  readonly status: string;
  readonly detail?: string;
  /** readSettings of 1.6 and GetVariables of 2.x answer at once. */
  readonly variables?: readonly ReportedVariable[];
  readonly unknown?: readonly string[];
  /** writeSettings: result by variable */
  readonly results?: readonly { readonly name: VariableName; readonly status: string; readonly detail?: string }[];
  readonly data?: string;
  /** readLocalListVersion; 0 and below: the station keeps none. */
  readonly localListVersion?: number;
  readonly composite?: CompositeSchedule;
  readonly certificates?: readonly InstalledCertificate[];
  /** readLog: what the station will upload. */
  readonly fileName?: string;
  /** setMonitors and clearMonitors: one by one, in the order asked. */
  readonly monitors?: readonly { readonly id?: number; readonly status: string; readonly detail?: string }[];
  /** readTransactionStatus */
  readonly transaction?: { readonly ongoing?: boolean; readonly messagesWaiting: boolean };
}

/**
 * The life of a command. `sent` is never shown as done: done means the answer came and, where the effect shows in
 * later messages (start, stop, reset), that it showed.
 */
export const commandStates = [
  'queued',
  'sent',
  'answered',
  'done',
  'refused',
  'timedOut',
  'failed',
  'cancelled',
] as const;
export type CommandState = (typeof commandStates)[number];

/** Safe to hold until an offline station returns: doing it late does no harm. */
export const queueable: readonly CommandKind[] = [
  'stop',
  'changeAvailability',
  'readSettings',
  'writeSettings',
  'clearCache',
  'cancelReservation',
  'sendLocalList',
  'readLocalListVersion',
  'clearChargingProfiles',
  'deleteCertificate',
  'readCertificates',
  'clearDisplayMessage',
];
