import type { Instant } from '../lib/time.ts';
import type { Command, CommandAnswer, CommandState } from './commands.ts';
import type { BlockCause, ErrorSeverity } from './facts.ts';
import type { Held } from './holding.ts';
import type {
  Authorisation,
  ChargingState,
  ConnectorStatus,
  Place,
  PresentedToken,
  ReportedVariable,
} from './message.ts';
import type { DescribedVariable } from './messages/device.ts';
import type { ReservationStatus } from './reservation.ts';

/**
 * What is true of one station now: a fold of its facts. It lives in the memory of the node that holds the station and,
 * row by row, in the database. Plain data; kept small, because a node holds tens of thousands of them.
 */
export interface StationState {
  readonly operatorId: number;
  readonly stationId: number;
  /** The last fact folded in. */
  seq: number;
  master: StationMaster;
  boot?: StationBoot;
  connection?: OpenConnection | undefined;
  /** Connections that a newer one took the place of and whose end has not been told yet. Memory only. */
  replaced?: OpenConnection[] | undefined;
  /** The newest clock drift worth noting, seconds, station minus server. */
  driftSeconds?: number;
  /** Key: `placeKey(place)`. `0.0` is the station itself. */
  connectors: Record<string, ConnectorState>;
  /** Open ones, and of the closed ones those not yet written out plus the newest per connector. Key: number. */
  transactions: Record<number, TransactionState>;
  /** Open ones, key: errorId. Closed ones leave the memory once written. */
  errors: Record<string, ErrorState>;
  /** Waiting or under way. Key: commandId. */
  commands: Record<string, CommandRecord>;
  /** Open ones, key: the number of the reservation. Absent while there are none. */
  reservations?: Record<number, ReservationState>;
  /** Charging profiles and event streams. Key: `heldKey`. Absent while there are none. */
  held?: Record<string, Held>;
  /** The number of the newest transaction; numbers count up from 1 per station. */
  lastTransactionNumber: number;
}

export interface StationMaster {
  identity: string;
  name: string;
  /** False: in the onboarding inbox, boot is answered Pending, nothing is executed. */
  adopted: boolean;
  decommissioned: boolean;
  /** What drivers read; absent: the name. */
  publicName?: string;
  location?: string;
  address?: string;
  timeZone?: string;
  commissionedOn?: string;
  warrantyUntil?: string;
  gridLimitW?: number;
  /** Silence after which a connected station counts as pending (INF-3). Absent: the fleet's setting. */
  pendingAfterSeconds?: number;
  note?: string;
  /** Whose it is; absent: the operator's own, seen by those who see everything. */
  entityId?: number;
  locationId?: number;
  modelId?: number;
  ownerContactId?: number;
  technicianContactId?: number;
  passwordHash?: string;
  /** Kept out until then; past: no longer. */
  blockedUntil?: Instant;
  blockCause?: BlockCause;
  /** Security profile 0: only where the operator said so for this one station. */
  unauthenticatedAllowed: boolean;
  /** The lowest security profile it may come in with; 0: none was proven yet. Profile 0 itself needs `unauthenticatedAllowed`. */
  minimumProfile: number;
  /** Hash of a password that was sent to it and that it has not confirmed; see password.ts. */
  passwordNext?: string;
  /** The command that carried it, while its outcome is not known. */
  passwordCommand?: string;
  /** The password came with the station: it is replaced before the station is accepted (A00.FR.806). */
  factoryPassword: boolean;
}

export interface StationBoot {
  vendor: string;
  model: string;
  serial?: string;
  boxSerial?: string;
  firmware?: string;
  iccid?: string;
  imsi?: string;
  meterType?: string;
  meterSerial?: string;
  reason?: string;
  status: 'accepted' | 'pending' | 'rejected';
  at: Instant;
  /** INF-5: old -> new, when */
  firmwareHistory: { version: string; since: Instant }[];
}

export interface OpenConnection {
  id: string;
  protocol: string;
  address: string;
  node: string;
  securityProfile: number;
  tls?: string;
  /** The connection whose place it took. Memory only. */
  replacing?: string;
  since: Instant;
}

