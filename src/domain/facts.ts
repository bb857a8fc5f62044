import type { Instant } from '../lib/time.ts';
import type { IssuedCertificate, RequestFault } from './certificate.ts';
import type { Change } from './changes.ts';
import type { SignedUse } from './commands/certificate.ts';
import type { Command, CommandAnswer, CommandState } from './commands.ts';
import type { ContractFact } from './facts/contract.ts';
import type { ToldFact } from './facts/told.ts';
import type {
  Authorisation,
  BootMessage,
  ChargingState,
  ConnectorStatus,
  Place,
  PresentedToken,
  ReportedVariable,
  Sample,
  StationEvent,
} from './message.ts';
import type { DescribedVariable } from './messages/device.ts';
import type { ContractVerdict } from './plug-and-charge.ts';

/** Why a message was stored but flagged. One word each, the same in the database, the API and the catalogs. */
export type Suspect = string;

/** Everything that can happen to a station. Past tense. The list only grows: facts are kept for ever. */
export type FactBody =
  | {
      readonly type: 'station.connected';
      readonly connectionId: string;
      readonly protocol: string;
      readonly address: string;
      readonly node: string;
      readonly securityProfile: number;
      readonly tls?: string;
      readonly replacing?: string;
      readonly proof?: Proof;
    }
  | {
      readonly type: 'station.disconnected';
      readonly connectionId: string;
      /** When it began, where the teller knows it and the state may not. */
      readonly openedAt?: Instant;
      readonly code: string;
      readonly side: Side;
      readonly reason: string;
      readonly lastAction?: string;
      readonly received: number;
      readonly sent: number;
      readonly bytes: number;
      /** By a clock that never jumps (T-15); absent where nobody saw it end. */
      readonly durationMs?: number;
    }
  /** A connection that was refused: wrong password, unknown subprotocol, second connection ... */
  | {
      readonly type: 'station.connectionRefused';
      readonly connectionId: string;
      readonly cause: RefusalCause;
      readonly address: string;
      readonly protocol?: string;
      readonly count: number;
    }
  /** It is not let in until then, because of its manner (W-19). */
  | { readonly type: 'station.blocked'; readonly cause: BlockCause; readonly until: Instant }
  /** A person ended its connection, or let another one in instead of it (C-03). */
  | { readonly type: 'connection.ordered'; readonly order: 'disconnect' | 'switch'; readonly address?: string }
  | {
      readonly type: 'station.booted';
      readonly boot: Omit<BootMessage, 'kind'>;
      readonly status: 'accepted' | 'pending' | 'rejected';
      readonly interval: number;
    }
  /** A reading of the difference between the station's clock and ours, seconds, station minus server. */
  | { readonly type: 'station.clockDrifted'; readonly seconds: number }
  | {
      readonly type: 'connector.statusChanged';
      readonly place: Place;
      readonly status: ConnectorStatus;
      readonly errorCode?: string;
      readonly info?: string;
      readonly vendorId?: string;
      readonly vendorErrorCode?: string;
      readonly sentAt?: string;
      readonly suspect?: readonly Suspect[];
    }
  | {
      readonly type: 'card.presented';
      readonly token: PresentedToken;
      readonly authorisation: Authorisation;
      readonly place?: Place;
      /** What its contract certificate was found to be. */
      readonly contract?: ContractVerdict;
    }
  | {
      readonly type: 'transaction.started';
      readonly number: number;
      readonly transactionId: string;
      readonly place?: Place;
      readonly token?: PresentedToken;
      readonly authorisation?: Authorisation;
      readonly meter?: number;
      readonly seqNo?: number;
      readonly sentAt?: string;
      /** The instant the station named, where it is not believed and the fact's time is that of arrival. */
      readonly clockAt?: Instant;
      readonly offline?: boolean;
      readonly remoteStartId?: number;
      readonly reservationId?: number;
      readonly chargingState?: ChargingState;
      readonly trigger?: string;
      readonly samples?: readonly Sample[];
      readonly suspect?: readonly Suspect[];
    }
  /** Meter values, state changes, a card at the end: everything between start and end. */
  | {
      readonly type: 'transaction.updated';
      readonly number: number;
      readonly seqNo?: number;
      readonly place?: Place;
      readonly token?: PresentedToken;
      readonly authorisation?: Authorisation;
      readonly samples: readonly Sample[];
      readonly chargingState?: ChargingState;
      readonly trigger?: string;
      readonly remoteStartId?: number;
      readonly reservationId?: number;
      readonly suspect?: readonly Suspect[];
    }
  | {
      readonly type: 'transaction.ended';
      readonly number: number;
      readonly seqNo?: number;
      readonly meter?: number;
      readonly reason?: string;
      readonly token?: PresentedToken;
      readonly authorisation?: Authorisation;
      readonly samples: readonly Sample[];
      readonly sentAt?: string;
      readonly by: 'station' | 'superseded';
      readonly trigger?: string;
      readonly suspect?: readonly Suspect[];
    }
  /** The same content again: nothing changes, it is only noted (T-01). */
  | { readonly type: 'message.repeated'; readonly of: string; readonly number?: number }
  /** Meter values outside any transaction. */
  | {
      readonly type: 'meter.read';
      readonly place: Place;
      readonly samples: readonly Sample[];
      readonly suspect?: readonly Suspect[];
    }
  /** A stop or meter values that name a transaction this station never had (T-04, T-07). */
  | {
      readonly type: 'transaction.orphaned';
      /** The incomplete transaction made for it; the facts that follow carry its content. Absent: kept as a note only. */
      readonly number?: number;
      readonly transactionId: string;
      readonly phase: 'updated' | 'ended';
      readonly meter?: number;
      readonly place?: Place;
      readonly reason?: string;
      readonly token?: PresentedToken;
      readonly samples: readonly Sample[];
      readonly sentAt?: string;
      readonly suspect?: readonly Suspect[];
    }
  | {
      readonly type: 'error.opened';
      readonly errorId: string;
      readonly place: Place;
      readonly code: string;
      readonly source: 'reported' | 'derived';
      readonly severity: ErrorSeverity;
      readonly info?: string;
      readonly vendorId?: string;
      readonly vendorErrorCode?: string;
    }
  | { readonly type: 'error.repeated'; readonly errorId: string }
  | { readonly type: 'error.closed'; readonly errorId: string; readonly by: 'station' | 'user' | 'rule' }
  | { readonly type: 'station.eventReported'; readonly event: StationEvent }
  | {
      readonly type: 'settings.reported';
      readonly requestId?: number;
      readonly last: boolean;
      readonly variables: readonly ReportedVariable[];
      readonly described?: readonly DescribedVariable[];
    }
  | ToldFact
  /** `by` server: we noticed it, the station did not tell (A00.FR.408). */
  | {
      readonly type: 'security.reported';
      readonly event: string;
      readonly info?: string;
      readonly sentAt?: string;
      readonly by?: 'server';
    }
  /** It proved a higher security profile than it had to: nothing lower is let in any more (A05.FR.07). */
  | { readonly type: 'station.profileRaised'; readonly from: number; readonly to: number }
  | {
      readonly type: 'certificate.requested';
      readonly use: SignedUse;
      readonly accepted: boolean;
      readonly name?: string;
      readonly fault?: RequestFault;
    }
  | ({ readonly type: 'certificate.issued'; readonly use: SignedUse } & IssuedCertificate)
  | ContractFact
  | {
      readonly type: 'certificate.revoked';
      readonly fingerprint: string;
      readonly name: string;
      readonly reason?: string;
    }
  | { readonly type: 'firmware.statusChanged'; readonly status: string; readonly requestId?: number }
  | { readonly type: 'log.statusChanged'; readonly status: string; readonly requestId?: number }
  | {
      readonly type: 'data.received';
      readonly vendorId: string;
      readonly messageId?: string;
      readonly accepted: boolean;
      /** There is a route for it (domain/vendor.ts). */
      readonly routed?: boolean;
    }
  /** A valid message of a kind that had no rule of its own then: the frame has its content. */
  | { readonly type: 'message.kept'; readonly action: string }
  | {
      readonly type: 'command.asked';
      readonly commandId: string;
      readonly command: Command;
      readonly state: 'queued' | 'sent';
      readonly deadline: Instant;
      /** The person wants it done later if the station is not there. */
      readonly whenOffline?: 'queue';
    }
  | {
      readonly type: 'command.moved';
      readonly commandId: string;
      readonly state: CommandState;
      readonly answer?: CommandAnswer;
      readonly reason?: string;
    }
  /** A person changed something; `before` holds the old values of exactly the fields in `change`. */
  | { readonly type: 'station.changed'; readonly change: Change; readonly before: Readonly<Record<string, unknown>> };

