import type { Instant } from '../lib/time.ts';
import { badProfile } from './charging/check.ts';
import type { Command } from './commands.ts';
import { badReservation } from './reservation.ts';
import type { StationState } from './state.ts';

/** What this station cannot be asked for now, whatever the version. */
export function unfitHere(state: StationState, command: Command, now: Instant): string | undefined {
  if (command.kind === 'reserve') return badReservation(state, command, now);
  return command.kind === 'setChargingProfile' ? badProfile(state, command.evse, command.profile) : undefined;
}
