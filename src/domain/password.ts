import type { Instant } from '../lib/time.ts';
import type { VariableName } from './commands/device-model.ts';
import type { Command, CommandAnswer } from './commands.ts';
import type { DecidedFact } from './decision.ts';
import type { Fact, Proof } from './facts.ts';
import type { CommandRecord, StationState } from './state.ts';

// The life of a password that was sent to a station (OCPP 2.0.1 A01, 1.6 security whitepaper A01). Only its hash is ever kept.
//
//   asked     -> old and new are let in, for nobody knows when the station begins to use it
//   Accepted  -> new only, at once (A01.FR.03)
//   refused   -> old only (A01.FR.04)
//   unknown   -> old and new, until the station comes back with one of them: from then on that one only (S-09, S-10)
//
// A station that takes it over later, with its next start or with the next network slot it uses, is let in with both until it has.

/** The error that stands while nobody knows which password a station has. */
export const passwordUncertain = 'PasswordUncertain';

/**
 * The setting that holds the password of a station: AuthorizationKey (1.6), SecurityCtrlr.BasicAuthPassword (2.x), or that of one of
 * its network slots (2.1 B09.FR.14).
 */
export const isPasswordSetting = ({ component, variable }: VariableName): boolean =>
  component === '' ? /^authorizationkey$/i.test(variable) : /^basicauthpassword$/i.test(variable);

/** What it is called in the version that a station speaks. */
export const passwordSetting = (protocol: string): VariableName =>
  protocol === 'ocpp1.6'
    ? { component: '', variable: 'AuthorizationKey' }
    : { component: 'SecurityCtrlr', variable: 'BasicAuthPassword' };

/** The hash of the password that a command brings. */
const passwordIn = (command: Command): string | undefined =>
  command.kind === 'writeSettings' || command.kind === 'setNetworkProfile' ? command.passwordHash : undefined;

/** A password of a slot counts when the station comes by that slot. */
const isOfSlot = (command: Command): boolean =>
  command.kind === 'setNetworkProfile' ||
  (command.kind === 'writeSettings' &&
    command.values.some(({ name }) => /^networkconfiguration$/i.test(name.component)));

/** Taken over later: with the next start where 1.6 says so, with another slot. */
const later = (command: Command | undefined, answer: CommandAnswer | undefined): boolean =>
  answer?.status === 'RebootRequired' || (command !== undefined && isOfSlot(command));

/** Why a password cannot be changed so, or now; undefined: it can, or nothing of the kind is asked. */
export function badPassword(state: StationState, command: Command): string | undefined {
  if (passwordIn(command) === undefined) return undefined;
  if (command.kind === 'writeSettings' && command.values.length !== 1)
    return 'A password is changed by itself, without other settings';
  const { passwordCommand, passwordNext } = state.master;
  if (passwordCommand !== undefined) return 'A password is being changed; the station must come back first';
  // It could come with any of three.
  return passwordNext !== undefined && isOfSlot(command)
    ? 'The station has a new password that it has not used yet; it must come with it first'
    : undefined;
}

/** The station's word is missing: this raises an error, which ends when the station has come back. */
export function passwordAlert(state: StationState, { id }: CommandRecord, at: Instant): readonly DecidedFact[] {
  if (state.master.passwordCommand !== id || state.errors[id] !== undefined) return [];
  return [
    {
      at,
      body: {
        type: 'error.opened',
        // One command, one error: found again without being looked for.
        errorId: id,
        place: { evse: 0, connector: 0 },
        source: 'derived',
        code: passwordUncertain,
        severity: 'warning',
      },
    },
  ];
}

/** It came in: which of the two passwords it has is known now. Before the fact of the connection is folded. */
export function passwordProven(state: StationState, proof: Proof | undefined, at: Instant): readonly DecidedFact[] {
  const { passwordCommand } = state.master;
  if (proof?.password === undefined || passwordCommand === undefined) return [];
  const error = state.errors[passwordCommand];
  return error === undefined || error.closedAt !== undefined
    ? []
    : [{ at, body: { type: 'error.closed', errorId: error.id, by: 'rule' } }];
}

/** Folds what happens to passwords. True when the station's own row changes. */
export function foldPassword(state: StationState, { body }: Fact): boolean {
  const { master } = state;
  switch (body.type) {
    case 'command.asked':
      if (passwordIn(body.command) === undefined) return false;
      master.passwordNext = passwordIn(body.command)!;
      master.passwordCommand = body.commandId;
      return true;
    case 'command.moved':
      if (body.commandId !== master.passwordCommand) return false;
      if (body.state === 'done' && later(state.commands[body.commandId]?.command, body.answer)) {
        delete master.passwordCommand;
        return true;
      }
      if (body.state === 'done') return adopt(state);
      return body.state === 'refused' && drop(state);
    case 'station.connected': {
      const used = body.proof?.password;
      if (used === undefined || master.passwordNext === undefined) return false;
      if (used === 'next') return adopt(state);
      // Accepted, and waiting for a start that has not been: both still count.
      if (master.passwordCommand === undefined) return false;
      const asked = state.commands[master.passwordCommand]?.command;
      if (asked === undefined || !isOfSlot(asked)) return drop(state);
      // It came by another slot, which says nothing about that one.
      delete master.passwordCommand;
      return true;
    }
    default:
      return false;
  }
}

function adopt(state: StationState): boolean {
  const { master } = state;
  if (master.passwordNext !== undefined) master.passwordHash = master.passwordNext;
  master.factoryPassword = false;
  return drop(state);
}

function drop({ master }: StationState): boolean {
  delete master.passwordNext;
  delete master.passwordCommand;
  return true;
}