export type FactType = FactBody['type'];

/** A fact with where and when. `seq` counts up by one per station: it is the order of truth. */
export interface Fact {
  readonly operatorId: number;
  readonly stationId: number;
  readonly seq: number;
  /** When it happened: the station's word where it is readable, else when it arrived. */
  readonly at: Instant;
  readonly receivedAt: Instant;
  /** The frame it was drawn from, or the user who did it, or neither (the program itself). */
  readonly frameId?: string | undefined;
  readonly userId?: string | undefined;
  readonly body: FactBody;
}

/** With what a station proved who it is. `next`: with the password it was sent and had not confirmed (S-09). */
export interface Proof {
  readonly password?: 'current' | 'next';
  /** The common name in its certificate, the SHA-256 over it, hexadecimal, and when it ends. */
  readonly certificate?: { readonly name: string; readonly fingerprint: string; readonly notAfter?: Instant };
}

export type Side = 'station' | 'broker' | 'unknown';
/** Why a station is kept out for a while: it sent too much for too long, or connected anew too often. */
export const blockCauses = ['flood', 'reconnects'] as const;
export type BlockCause = (typeof blockCauses)[number];
export type ErrorSeverity = 'critical' | 'warning' | 'info';
export const refusalCauses = [
  'password.wrong',
  'password.missing',
  'identity.mismatch',
  'protocol.unknown',
  'profile.tooLow',
  'certificate.unreadable',
  'certificate.untrusted',
  'certificate.expired',
  'certificate.notYetValid',
  'certificate.revoked',
  'certificate.purpose',
  'certificate.weak',
  'certificate.organisation',
  'certificate.identity',
  'tls.failed',
  'second.connection',
  'rate.exceeded',
  'inbox.full',
  'connections.full',
  'station.blocked',
  'server.fault',
] as const;
export type RefusalCause = (typeof refusalCauses)[number];
