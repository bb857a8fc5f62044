import type { Command, CommandAnswer, CommandKind } from '../domain/commands.ts';
import type { Answer, StationMessage } from '../domain/message.ts';

/** Schema check of one payload: undefined when it fits, else what is wrong first and everything that is wrong. */
export type Check = (payload: unknown) => Violation | undefined;

export interface Violation {
  /** Which kind of rule is broken; each version maps it to its own error code (W-06). */
  readonly rule: 'missing' | 'extra' | 'type' | 'value' | 'cardinality' | 'form';
  readonly text: string;
  readonly all: readonly string[];
  /** The fields that are needed and did not come, as paths. */
  readonly missing?: readonly string[];
}

/** A call of the station: one file in a version's messages/ folder. */
export interface IncomingMessage {
  readonly action: string;
  /** Payload (already checked against the schema) to meaning. */
  readonly read: (payload: Payload) => StationMessage;
  /** Decision to answer payload. */
  readonly answer: (answer: Answer, payload: Payload) => Payload;
}

/** A call of ours: one file in a version's commands/ folder. */
export interface OutgoingCommand<C extends Command = Command> {
  readonly kind: C['kind'];
  readonly write: (command: C) => { readonly action: string; readonly payload: Payload };
  readonly read: (answer: Payload, command: C) => CommandAnswer;
}

// biome-ignore lint/suspicious/noExplicitAny: payloads are typed per message by the schema packages; the table holds all of them
export type Payload = Record<string, any>;

/** A sentence as catalogue key and values, so that the console can show it in any language. */
export interface Sentence {
  readonly id: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** What was needed and did not come, or came and was not understood, field names. */
  readonly missing?: readonly string[];
}

export interface OptionalParts {
  /** The settings that must be known for it, in small letters. */
  readonly settings: readonly string[];
  /** Why a station with these settings cannot do it; undefined: it can, or did not say. */
  readonly lacking: (kind: CommandKind, settings: Readonly<Record<string, string>>) => string | undefined;
}

/** Everything that is particular to one OCPP version. */
export interface OcppVersion {
  readonly protocol: 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1';
  /** Every action a station may call in this version. */
  readonly incoming: ReadonlyMap<string, IncomingMessage>;
  /** Actions that exist in this version but never come from a station: NotSupported instead of NotImplemented. */
  readonly knownActions: ReadonlySet<string>;
  /** 2.1: actions that come as SEND and are never answered. */
  readonly sends: ReadonlySet<string>;
  readonly commands: {
    readonly [K in CommandKind]: OutgoingCommand<Extract<Command, { kind: K }>> | { readonly unsupported: string };
  };
  /** A case by case refusal within a supported command, e.g. reset of one EVSE in 1.6. */
  readonly unsupported: (command: Command) => string | undefined;
  /** What a station of this version may leave out, and says so in its settings; absent: it says nothing of the kind. */
  readonly parts?: OptionalParts;
  /**
   * Undefined: no such action. With `strict`, also what is tolerated otherwise breaks a rule: extra fields, odd times,
   * odd content of transaction messages (W-06, W-07). Tolerant decides about the answer, strict is what the log shows.
   */
  checkRequest(action: string, strict?: boolean): Check | undefined;
  checkResponse(action: string, strict?: boolean): Check | undefined;
  /** Error code for a broken schema rule, in this version's spelling. */
  readonly errorCodes: { readonly [R in Violation['rule']]: string } & {
    readonly frame: string;
    readonly unknownAction: string;
    readonly unsupportedAction: string;
    readonly internal: string;
    readonly security: string;
    readonly generic: string;
    /** Type ids that this version does not know: answered with this code, or ignored when undefined (W-08). */
    readonly messageType: string | undefined;
  };
  readonly hasSend: boolean;
  readonly hasResultError: boolean;
  /** A frame in words: what the call says, and what the answer says. */
  explain(
    action: string,
    direction: 'in' | 'out',
    call: Payload,
    answer: Payload | undefined,
  ): { readonly said: Sentence; readonly answered?: Sentence };
}
