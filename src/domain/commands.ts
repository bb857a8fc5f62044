import type { CertificateCommand, InstalledCertificate } from './commands/certificate.ts';
import type { ChargingProfile, ChargingProfileCommand, CompositeSchedule } from './commands/charging-profile.ts';
import type { CustomerCommand } from './commands/customer.ts';
import type { DERCommand } from './commands/der.ts';
import type { DeviceModelCommand, VariableName } from './commands/device-model.ts';
import type { DisplayCommand } from './commands/display.ts';
import type { EnergyCommand } from './commands/energy.ts';
import type { FirmwareCommand } from './commands/firmware.ts';
import type { LocalListCommand } from './commands/local-list.ts';
import type { PaymentCommand } from './commands/payment.ts';
import type { ReservationCommand } from './commands/reservation.ts';
import type { EventStream, StreamCommand } from './commands/stream.ts';
import type { TariffAssignment, TariffCommand } from './commands/tariff.ts';
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
      /** Limits this session: purpose `tx`, without a transaction. */
      readonly profile?: ChargingProfile;
    }
  | { readonly kind: 'stop'; readonly transactionId: string }
  /** `onIdle` waits for running sessions (2.x), `resume` continues them afterwards (2.1); 1.6 knows soft and hard. */
  | { readonly kind: 'reset'; readonly mode: 'soft' | 'hard' | 'onIdle' | 'resume'; readonly evse?: number }
  | { readonly kind: 'unlock'; readonly place: Place }
  | { readonly kind: 'changeAvailability'; readonly place?: Partial<Place>; readonly operative: boolean }
  | {
      readonly kind: 'trigger';
      readonly message: TriggerableMessage;
      readonly place?: Partial<Place>;
      /** 2.1, `custom`: the trigger's own name. */
      readonly custom?: string;
      /** 1.6: asked by ExtendedTriggerMessage of the security extension; nothing tells beforehand whether a station has it. */
      readonly extended?: boolean;
    }
  | { readonly kind: 'clearCache' }
  | { readonly kind: 'dataTransfer'; readonly vendorId: string; readonly messageId?: string; readonly data?: string }
  | ReservationCommand
  | LocalListCommand
  | ChargingProfileCommand
  | FirmwareCommand
  | CertificateCommand
  | DeviceModelCommand
  | DisplayCommand
  | CustomerCommand
  | TariffCommand
  | DERCommand
  | StreamCommand
  | EnergyCommand
  | PaymentCommand;

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
  'setDefaultTariff',
  'readTariffs',
  'clearTariffs',
  'changeTransactionTariff',
  'setDERControl',
  'readDERControl',
  'clearDERControl',
  'adjustPeriodicEventStream',
  'readPeriodicEventStreams',
  'afrrSignal',
  'notifyAllowedEnergyTransfer',
  'updateDynamicSchedule',
  'usePriorityCharging',
  'notifyWebPaymentStarted',
  'requestBatterySwap',
] as const satisfies readonly Command['kind'][];

export const triggerableMessages = [
  'boot',
  'heartbeat',
  'status',
  'meter',
  'transaction',
  'logStatus',
  'firmwareStatus',
  'publishFirmwareStatus',
  'signStation',
  'signV2g',
  'signV2g20',
  'signCombined',
  'custom',
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
  /** There is nothing of what was asked for: no messages will follow. */
  readonly empty?: true;
  /** readPeriodicEventStreams */
  readonly streams?: readonly EventStream[];
  /** readTariffs */
  readonly tariffs?: readonly TariffAssignment[];
  /** clearTariffs: one by one. */
  readonly clearedTariffs?: readonly { readonly id?: string; readonly status: string; readonly detail?: string }[];
  /** setDERControl: the controls that this one takes the place of. */
  readonly superseded?: readonly string[];
}

/**
 * The life of a command. `sent` is never shown as done: done means the answer came and, where the effect shows in
 * later messages (start, stop, reset), that it showed. `unknown`: it was sent, and the node that would have heard the
 * answer is gone (F-05).
 */
export const commandStates = [
  'queued',
  'sent',
  'answered',
  'done',
  'refused',
  'timedOut',
  'failed',
  'unknown',
  'cancelled',
] as const;
export type CommandState = (typeof commandStates)[number];

/** How the connection went on which a command was under way; `node.lost`: with the node that held it, and nobody knows what it still did (F-05). */
export type LostBy = 'connection.lost' | 'connection.replaced' | 'node.lost';

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
  'installCertificate',
  'readReport',
  'readReportOf',
  'readChargingProfiles',
  'readDisplayMessages',
  'readMonitors',
  'setMonitors',
  'clearMonitors',
  'setMonitoringBase',
  'setMonitoringLevel',
  'setDefaultTariff',
  'readTariffs',
  'clearTariffs',
  'readDERControl',
  'readPeriodicEventStreams',
];