export interface ConnectorState extends Place {
  name?: string;
  evseId?: string;
  connectorType?: string;
  maxPowerW?: number;
  current?: 'AC' | 'DC';
  phases?: number;
  cable?: boolean;
  /** Absent: the station never said. */
  status?: ConnectorStatus;
  statusSince?: Instant;
  /** The station's own time of the newest status, to ignore ones that arrive late. */
  statusAt?: Instant;
  errorCode?: string;
  info?: string;
  vendorId?: string;
  vendorErrorCode?: string;
  /** `user`: declared by a person; `station`: created by a message about it (CP-4). */
  source: 'user' | 'station';
  /** The newest transaction here. */
  transaction?: number;
  /** Start of the newest transaction here by the station's clock: a start later than this cannot be a repetition. */
  lastStartAt?: Instant;
  /** Content of the newest meter message outside a transaction (T-03). */
  lastMeterKey?: string;
}

export interface TransactionState {
  number: number;
  /** 2.x: the station's id; 1.6: the number as text. */
  transactionId: string;
  evse?: number;
  connector?: number;
  token?: PresentedToken;
  authorisation?: Authorisation;
  startedAt: Instant;
  /** The start's time as sent and when it arrived: part of its natural key (T-03). */
  startSentAt?: string;
  startReceivedAt?: Instant;
  /** False while only an update, meter values or a stop are known (T-04). */
  startKnown: boolean;
  endedAt?: Instant;
  endSentAt?: string;
  endReceivedAt?: Instant;
  endedBy?: 'station' | 'superseded';
  reason?: string;
  chargingState?: ChargingState;
  /** Wh; absent: never reported (missing is not zero) */
  meterStart?: number;
  meterEnd?: number;
  meterLast?: number;
  /** Wh between start and the newest meter; absent when not known or suspect. */
  energyWh?: number;
  powerW?: number;
  peakPowerW?: number;
  socStart?: number;
  soc?: number;
  meterAt?: Instant;
  /** 2.x: seen sequence numbers as closed ranges [from, to], ascending (T-08). */
  seqNos: [number, number][];
  lastSeqNo?: number;
  /** The last sequence number, known once the end has come. */
  endSeqNo?: number;
  offline?: boolean;
  remoteStartId?: number;
  /** A person asked to stop; shown as "stopping". */
  stopAskedAt?: Instant;
  /** The card that ended it or its authorisation, and what it was told, so that a resent stop gets the same answer (T-01). */
  endToken?: PresentedToken;
  endAuthorisation?: Authorisation;
  /** When its newest event happened by the station's clock. */
  lastEventAt?: Instant;
  /** Content of the newest meter messages, to know them again when they are resent (T-03). */
  meterKeys?: string[];
  suspect: string[];
}

export interface ErrorState extends Place {
  id: string;
  code: string;
  source: 'reported' | 'derived';
  severity: ErrorSeverity;
  info?: string;
  vendorId?: string;
  vendorErrorCode?: string;
  firstSeen: Instant;
  lastSeen: Instant;
  count: number;
  closedAt?: Instant;
  closedBy?: 'station' | 'user' | 'rule';
  frameId?: string;
}

export interface CommandRecord {
  id: string;
  command: Command;
  state: CommandState;
  askedAt: Instant;
  askedBy?: string;
  sentAt?: Instant;
  answeredAt?: Instant;
  endedAt?: Instant;
  deadline: Instant;
  answer?: CommandAnswer;
  reason?: string;
  /** Goes back to the queue when the connection breaks before the answer. */
  whenOffline?: 'queue';
}

export interface ReservationState {
  id: number;
  /** Absent, or EVSE 0: any charge point of the station. */
  place?: Partial<Place>;
  connectorType?: string;
  token: PresentedToken;
  expiresAt: Instant;
  status: ReservationStatus;
  reason?: string;
  askedAt: Instant;
  askedBy?: string;
  commandId: string;
  answeredAt?: Instant;
  endedAt?: Instant;
  /** The session that used it. */
  transaction?: number;
  /** Its charge point was shown as reserved. */
  held?: boolean;
  /** Since when it is shown as free although the reservation is not over. */
  freeSince?: Instant;
}

/** One reported setting, kept in the database only. */
export interface SettingRecord extends ReportedVariable {
  readAt: Instant;
}

/** What a variable can be, kept in the database only. */
export interface VariableRecord extends DescribedVariable {
  readAt: Instant;
}

export const placeKey = (place: Place): string => `${place.evse}.${place.connector}`;

export function emptyState(operatorId: number, stationId: number, identity: string): StationState {
  return {
    operatorId,
    stationId,
    seq: 0,
    master: {
      identity,
      name: identity,
      adopted: false,
      decommissioned: false,
      unauthenticatedAllowed: false,
      minimumProfile: 0,
      factoryPassword: false,
    },
    connectors: {},
    transactions: {},
    errors: {},
    commands: {},
    lastTransactionNumber: 0,
  };
}
