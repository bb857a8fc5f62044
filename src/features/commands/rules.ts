import { type Command, type CommandKind, commandKinds, queueable } from '../../domain/commands.ts';
import type { Protocol } from '../../domain/ports.ts';

/** Says why a version cannot do a command, from the version table; undefined: it can. */
export type Unsupported = (protocol: Protocol, command: Command) => string | undefined;

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
};

export interface Availability {
  readonly kind: CommandKind;
  readonly supported: boolean;
  readonly queueable: boolean;
  readonly reason?: string;
}

/** Which kinds this station's version can do. A station that never said its version can be asked for nothing. */
export function availabilityOf(protocol: Protocol | undefined, unsupported: Unsupported): Availability[] {
  return commandKinds.map((kind) => {
    const reason =
      protocol === undefined
        ? 'The station has not connected yet, so its protocol version is not known.'
        : unsupported(protocol, examples[kind]);
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

/** A command as it may be shown: without the values of secret settings. */
export function shownCommand(command: Command, isSecret: (name: string) => boolean): Record<string, unknown> {
  const { kind: _, ...rest } = command;
  if (command.kind !== 'writeSettings') return rest;
  return {
    values: command.values.map(({ name, value }) => ({ name, value: isSecret(name.variable) ? hidden : value })),
  };
}
export const isSecretSetting = (variable: string): boolean => secretName.test(variable);

/** remoteStartId of OCPP 2.x is a positive integer of 31 bits; the station gives it back in its events (F01.FR.25). */
export const newRequestNumber = (random: (below: number) => number): number => 1 + random(2 ** 31 - 2);
