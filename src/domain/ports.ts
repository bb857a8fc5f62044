import type { Instant } from '../lib/time.ts';
import type { RequestVerdict } from './certificate.ts';
import type { Command, CommandAnswer } from './commands.ts';
import type { Claimant } from './connection.ts';
import type { Fact, Proof, RefusalCause, Side } from './facts.ts';
import type { Answer, StationMessage } from './message.ts';
import type { ChainStatus, ContractOffer, ContractVerdict, StatusReply } from './plug-and-charge.ts';

export interface StationKey {
  readonly operatorId: number;
  readonly stationId: number;
}

export type Protocol = 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1';

// ---------------------------------------------------------------------------------------------------------------
// Frames: what went over the wire, byte for byte. One row is one exchange: a call and, where it came, its answer.

export interface Frame {
  readonly id: string;
  readonly connectionId: string;
  /** in: the station called us. out: we called the station. */
  readonly direction: 'in' | 'out';
  /** call: a CALL. send: 2.1 SEND. stray: anything else: malformed, an answer nobody waits for, a CALLRESULTERROR. */
  readonly kind: 'call' | 'send' | 'stray';
  readonly receivedAt: Instant;
  readonly action?: string | undefined;
  readonly messageId?: string | undefined;
  /** The text as it went over the wire. For a binary frame its base64 with `malformed: 'binary'`. */
  readonly call: string;
  readonly answer?: string | undefined;
  /** What is wrong with the call, in our words; absent when nothing is. E.g. `json`, `frame`, `schema`, `binary`. */
  readonly malformed?: string | undefined;
  /** Which schema rules it breaks, for the log viewer. */
  readonly violations?: readonly string[] | undefined;
  /** The CALLERROR code in the answer, whoever sent it. */
  readonly errorCode?: string | undefined;
  readonly evse?: number | undefined;
  readonly connector?: number | undefined;
  /** 0 ordinary, 1 notable, 2 refused or failed. For colour and filter in Logs. */
  readonly weight?: 0 | 1 | 2 | undefined;
  /** The decision in one word, e.g. `card.unknown`, `accepted`, `message.repeated`. */
  readonly outcome?: string | undefined;
  readonly transactionNumber?: number | undefined;
}

// ---------------------------------------------------------------------------------------------------------------
// gateway -> stations

export interface ConnectionAttempt {
  readonly connectionId: string;
  /** Path segment `<operator>` where there is one. */
  readonly operator?: string;
  readonly identity: string;
  readonly address: string;
  /** From the Authorization header; absent: none was sent. */
  readonly credentials?: { readonly user: string; readonly password: string };
  /** The certificate it came with, DER, its own first; empty: it cannot be read. */
  readonly certificate?: readonly Uint8Array[];
  readonly secure: boolean;
  readonly at: Instant;
}

export type Admission =
  | {
      readonly admitted: true;
      readonly key: StationKey;
      readonly adopted: boolean;
      readonly securityProfile: number;
      /** Whether its password was checked against a stored one; false in the inbox and on profile 0. */
      readonly proven?: boolean;
      readonly proof?: Proof;
    }
  | {
      readonly admitted: false;
      readonly cause: RefusalCause;
      readonly httpStatus: 401 | 404 | 429 | 503;
      readonly key?: StationKey;
      /** Told to the station, where it is worth its while to wait. */
      readonly retryAfterSeconds?: number;
    };

export interface Opening {
  readonly connectionId: string;
  readonly protocol: Protocol;
  readonly address: string;
  readonly securityProfile: number;
  /** See `Admission`. */
  readonly proven?: boolean;
  readonly proof?: Proof;
  /** See `Claimant` (connection.ts). */
  readonly credential?: number;
  readonly tls?: string;
  /** The connection whose place it took. */
  readonly replacing?: string;
  readonly at: Instant;
}

export interface Ending {
  readonly code: string;
  readonly side: Side;
  readonly reason: string;
  readonly lastAction?: string;
  readonly received: number;
  readonly sent: number;
  readonly bytes: number;
  readonly at: Instant;
}

/** A station's call on its way through the house. `encode` turns the decision into the exact answer text. */
export interface IncomingExchange {
  readonly frame: Frame;
  readonly message: StationMessage;
  readonly encode: (answer: Answer) => { readonly text: string; readonly errorCode?: string };
}

/** A message that no version of this program could handle. */
export interface SickMessage {
  /** As in the log. */
  readonly id: string;
  readonly action: string;
  readonly call: string;
  readonly fault: string;
  readonly at: Instant;
}

/** Who decides about connections and messages. Implemented by stations/, used by gateway/. */
export interface Desk {
  /** How much waits to be written, 0 to 1: above a mark the sockets are not read. Absent: never any. */
  readonly pressure?: number;
  /** Nothing can be made durable just now. Absent: never so. */
  readonly away?: boolean;
  admit(attempt: ConnectionAttempt): Promise<Admission>;
  /** Noted in the Connection history, repeated ones counted, bounded. Never throws. */
  refused(key: StationKey | undefined, attempt: ConnectionAttempt, cause: RefusalCause, protocol?: string): void;
  /** A message that met a bug three times and is not decided any more: kept for those who mend it (F-09). Never throws. */
  quarantine?(key: StationKey, sick: SickMessage): void;
  /**
   * Loads the station's state; from here on this connection speaks for it. Rejects with Failure `second.connection` when one of another
   * node is alive.
   */
  open(key: StationKey, opening: Opening, link: Link): Promise<Seat>;
}

