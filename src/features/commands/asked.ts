import type { DERControl } from '../../domain/commands/der.ts';
import type { VariableName } from '../../domain/commands/device-model.ts';
import type { Command, CommandKind } from '../../domain/commands.ts';
import { present } from '../../lib/present.ts';
import type { KnownOf } from './fields/field.ts';
import type { descriptions } from './fields/index.ts';

export type KnownBody<K extends CommandKind> = KnownOf<(typeof descriptions)[K]['fields']>;
type Asked<K extends CommandKind> = Extract<Command, { kind: K }>;

const placed = ({ evse, connector }: { evse?: number; connector?: number }) =>
  evse === undefined ? {} : { place: { evse, ...present({ connector }) } };

type Named = KnownBody<'setMonitors'>['monitors'][number];
const nameOf = ({
  component,
  componentInstance,
  evse,
  connector,
  variable,
  variableInstance,
}: Named): VariableName => ({
  component,
  variable,
  ...present({ componentInstance, evse, connector, variableInstance }),
});

/** The values of a control lie in a group of its type; the body has been checked to hold just that group. */
function controlOf(body: Omit<KnownBody<'setDERControl'>, 'controlId' | 'isDefault'>): DERControl {
  const { type, priority, startsAt, durationSeconds, ...groups } = body;
  return { type, priority, ...present({ startsAt, durationSeconds }), ...Object.values(groups)[0] } as DERControl;
}

