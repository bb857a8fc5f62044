import type { ChargingProfile, ProfilePeriod, ProfileSchedule } from './commands/charging-profile.ts';
import type { LocalListEntry } from './commands/local-list.ts';
import type { StreamPace } from './commands/stream.ts';
import type { Command } from './commands.ts';
import { normalCard } from './token.ts';

/** In rising order from 0 (OCPP 2.0.1 K01.FR.31, K01.FR.35). */
function scheduleFault({ periods }: ProfileSchedule): string | undefined {
  if (periods[0]?.startSeconds !== 0) return 'The first period of a schedule begins at 0 seconds';
  if (periods.some(({ startSeconds }, index) => index > 0 && startSeconds <= periods[index - 1]!.startSeconds))
    return 'The periods of a schedule begin one after the other';
  const odd = periods.map(modeFault).find((fault) => fault !== undefined);
  if (odd !== undefined) return odd;
  // K01.FR.19
  return periods.some(({ phases, phaseToUse }) => phaseToUse !== undefined && phases !== 1)
    ? 'A phase can only be chosen where one phase is used'
    : undefined;
}

/** What a period names besides its operation mode (OCPP 2.1 Q02.FR.02, Q03.FR.01, Q03.FR.02). */
function modeFault({ limit, setpoint, dischargeLimit, operationMode }: ProfilePeriod): string | undefined {
  const discharges = setpoint !== undefined || dischargeLimit !== undefined;
  if (operationMode === undefined || operationMode === 'ChargingOnly') {
    if (discharges)
      return 'Charging only has neither a setpoint nor a limit for giving energy back: choose another operation mode';
    return limit === undefined ? 'Name the limit of each period' : undefined;
  }
  if (operationMode !== 'CentralSetpoint') return undefined;
  if (setpoint === undefined) return 'The operation mode CentralSetpoint needs a setpoint';
  return limit !== undefined || dischargeLimit !== undefined
    ? 'With CentralSetpoint the setpoint alone counts: leave the limits away'
    : undefined;
}

function kindFault({ profileKind, recurrency, schedules }: ChargingProfile): string | undefined {
  if (profileKind === 'recurring' && recurrency === undefined) return 'Say whether the profile recurs daily or weekly';
  if (profileKind !== 'recurring' && recurrency !== undefined) return 'Only a recurring profile recurs';
  // K01.FR.40, K01.FR.41; OCPP 1.6 section 3.13.
  const dated = profileKind === 'absolute' || profileKind === 'recurring';
  if (dated && schedules.some(({ startsAt }) => startsAt === undefined))
    return 'An absolute or recurring profile needs the time at which its schedule begins';
  return profileKind === 'relative' && schedules.some(({ startsAt }) => startsAt !== undefined)
    ? 'A relative profile begins with the session: it has no time of its own'
    : undefined;
}

function profileFault(profile: ChargingProfile): string | undefined {
  const { purpose, validFrom, validTo, schedules } = profile;
  // K01.FR.22
  if (purpose === 'stationExternal') return 'Limits from outside are set by the station, not by the back end';
  if (schedules.length === 0) return 'A charging profile needs a schedule';
  if (validFrom !== undefined && validTo !== undefined && validTo <= validFrom)
    return 'A charging profile must end after it begins';
  return kindFault(profile) ?? schedules.map(scheduleFault).find((fault) => fault !== undefined);
}

function setProfileFault({ evse, profile }: Extract<Command, { kind: 'setChargingProfile' }>): string | undefined {
  // OCPP 1.6 section 3.13.1; 2.0.1 K03.FR.01, K01.FR.03, K01.FR.15.
  if (profile.purpose === 'stationMax' && evse !== 0) return 'A limit of the station is set for the whole station';
  if (profile.purpose === 'tx' && evse === 0) return 'Name the charge point of the session';
  if (profile.purpose === 'tx' && profile.transactionId === undefined) return 'Name the session that is limited';
  if (profile.purpose !== 'tx' && profile.transactionId !== undefined) return 'Only a profile for a session names one';
  return profileFault(profile);
}

function startProfileFault(profile: ChargingProfile): string | undefined {
  // F01.FR.08, F01.FR.11; OCPP 1.6 section 5.16.2.
  if (profile.purpose !== 'tx' || profile.transactionId !== undefined)
    return 'A profile that comes with a start is for the session that it starts';
  return profileFault(profile);
}

/** D01.FR.06, D01.FR.18. */
function listFault(version: number, full: boolean, entries: readonly LocalListEntry[]): string | undefined {
  if (version < 1) return 'The version of a card list counts from 1';
  const cards = entries.map(({ token }) => [token.type, normalCard(token.number)].join());
  if (new Set(cards).size < cards.length) return 'The list names a card twice';
  return full && entries.some(({ authorisation }) => authorisation === undefined)
    ? 'A full list says of every card whether it may charge'
    : undefined;
}

const hasPace = ({ intervalSeconds, values }: StreamPace): boolean =>
  intervalSeconds !== undefined || values !== undefined;

/** What is wrong with a command in every version, as a sentence for whoever asks; undefined: nothing. */
export function commandFault(command: Command): string | undefined {
  switch (command.kind) {
    case 'start':
      return command.profile && startProfileFault(command.profile);
    case 'setChargingProfile':
      return setProfileFault(command);
    case 'clearChargingProfiles':
      // K10.FR.06
      return command.filter.purpose === 'stationExternal' ? 'Limits from outside cannot be removed' : undefined;
    case 'sendLocalList':
      return listFault(command.version, command.mode === 'full', command.entries);
    case 'readCustomer':
      // N09.FR.04, N09.FR.07, N09.FR.09
      if (!command.report && !command.clear) return 'Customer data are reported, cleared, or both: choose one';
      return [command.token, command.customerId, command.certificate].filter((one) => one !== undefined).length === 1
        ? undefined
        : 'Name the customer by a card, a number or a certificate: one of them';
    case 'setMonitors':
      if (command.monitors.length === 0) return 'Name at least one monitor';
      // OCPP 2.1 N11.FR.09
      return command.monitors.some(({ stream }) => stream && !hasPace(stream))
        ? 'Say how often a stream sends'
        : undefined;
    case 'adjustPeriodicEventStream':
      // OCPP 2.1 N14.FR.01
      return hasPace(command) ? undefined : 'Say how often a stream sends';
    case 'clearMonitors':
      return command.ids.length === 0 ? 'Name at least one monitor' : undefined;
    case 'notifyAllowedEnergyTransfer':
      return command.allowed.length === 0 ? 'Name at least one kind of energy transfer' : undefined;
    case 'updateDynamicSchedule':
      return Object.values(command.update).every((values) => values === undefined)
        ? 'Name at least one value of the schedule'
        : undefined;
    case 'trigger':
      return (command.message === 'custom') === (command.custom === undefined)
        ? 'A trigger of the manufacturer has a name, the others have none'
        : undefined;
    case 'setDisplayMessage': {
      const { startsAt, endsAt } = command.message;
      return startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt
        ? 'A message must end after it begins'
        : undefined;
    }
    case 'readLog':
      // OCPP 2.1 N01.FR.27, N01.FR.28
      if (command.url.includes('#')) return 'An address to bring a log to has no part behind a #';
      if (/\?.*\/$/.test(command.url)) return 'The part behind the ? of an address does not end with a slash';
      return command.from !== undefined && command.until !== undefined && command.until <= command.from
        ? 'A log must end after it begins'
        : undefined;
    default:
      return undefined;
  }
}
