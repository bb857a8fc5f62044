import type { ChargingProfile } from '../../domain/commands/charging-profile.ts';
import type { Command, CommandKind } from '../../domain/commands.ts';
import type { PresentedToken } from '../../domain/message.ts';
import { longestIdTag } from './card.ts';
import { useWords } from './certificate.ts';
import { purposeWords } from './charging-profile.ts';
import { canTrigger } from './commands/trigger.ts';

const highestTransactionId = 2 ** 31 - 1;
/** Security extension, CiString types. */
const longest = { location: 512, certificate: 5500, chain: 10_000, signature: 800 } as const;

const no = <const Text extends string>(unsupported: Text) => ({ unsupported }) as const;
const monitors = no('OCPP 1.6 has no monitors of variables');
const display = no('OCPP 1.6 has no messages for the display');
const tariffs = no('OCPP 1.6 has no tariffs at the station');
const grid = no('OCPP 1.6 has no grid functions');
const streams = no('OCPP 1.6 has no streams of events');

/** The commands that OCPP 1.6 has no message for. */
export const without = {
  readChargingProfiles: no('An OCPP 1.6 station does not tell which charging profiles it holds'),
  publishFirmware: no('OCPP 1.6 stations do not hand firmware on to others'),
  unpublishFirmware: no('OCPP 1.6 stations do not hand firmware on to others'),
  readReport: no('OCPP 1.6 has no reports: read its settings'),
  readReportOf: no('OCPP 1.6 has no reports: read its settings'),
  setMonitors: monitors,
  clearMonitors: monitors,
  readMonitors: monitors,
  setMonitoringBase: monitors,
  setMonitoringLevel: monitors,
  setDisplayMessage: display,
  clearDisplayMessage: display,
  readDisplayMessages: display,
  readCustomer: no('OCPP 1.6 cannot ask a station for customer data'),
  tellCost: no('OCPP 1.6 cannot tell a station the cost of a session'),
  readTransactionStatus: no('OCPP 1.6 cannot ask a station about the messages of a session'),
  setNetworkProfile: no('OCPP 1.6 has no network profiles'),
  setDefaultTariff: tariffs,
  readTariffs: tariffs,
  clearTariffs: tariffs,
  changeTransactionTariff: tariffs,
  setDERControl: grid,
  readDERControl: grid,
  clearDERControl: grid,
  adjustPeriodicEventStream: streams,
  readPeriodicEventStreams: streams,
  afrrSignal: no('OCPP 1.6 has no grid balancing signals'),
  notifyAllowedEnergyTransfer: no('OCPP 1.6 cannot tell a station which kinds of energy transfer are permitted'),
  updateDynamicSchedule: no('OCPP 1.6 has no dynamic charging profiles'),
  usePriorityCharging: no('OCPP 1.6 has no priority charging'),
  notifyWebPaymentStarted: no('OCPP 1.6 has no payments on the web'),
  requestBatterySwap: no('OCPP 1.6 has no battery swaps'),
} as const satisfies { readonly [K in CommandKind]?: { readonly unsupported: string } };

const isSessionNumber = (id: string): boolean => /^\d{1,10}$/.test(id) && Number(id) <= highestTransactionId;

const cardFault = ({ number }: PresentedToken): string | undefined =>
  number.length > longestIdTag ? 'OCPP 1.6 knows card numbers of up to 20 characters' : undefined;

function profileFault({ purpose, profileKind, schedules, transactionId }: ChargingProfile): string | undefined {
  if (purposeWords[purpose] === undefined) return 'OCPP 1.6 has no charging profiles for this purpose';
  if (profileKind === 'dynamic') return 'OCPP 1.6 has no dynamic charging profiles';
  if (schedules.length !== 1) return 'OCPP 1.6 has one schedule in a charging profile';
  if (transactionId !== undefined && !isSessionNumber(transactionId))
    return 'OCPP 1.6 knows sessions by number, and this one has none';
  const odd = schedules[0]!.periods.some(
    ({ limit, phaseToUse, setpoint, dischargeLimit, operationMode }) =>
      limit === undefined ||
      phaseToUse !== undefined ||
      setpoint !== undefined ||
      dischargeLimit !== undefined ||
      operationMode !== undefined,
  );
  return odd ? 'OCPP 1.6 limits charging in a period, and knows the number of phases; nothing else' : undefined;
}