/** What a filled-in form means. `issue` gives request ids and numbers that the station sends back; people never choose them. */
export const toCommand: {
  readonly [K in CommandKind]: (body: KnownBody<K>, issue: () => number) => Asked<K>;
} = {
  start: ({ profile, ...body }, issue) => ({
    kind: 'start',
    ...body,
    remoteStartId: issue(),
    // OCPP 2.0.1 F01.FR.09, F01.FR.11: a TxProfile without a transaction
    ...(profile && { profile: { id: issue(), purpose: 'tx', profileKind: 'relative', ...profile } }),
  }),
  stop: (body) => ({ kind: 'stop', ...body }),
  reset: (body) => ({ kind: 'reset', ...body }),
  unlock: (place) => ({ kind: 'unlock', place }),
  changeAvailability: ({ operative, ...place }) => ({ kind: 'changeAvailability', operative, ...placed(place) }),
  trigger: ({ message, custom, extended, ...place }) => ({
    kind: 'trigger',
    message,
    ...present({ custom, extended }),
    ...placed(place),
  }),
  clearCache: () => ({ kind: 'clearCache' }),
  dataTransfer: (body) => ({ kind: 'dataTransfer', ...body }),

  reserve: ({ token, expiresAt, connectorType, ...place }, issue) => ({
    kind: 'reserve',
    reservationId: issue(),
    token,
    expiresAt,
    ...present({ connectorType }),
    ...placed(place),
  }),
  cancelReservation: (body) => ({ kind: 'cancelReservation', ...body }),

  sendLocalList: ({ mode, version, entries }) => ({
    kind: 'sendLocalList',
    mode,
    version,
    entries: entries.map(({ token, status, validUntil, group }) => ({
      token,
      ...(status === undefined ? {} : { authorisation: { status, ...present({ validUntil, group }) } }),
    })),
  }),
  readLocalListVersion: () => ({ kind: 'readLocalListVersion' }),

  setChargingProfile: ({ evse, id, ...profile }, issue) => ({
    kind: 'setChargingProfile',
    evse,
    profile: { id: id ?? issue(), ...profile },
  }),
  clearChargingProfiles: (filter) => ({ kind: 'clearChargingProfiles', filter }),
  readCompositeSchedule: (body) => ({ kind: 'readCompositeSchedule', ...body }),
  readChargingProfiles: (filter, issue) => ({ kind: 'readChargingProfiles', requestId: issue(), filter }),

  updateFirmware: (body, issue) => ({ kind: 'updateFirmware', requestId: issue(), ...body }),
  publishFirmware: (body, issue) => ({ kind: 'publishFirmware', requestId: issue(), ...body }),
  unpublishFirmware: (body) => ({ kind: 'unpublishFirmware', ...body }),
  // Without an address the log is brought here, and never gets this far.
  readLog: ({ url = '', ...body }, issue) => ({ kind: 'readLog', requestId: issue(), url, ...body }),

  installCertificate: (body) => ({ kind: 'installCertificate', ...body }),
  deleteCertificate: (body) => ({ kind: 'deleteCertificate', ...body }),
  readCertificates: (body) => ({ kind: 'readCertificates', ...body }),
  deliverCertificate: (body) => ({ kind: 'deliverCertificate', ...body }),

  readSettings: (body, issue) => ({ kind: 'readSettings', requestId: issue(), ...body }),
  writeSettings: (body) => ({ kind: 'writeSettings', ...body }),
  readReport: (body, issue) => ({ kind: 'readReport', requestId: issue(), ...body }),
  readReportOf: (body, issue) => ({ kind: 'readReportOf', requestId: issue(), ...body }),
  setMonitors: ({ monitors }) => ({
    kind: 'setMonitors',
    monitors: monitors.map((monitor) => {
      const { id, type, value, severity, onlyDuringTransaction, stream } = monitor;
      return { name: nameOf(monitor), type, value, severity, ...present({ id, onlyDuringTransaction, stream }) };
    }),
  }),
  clearMonitors: (body) => ({ kind: 'clearMonitors', ...body }),
  readMonitors: (body, issue) => ({ kind: 'readMonitors', requestId: issue(), ...body }),
  setMonitoringBase: (body) => ({ kind: 'setMonitoringBase', ...body }),
  setMonitoringLevel: (body) => ({ kind: 'setMonitoringLevel', ...body }),

  setDisplayMessage: ({ id, display, ...message }, issue) => ({
    kind: 'setDisplayMessage',
    message: { id: id ?? issue(), ...message, ...present({ display }) },
  }),
  clearDisplayMessage: (body) => ({ kind: 'clearDisplayMessage', ...body }),
  readDisplayMessages: (body, issue) => ({ kind: 'readDisplayMessages', requestId: issue(), ...body }),

  readCustomer: (body, issue) => ({ kind: 'readCustomer', requestId: issue(), ...body }),
  tellCost: (body) => ({ kind: 'tellCost', ...body }),
  readTransactionStatus: (body) => ({ kind: 'readTransactionStatus', ...body }),
  setNetworkProfile: ({ slot, ...profile }) => ({ kind: 'setNetworkProfile', slot, profile }),

  setDefaultTariff: (body) => ({ kind: 'setDefaultTariff', ...body }),
  readTariffs: (body) => ({ kind: 'readTariffs', ...body }),
  clearTariffs: (body) => ({ kind: 'clearTariffs', ...body }),
  changeTransactionTariff: (body) => ({ kind: 'changeTransactionTariff', ...body }),

  usePriorityCharging: (body) => ({ kind: 'usePriorityCharging', ...body }),
  updateDynamicSchedule: ({ profileId, ...update }) => ({ kind: 'updateDynamicSchedule', profileId, update }),
  notifyAllowedEnergyTransfer: (body) => ({ kind: 'notifyAllowedEnergyTransfer', ...body }),
  afrrSignal: (body) => ({ kind: 'afrrSignal', ...body }),
  setDERControl: ({ controlId, isDefault, ...body }) => ({
    kind: 'setDERControl',
    controlId,
    isDefault,
    control: controlOf(body),
  }),
  readDERControl: (body, issue) => ({ kind: 'readDERControl', requestId: issue(), ...body }),
  clearDERControl: (body) => ({ kind: 'clearDERControl', ...body }),

  readPeriodicEventStreams: () => ({ kind: 'readPeriodicEventStreams' }),
  adjustPeriodicEventStream: (body) => ({ kind: 'adjustPeriodicEventStream', ...body }),
  notifyWebPaymentStarted: ({ evse, shownForSeconds }) => ({
    kind: 'notifyWebPaymentStarted',
    evse,
    timeoutSeconds: shownForSeconds,
  }),
  requestBatterySwap: (body, issue) => ({ kind: 'requestBatterySwap', requestId: issue(), ...body }),
};
