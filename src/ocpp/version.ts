import type { Command } from '../domain/commands.ts';
import { withoutNul } from './bounds.ts';
import type { Explain } from './explain.ts';
import { createChecks, type GeneratedValidators } from './schema.ts';
import type { IncomingMessage, OcppVersion } from './table.ts';

export interface VersionParts {
  readonly protocol: OcppVersion['protocol'];
  /** Every message that a station may send. */
  readonly messages: readonly IncomingMessage[];
  /** Every call that only we may make. */
  readonly calls: readonly string[];
  readonly sends: readonly string[];
  readonly commands: OcppVersion['commands'];
  readonly unsupported: (command: Command) => string | undefined;
  readonly parts?: OcppVersion['parts'];
  readonly validators: GeneratedValidators;
  readonly errorCodes: OcppVersion['errorCodes'];
  readonly hasSend: boolean;
  readonly hasResultError: boolean;
  readonly explain: Explain;
}

/** Puts the lists of one OCPP version together into the table the gateway works with. */
export function defineVersion(parts: VersionParts): OcppVersion {
  const incoming = new Map<string, IncomingMessage>();
  for (const message of parts.messages) {
    if (incoming.has(message.action)) throw new Error(`${parts.protocol}: ${message.action} is listed twice`);
    incoming.set(message.action, { ...message, read: (payload) => withoutNul(message.read(payload)) });
  }
  const check = createChecks(parts.validators);
  const checkRequest: OcppVersion['checkRequest'] = (action, strict) => check(action, 'call', strict);
  return {
    protocol: parts.protocol,
    incoming,
    knownActions: new Set(parts.calls),
    sends: new Set(parts.sends),
    commands: parts.commands,
    unsupported: (command) => {
      const way = parts.commands[command.kind];
      return 'unsupported' in way ? way.unsupported : parts.unsupported(command);
    },
    ...(parts.parts ? { parts: parts.parts } : {}),
    checkRequest,
    checkResponse: (action, strict) => check(action, 'answer', strict),
    errorCodes: parts.errorCodes,
    hasSend: parts.hasSend,
    hasResultError: parts.hasResultError,
    explain: (action, direction, call, answer) =>
      parts.explain({ action, direction, call, answer, message: incoming.get(action), check: checkRequest(action) }),
  };
}
