import type { Instant } from '../lib/time.ts';
import { badForStation, badProfile } from './charging/check.ts';
import { type CommandKnown, mostReported, settingKey } from './command-needs.ts';
import type { VariableName } from './commands/device-model.ts';
import type { Command } from './commands.ts';
import { badNetwork, lowersProfile, withNetworkParts } from './network.ts';
import { badReservation } from './reservation.ts';
import type { StationState } from './state.ts';
import { authorise } from './token.ts';

const settingIn =
  ({ settings = {} }: CommandKnown) =>
  (name: VariableName): string | undefined =>
    settings[settingKey(name)];

/** What this station cannot be asked for now, whatever the version. */
export function unfitHere(
  state: StationState,
  command: Command,
  now: Instant,
  known: CommandKnown,
): string | undefined {
  switch (command.kind) {
    case 'start':
      // It may bring limits for its session.
      return command.profile && badForStation(state, command.evse ?? 0, command.profile);
    case 'reserve':
      return badReservation(state, command, now);
    case 'setChargingProfile':
      return badProfile(state, command.evse, command.profile);
    case 'setNetworkProfile':
      return lowersProfile(state, command);
    case 'writeSettings':
      return lowersProfile(state, command) ?? badNetwork(command.values, settingIn(known));
    case 'readReportOf': {
      const most = Number(settingIn(known)(mostReported));
      return most > 0 && (command.names?.length ?? 0) > most
        ? `The station takes at most ${most} parts in one report (ItemsPerMessageGetReport)`
        : undefined;
    }
    case 'requestBatterySwap': {
      // OCPP 2.1 S02.FR.03
      const { status } = authorise({ token: command.token, card: known.card, now });
      return status === 'accepted' ? undefined : 'This card may not charge, and so it may not swap a battery';
    }
    default:
      return undefined;
  }
}

/** The same command with what belongs to it by the standard and people need not know. */
export const completed = (command: Command, known: CommandKnown): Command =>
  withNetworkParts(command, settingIn(known));