/** One open connection's place at the desk. */
export interface Seat {
  /** Decides, commits, then resolves with the answer's text; `undefined` when nothing may be sent (2.1 SEND). Rejects when it could not be made durable: then nothing may be sent. */
  message(exchange: IncomingExchange): Promise<string | undefined>;
  /**
   * The answer at once, beside the messages before it, to one that changes nothing and needs nothing of the database while that is away
   * (F-01); undefined: this one has to wait.
   */
  aside?(exchange: IncomingExchange): string | undefined;
  /** Keeps a frame that has no meaning of its own; resolves once durable. */
  keep(frame: Frame): Promise<void>;
  /** Adds the station's answer to an exchange we started. */
  answered(frame: Frame, answer: string, at: Instant, errorCode?: string): Promise<void>;
  /** Any sign of life: refreshes "last message" in memory. */
  alive(at: Instant): void;
  /** Round trip of a ping, ms. */
  roundTrip(ms: number): void;
  close(ending: Ending): Promise<void>;
}

/** A live connection as the desk sees it. Implemented by gateway/. */
export interface Link {
  readonly protocol: Protocol;
  /** Says why this station's version cannot do it, from the version table. */
  unsupported(command: Command): string | undefined;
  /** Stores the frame, sends the CALL, waits for the answer. Rejects with Failure `station.offline` when the connection goes, or when `deadline` passes; an answer after that is told to `onLate`. */
  send(command: Command, deadline: Instant, onLate?: (answer: CommandAnswer) => void): Promise<CommandAnswer>;
  close(code: number, reason: string): void;
  /** A second connection of the station from this address, waiting or within the next minutes, wins (C-03). */
  letIn(address: string): void;
  /** The connection took its place from one on another node, where it changed hands so often lately. */
  inherit?(takeovers: number): void;
}

/** Who wants a station's place at another node. */
export type Newcomer = Claimant;

// ---------------------------------------------------------------------------------------------------------------
// stations -> storage

/** Everything one step of one station leaves behind. Written in one database transaction with those of others. */
export interface Parcel {
  readonly key: StationKey;
  readonly frames: readonly Frame[];
  readonly answers: readonly {
    readonly frameId: string;
    readonly receivedAt: Instant;
    readonly answer: string;
    readonly answeredAt: Instant;
    readonly errorCode?: string;
  }[];
  readonly facts: readonly Fact[];
  /** Rows of the state tables that changed, as they are after these facts. */
  readonly rows: readonly Row[];
  /** The fencing token under which this node owned the station when it decided this. Absent: nobody else can own it. */
  readonly token?: number | undefined;
}

/** An absolute row of a state table: writing it twice changes nothing. */
export interface Row {
  readonly table: RowTable;
  /** In the order in which storage/tables.ts has the columns. */
  readonly values: readonly unknown[];
}
export type RowTable =
  | 'stations'
  | 'connectors'
  | 'transactions'
  | 'errors'
  | 'connections'
  | 'commands'
  | 'settings'
  | 'request_statuses'
  | 'variables'
  | 'reservations'
  | 'holdings';

export interface Writer {
  /**
   * Resolves after the commit. Rejects with Failure `queue.full` at once when too much waits, so that sockets are paused; with
   * `station.elsewhere` when another node owns the station by now (C-07): then nothing of the parcel is written.
   */
  write(parcel: Parcel): Promise<void>;
  /** How full the queue is, 0 to 1. */
  readonly pressure: number;
  /** False while the database does not answer. Absent: it always does. */
  readonly reachable?: boolean;
}

/** The answers to questions that a rule may have about things not in memory, fetched before it decides. */
export interface Lookups {
  /** undefined: not asked; null: there is none */
  readonly card?: CardRecord | null;
  /** Transactions from the database that the message may repeat or continue, newest first. */
  readonly transactions?: readonly import('./state.ts').TransactionState[];
  /** Open transactions of the card at other stations of the operator. */
  readonly concurrent?: number;
  /** What is answered to messages of manufacturers. */
  readonly routes?: readonly import('./vendor.ts').VendorRoute[];
  /** What is found about a signing request. */
  readonly request?: RequestVerdict;
  /** Heard outside: of a contract certificate, of contracts for a car, of the status of certificates. */
  readonly contract?: ContractVerdict;
  readonly offer?: ContractOffer;
  readonly certificateStatus?: StatusReply;
  readonly chain?: readonly ChainStatus[];
}

export interface CardRecord {
  readonly id: number;
  readonly number: string;
  readonly type: import('./message.ts').TokenType;
  readonly status: 'active' | 'blocked';
  readonly validFrom?: Instant;
  readonly validUntil?: Instant;
  readonly group?: string;
  /** May charge at more than one place at once. */
  readonly concurrentAllowed: boolean;
  /** Its car may give energy back to the grid. */
  readonly dischargeAllowed?: boolean;
}

export type { Ask, AskReply, Bus, Happened, LiveValues, Outside } from './bus.ts';