function firmwareFault(command: Extract<Command, { kind: 'updateFirmware' }>): string | undefined {
  const { url, installAt, signed } = command;
  if (signed === undefined)
    return installAt === undefined
      ? undefined
      : 'OCPP 1.6 installs what was retrieved at once; only a signed update knows a later time';
  if (url.length > longest.location) return 'OCPP 1.6 knows addresses of up to 512 characters';
  if (signed.certificate.length > longest.certificate) return 'OCPP 1.6 knows certificates of up to 5500 characters';
  return signed.signature.length > longest.signature ? 'OCPP 1.6 knows signatures of up to 800 characters' : undefined;
}

function logFault({ log, extended, url }: Extract<Command, { kind: 'readLog' }>): string | undefined {
  if (log === 'dataCollector') return 'OCPP 1.6 knows the diagnostics and the security log';
  return (log === 'security' || extended) && url.length > longest.location
    ? 'OCPP 1.6 knows addresses of up to 512 characters'
    : undefined;
}

/** What OCPP 1.6 cannot do within commands it knows, as a sentence for the operator. */
export function unsupported(command: Command): string | undefined {
  switch (command.kind) {
    case 'reset':
      if (command.evse !== undefined && command.evse !== 0)
        return 'OCPP 1.6 can only restart the whole station, not one charge point';
      if (command.mode === 'resume') return 'OCPP 1.6 cannot continue sessions after a restart';
      if (command.mode === 'onIdle') return 'OCPP 1.6 cannot wait for running sessions before a restart';
      return undefined;
    case 'start':
      if (command.token.number === '') return 'OCPP 1.6 needs a card number to start a session';
      return cardFault(command.token) ?? (command.profile && profileFault(command.profile));
    case 'stop':
      return isSessionNumber(command.transactionId)
        ? undefined
        : 'OCPP 1.6 knows sessions by number, and this one has none';
    case 'unlock':
      return command.place.evse < 1 ? 'Name the charge point to unlock' : undefined;
    case 'trigger':
      if (command.message === 'transaction') return 'OCPP 1.6 cannot be asked for the state of a session';
      return canTrigger(command.message) ? undefined : 'OCPP 1.6 cannot be asked for this message';
    case 'writeSettings':
      if (command.values.length !== 1) return 'OCPP 1.6 changes one setting at a time';
      return command.values[0]!.name.variable.length > 50 ? 'OCPP 1.6 knows keys of up to 50 characters' : undefined;
    case 'readSettings':
      return command.names?.some(({ variable }) => variable.length > 50)
        ? 'OCPP 1.6 knows keys of up to 50 characters'
        : undefined;
    case 'reserve':
      if (command.connectorType !== undefined) return 'OCPP 1.6 cannot reserve a type of connector';
      if (command.token.number === '') return 'OCPP 1.6 needs a card number for a reservation';
      return cardFault(command.token);
    case 'sendLocalList':
      return command.entries.map(({ token }) => cardFault(token)).find((fault) => fault !== undefined);
    case 'setChargingProfile':
      return profileFault(command.profile);
    case 'clearChargingProfiles': {
      const { profileIds, purpose } = command.filter;
      if (purpose !== undefined && purposeWords[purpose] === undefined)
        return 'OCPP 1.6 has no charging profiles for this purpose';
      return (profileIds?.length ?? 1) === 1
        ? undefined
        : 'Charging profiles are removed one at a time, or all that fit';
    }
    case 'updateFirmware':
      return firmwareFault(command);
    case 'readLog':
      return logFault(command);
    case 'installCertificate':
      if (useWords[command.use] === undefined) return 'OCPP 1.6 has no certificates of this kind';
      return command.certificate.length > longest.certificate
        ? 'OCPP 1.6 knows certificates of up to 5500 characters'
        : undefined;
    case 'readCertificates': {
      const [use, ...more] = command.uses ?? [];
      if (use === undefined || more.length > 0) return 'OCPP 1.6 lists the certificates of one kind at a time';
      return useWords[use] === undefined ? 'OCPP 1.6 has no certificates of this kind' : undefined;
    }
    case 'deliverCertificate':
      if (command.use !== undefined && command.use !== 'station') return 'OCPP 1.6 has no certificates of this kind';
      return command.chain.length > longest.chain
        ? 'OCPP 1.6 knows chains of certificates of up to 10000 characters'
        : undefined;
    default:
      return undefined;
  }
}
