import type { IncomingMessage, OcppVersion } from '../ocpp/table.ts';
import type { WireFrame } from './framing.ts';

/** Why a frame of a station is not a message. */
export interface Fault {
  /** In our words, for the log: json | frame | type | action | schema | unreadable. */
  readonly malformed: string;
  /** The CALLERROR code; absent: no answer may be given. */
  readonly code?: string;
  readonly detail: string;
  readonly violations?: readonly string[];
  /** The envelope itself is wrong: too many of these end the connection (W-04). */
  readonly unreadable: boolean;
}

export interface Fit {
  readonly entry: IncomingMessage;
  /** Departures from the schema that are noted and let pass. */
  readonly violations?: readonly string[];
}

/** Is this a message of the version? Each version's table has the codes (W-04 to W-10). */
export function examine(version: OcppVersion, wire: WireFrame, strict: boolean): Fit | Fault {
  const codes = version.errorCodes;
  switch (wire.form) {
    case 'broken':
      return {
        malformed: wire.detail === 'The frame is not JSON' ? 'json' : 'frame',
        code: codes.frame,
        detail: wire.detail,
        unreadable: true,
      };
    case 'brokenAnswer':
      return { malformed: 'frame', detail: wire.detail, unreadable: true };
    case 'call':
      return examineCall(version, wire, strict);
    case 'send':
      if (version.hasSend) return examineSend(version, wire, strict);
      return otherType(version, 'SEND does not exist in this version');
    case 'resultError':
      return otherType(version, 'CALLRESULTERROR does not exist in this version');
    default:
      return otherType(version, wire.detail);
  }
}

// OCPP 2.0.1 Part 4 section 4.4: answered with its own code; 1.6 has none and ignores the payload (W-08).
const otherType = (version: OcppVersion, detail: string): Fault => ({
  malformed: 'type',
  ...(version.errorCodes.messageType === undefined ? {} : { code: version.errorCodes.messageType }),
  detail,
  unreadable: true,
});

function examineCall(version: OcppVersion, wire: WireFrame, strict: boolean): Fit | Fault {
  const codes = version.errorCodes;
  const entry = version.incoming.get(wire.action);
  if (entry === undefined || version.sends.has(wire.action)) {
    const known = version.knownActions.has(wire.action) || version.sends.has(wire.action);
    const detail = known ? 'This action is not one that a station calls' : 'This action is not known';
    return {
      malformed: 'action',
      code: known ? codes.unsupportedAction : codes.unknownAction,
      detail,
      unreadable: false,
    };
  }
  return fitOrFault(version, entry, wire, strict, true);
}

/** OCPP 2.1 Part 4 section 4.2.4: whatever is wrong with it, a SEND is never answered. */
function examineSend(version: OcppVersion, wire: WireFrame, strict: boolean): Fit | Fault {
  const entry = version.sends.has(wire.action) ? version.incoming.get(wire.action) : undefined;
  if (entry === undefined)
    return { malformed: 'action', detail: 'This action does not come as SEND', unreadable: false };
  return fitOrFault(version, entry, wire, strict, false);
}

function fitOrFault(
  version: OcppVersion,
  entry: IncomingMessage,
  wire: WireFrame,
  strict: boolean,
  answered: boolean,
): Fit | Fault {
  const codes = version.errorCodes;
  if (typeof wire.payload !== 'object' || wire.payload === null || Array.isArray(wire.payload)) {
    return schemaFault('The payload is not an object', undefined, answered ? codes.form : undefined);
  }
  try {
    // One check for the message that is as it should be; what breaks a rule that is tolerated is noted and let pass.
    const strictly = version.checkRequest(wire.action, true)?.(wire.payload);
    if (strictly === undefined) return { entry };
    const violation = strict ? strictly : version.checkRequest(wire.action)?.(wire.payload);
    if (violation === undefined) return { entry, violations: strictly.all };
    return schemaFault(violation.text, violation.all, answered ? codes[violation.rule] : undefined);
  } catch {
    // A check that recurses over a payload nested thousands deep runs out of stack.
    return schemaFault('The payload is nested too deeply', undefined, answered ? codes.form : undefined);
  }
}

const schemaFault = (detail: string, violations: readonly string[] | undefined, code: string | undefined): Fault => ({
  malformed: 'schema',
  detail,
  unreadable: false,
  ...(violations === undefined ? {} : { violations }),
  ...(code === undefined ? {} : { code }),
});
