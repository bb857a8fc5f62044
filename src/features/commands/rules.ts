import type { ChargingProfile } from '../../domain/commands/charging-profile.ts';
import { type Command, type CommandKind, commandKinds, queueable } from '../../domain/commands.ts';
import type { Protocol } from '../../domain/ports.ts';
import { withoutLogins } from '../../lib/addresses.ts';

/** Says why a version cannot do a command, from the version table; undefined: it can. */
export type Unsupported = (protocol: Protocol, command: Command) => string | undefined;

/** What stations of a version may leave out, and say so in their settings (ocpp/table.ts). */
export interface OptionalParts {
  readonly settings: readonly string[];
  readonly lacking: (kind: CommandKind, settings: Readonly<Record<string, string>>) => string | undefined;
}

const exampleProfile: ChargingProfile = {
  id: 1,
  stackLevel: 0,
  purpose: 'txDefault',
  profileKind: 'relative',
  schedules: [{ unit: 'W', periods: [{ startSeconds: 0, limit: 11_000 }] }],
};

/** A plain example of each kind: what the version table is asked about before anybody filled in a form. */
const examples: { readonly [K in CommandKind]: Extract<Command, { kind: K }> } = {
  start: { kind: 'start', evse: 1, token: { number: '0', type: 'central' }, remoteStartId: 1 },
  stop: { kind: 'stop', transactionId: '1' },
  reset: { kind: 'reset', mode: 'soft' },
  unlock: { kind: 'unlock', place: { evse: 1, connector: 1 } },
  changeAvailability: { kind: 'changeAvailability', operative: true },
  trigger: { kind: 'trigger', message: 'heartbeat' },
  readSettings: { kind: 'readSettings', requestId: 1 },
  writeSettings: {
    kind: 'writeSettings',
    values: [{ name: { component: '', variable: 'HeartbeatInterval' }, value: '60' }],
  },
  clearCache: { kind: 'clearCache' },
  dataTransfer: { kind: 'dataTransfer', vendorId: 'x' },
  reserve: {
    kind: 'reserve',
    reservationId: 1,
    place: { evse: 1 },
    token: { number: '0', type: 'central' },
    expiresAt: 0,
  },
  cancelReservation: { kind: 'cancelReservation', reservationId: 1 },
  sendLocalList: { kind: 'sendLocalList', version: 1, mode: 'full', entries: [] },
  readLocalListVersion: { kind: 'readLocalListVersion' },
  setChargingProfile: { kind: 'setChargingProfile', evse: 1, profile: exampleProfile },
  clearChargingProfiles: { kind: 'clearChargingProfiles', filter: { purpose: 'txDefault' } },
  readCompositeSchedule: { kind: 'readCompositeSchedule', evse: 1, durationSeconds: 3600 },
  readChargingProfiles: { kind: 'readChargingProfiles', requestId: 1, filter: {} },
  updateFirmware: { kind: 'updateFirmware', requestId: 1, url: 'https://x', retrieveAt: 0 },
  publishFirmware: { kind: 'publishFirmware', requestId: 1, url: 'https://x', checksum: '0' },
  unpublishFirmware: { kind: 'unpublishFirmware', checksum: '0' },
  readLog: { kind: 'readLog', requestId: 1, log: 'diagnostics', url: 'https://x' },
  installCertificate: { kind: 'installCertificate', use: 'centralRoot', certificate: 'x' },
  deleteCertificate: {
    kind: 'deleteCertificate',
    hash: { algorithm: 'SHA256', issuerNameHash: '', issuerKeyHash: '', serial: '' },
  },
  readCertificates: { kind: 'readCertificates', uses: ['centralRoot'] },
  deliverCertificate: { kind: 'deliverCertificate', chain: '' },
  readReport: { kind: 'readReport', requestId: 1, base: 'full' },
  readReportOf: { kind: 'readReportOf', requestId: 1 },
  setMonitors: {
    kind: 'setMonitors',
    monitors: [{ name: { component: 'EVSE', variable: 'Power' }, type: 'upperThreshold', value: 11_000, severity: 5 }],
  },
  clearMonitors: { kind: 'clearMonitors', ids: [1] },
  readMonitors: { kind: 'readMonitors', requestId: 1 },
  setMonitoringBase: { kind: 'setMonitoringBase', base: 'all' },
  setMonitoringLevel: { kind: 'setMonitoringLevel', severity: 5 },
  setDisplayMessage: {
    kind: 'setDisplayMessage',
    message: { id: 1, priority: 'normalCycle', content: { format: 'utf8', text: 'x' } },
  },
  clearDisplayMessage: { kind: 'clearDisplayMessage', id: 1 },
  readDisplayMessages: { kind: 'readDisplayMessages', requestId: 1 },
  readCustomer: { kind: 'readCustomer', requestId: 1, report: true, clear: false, customerId: 'x' },
  tellCost: { kind: 'tellCost', transactionId: '1', totalCost: 1 },
  readTransactionStatus: { kind: 'readTransactionStatus' },
  setNetworkProfile: {
    kind: 'setNetworkProfile',
    slot: 1,
    profile: { version: 'OCPP201', url: 'wss://x', messageTimeoutSeconds: 30, securityProfile: 2, interface: 'Wired0' },
  },
  setDefaultTariff: { kind: 'setDefaultTariff', evse: 0, tariff: { id: 'x', currency: 'EUR' } },
  readTariffs: { kind: 'readTariffs', evse: 0 },
  clearTariffs: { kind: 'clearTariffs' },
  changeTransactionTariff: {
    kind: 'changeTransactionTariff',
    transactionId: '1',
    tariff: { id: 'x', currency: 'EUR' },
  },
  setDERControl: {
    kind: 'setDERControl',
    controlId: 'x',
    isDefault: true,
    control: { type: 'Gradients', priority: 0, gradient: 1, softGradient: 1 },
  },
  readDERControl: { kind: 'readDERControl', requestId: 1 },
  clearDERControl: { kind: 'clearDERControl', isDefault: true },
  adjustPeriodicEventStream: { kind: 'adjustPeriodicEventStream', id: 1, intervalSeconds: 60 },
  readPeriodicEventStreams: { kind: 'readPeriodicEventStreams' },
  afrrSignal: { kind: 'afrrSignal', at: 0, signal: 0 },
  notifyAllowedEnergyTransfer: { kind: 'notifyAllowedEnergyTransfer', transactionId: '1', allowed: ['DC'] },
  updateDynamicSchedule: { kind: 'updateDynamicSchedule', profileId: 1, update: { limit: { value: 1 } } },
  usePriorityCharging: { kind: 'usePriorityCharging', transactionId: '1', activate: true },
  notifyWebPaymentStarted: { kind: 'notifyWebPaymentStarted', evse: 1, timeoutSeconds: 60 },
  requestBatterySwap: { kind: 'requestBatterySwap', requestId: 1, token: { number: '0', type: 'central' } },
};

