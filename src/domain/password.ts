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

/** The error that stands while nobody knows which password a station has. */
export const passwordUncertain = 'PasswordUncertain';

/** The setting that holds the password of a station: AuthorizationKey (1.6), SecurityCtrlr.BasicAuthPassword (2.x). */
export const isPasswordSetting = ({ component, variable }: VariableName): boolean =>
  component === '' ? /^authorizationkey$/i.test(variable) : /^basicauthpassword$/i.test(variable);

/** What it is called in the version that a station speaks. */
export const passwordSetting = (protocol: string): VariableName =>
  protocol === 'ocpp1.6'
    ? { component: '', variable: 'AuthorizationKey' }
    : { component: 'SecurityCtrlr', variable: 'BasicAuthPassword' };

/** 1.6 takes a new password over with its next start where it says so. */
const afterReboot = (answer: CommandAnswer | undefined): boolean => answer?.status === 'RebootRequired';

/** Why a password cannot be changed so, or now; undefined: it can, or nothing of the kind is asked. */
export function badPassword(state: StationState, command: Command): string | undefined {
  if (command.kind !== 'writeSettings' || command.passwordHash === undefined) return undefined;
  if (command.values.length !== 1) return 'A password is changed by itself, without other settings';
  return state.master.passwordCommand === undefined
    ? undefined
    : 'A password is being changed; the station must come back first';
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
      if (body.command.kind !== 'writeSettings' || body.command.passwordHash === undefined) return false;
      master.passwordNext = body.command.passwordHash;
      master.passwordCommand = body.commandId;
      return true;
    case 'command.moved':
      if (body.commandId !== master.passwordCommand) return false;
      if (body.state === 'done' && afterReboot(body.answer)) {
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
      return master.passwordCommand !== undefined && drop(state);
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
