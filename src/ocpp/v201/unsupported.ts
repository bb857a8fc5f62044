import type { ChargingProfile } from '../../domain/commands/charging-profile.ts';
import type { DisplayMessage } from '../../domain/commands/display.ts';
import type { Command, CommandKind } from '../../domain/commands.ts';

const no = <const Text extends string>(unsupported: Text) => ({ unsupported }) as const;
const tariffs = no('Tariffs at the station exist from OCPP 2.1 on');
const grid = no('Grid functions exist from OCPP 2.1 on');
const streams = no('Streams of events exist from OCPP 2.1 on');

/** The commands that OCPP 2.0.1 has no message for. */
export const without = {
  setDefaultTariff: tariffs,
  readTariffs: tariffs,
  clearTariffs: tariffs,
  changeTransactionTariff: tariffs,
  setDERControl: grid,
  readDERControl: grid,
  clearDERControl: grid,
  adjustPeriodicEventStream: streams,
  readPeriodicEventStreams: streams,
  afrrSignal: no('Grid balancing signals exist from OCPP 2.1 on'),
  notifyAllowedEnergyTransfer: no('Permitted kinds of energy transfer exist from OCPP 2.1 on'),
  updateDynamicSchedule: no('Dynamic charging profiles exist from OCPP 2.1 on'),
  usePriorityCharging: no('Priority charging exists from OCPP 2.1 on'),
  notifyWebPaymentStarted: no('Payments on the web exist from OCPP 2.1 on'),
  requestBatterySwap: no('Battery swaps exist from OCPP 2.1 on'),
} as const satisfies { readonly [K in CommandKind]?: { readonly unsupported: string } };

function newerProfile({ purpose, profileKind, updateIntervalSeconds, schedules }: ChargingProfile): string | undefined {
  if (purpose === 'priority') return without.usePriorityCharging.unsupported;
  if (purpose === 'localGeneration') return 'Charging profiles for local generation exist from OCPP 2.1 on';
  if (profileKind === 'dynamic' || updateIntervalSeconds !== undefined)
    return without.updateDynamicSchedule.unsupported;
  const periods = schedules.flatMap((schedule) => schedule.periods);
  return periods.some(
    ({ limit, setpoint, dischargeLimit, operationMode }) =>
      limit === undefined || setpoint !== undefined || dischargeLimit !== undefined || operationMode !== undefined,
  )
    ? 'Discharging and setpoints exist from OCPP 2.1 on'
    : undefined;
}

const newerStates: readonly unknown[] = ['suspended', 'discharging'];
const newerMonitors: readonly unknown[] = ['targetDelta', 'targetDeltaRelative'];

function newerMessage({ state, content, more }: DisplayMessage): string | undefined {
  if (newerStates.includes(state)) return 'Messages for this state exist from OCPP 2.1 on';
  if (content.format === 'qrCode') return 'Messages as QR code exist from OCPP 2.1 on';
  return more !== undefined && more.length > 0 ? 'Messages in several languages exist from OCPP 2.1 on' : undefined;
}

/** What 2.0.1 cannot do within commands that it knows, and 2.1 can. */
export function newer(command: Command): string | undefined {
  switch (command.kind) {
    case 'start':
      return command.profile && newerProfile(command.profile);
    case 'reset':
      return command.mode === 'resume' ? 'Sessions are continued after a restart from OCPP 2.1 on' : undefined;
    case 'trigger':
      return command.message === 'signV2g20' || command.message === 'custom'
        ? 'This message can be asked for from OCPP 2.1 on'
        : undefined;
    case 'setChargingProfile':
      return newerProfile(command.profile);
    case 'clearChargingProfiles':
    case 'readChargingProfiles':
      return command.filter.purpose === 'priority' || command.filter.purpose === 'localGeneration'
        ? 'Charging profiles for this purpose exist from OCPP 2.1 on'
        : undefined;
    case 'readLog':
      return command.log === 'dataCollector' ? 'The log of the data collector exists from OCPP 2.1 on' : undefined;
    case 'installCertificate':
      return command.use === 'oemRoot' ? 'Certificates of this kind exist from OCPP 2.1 on' : undefined;
    case 'readCertificates':
      return command.uses?.includes('oemRoot') ? 'Certificates of this kind exist from OCPP 2.1 on' : undefined;
    case 'deliverCertificate':
      if (command.requestId !== undefined) return 'Certificates are signed under a number from OCPP 2.1 on';
      return command.use === 'v2g20' ? 'Certificates of this kind exist from OCPP 2.1 on' : undefined;
    case 'setMonitors':
      return command.monitors.some(({ type, stream }) => newerMonitors.includes(type) || stream !== undefined)
        ? 'Monitors of this kind exist from OCPP 2.1 on'
        : undefined;
    case 'setDisplayMessage':
      return newerMessage(command.message);
    case 'readDisplayMessages':
      return newerStates.includes(command.state) ? 'Messages for this state exist from OCPP 2.1 on' : undefined;
    case 'setNetworkProfile': {
      const { version, identity, basicAuthPassword, interface: over } = command.profile;
      if (version === 'OCPP21') return 'An OCPP 2.0.1 station does not know OCPP 2.1';
      if (identity !== undefined || basicAuthPassword !== undefined)
        return 'A network profile has an identity and a password from OCPP 2.1 on';
      return over === 'Any' ? 'OCPP 2.0.1 needs an interface to be named' : undefined;
    }
    default:
      return undefined;
  }
}