export interface Availability {
  readonly kind: CommandKind;
  readonly supported: boolean;
  readonly queueable: boolean;
  readonly reason?: string;
}

/** Which kinds this station can do. A station that never said its version can be asked for nothing. */
export function availabilityOf(
  protocol: Protocol | undefined,
  unsupported: Unsupported,
  lacking: (kind: CommandKind) => string | undefined,
): Availability[] {
  return commandKinds.map((kind) => {
    const reason =
      protocol === undefined
        ? 'The station has not connected yet, so its protocol version is not known.'
        : (unsupported(protocol, examples[kind]) ?? lacking(kind));
    return {
      kind,
      supported: reason === undefined,
      queueable: queueable.includes(kind),
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

/** Values of these settings are secrets and are never shown or told again (S-13; OCPP 2.0.1 A01.FR.09). */
const secretName = /authorizationkey|basicauthpassword|password|secret/i;
export const hidden = '[hidden]';

/** Fields of a command that hold secrets: of a network profile its passwords, keys and PIN. */
const secretFields = new Set(['basicAuthPassword', 'password', 'key', 'simPin']);
const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value === 'string') return withoutLogins(value, () => hidden);
  if (typeof value !== 'object' || value === null) return value;
  // OCPP 2.x C04.FR.04
  if ('number' in value && 'type' in value && value.type === 'keyCode') return { ...value, number: hidden };
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, secretFields.has(name) ? hidden : withoutSecrets(inner)]),
  );
};

/** A command as it may be shown: without secrets, nor the values of secret settings. */
export function shownCommand(command: Command, isSecret: (name: string) => boolean): Record<string, unknown> {
  const { kind: _, ...rest } = 'passwordHash' in command ? { ...command, passwordHash: undefined } : command;
  if (command.kind !== 'writeSettings') return withoutSecrets(rest) as Record<string, unknown>;
  return {
    values: command.values.map(({ name, value }) => ({ name, value: isSecret(name.variable) ? hidden : value })),
  };
}
export const isSecretSetting = (variable: string): boolean => secretName.test(variable);

/** remoteStartId of OCPP 2.x is a positive integer of 31 bits; the station gives it back in its events (F01.FR.25). */
export const newRequestNumber = (random: (below: number) => number, above = 0): number =>
  above + 1 + random(2 ** 31 - 2 - above);
