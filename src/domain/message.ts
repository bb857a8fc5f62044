import type { Instant } from '../lib/time.ts';
import type { SignedUse } from './commands/certificate.ts';
import type { EnergyTransfer, ScheduleUpdate } from './commands/energy.ts';
import type { ChargingMessage, NeedsStatus } from './messages/charging.ts';
import type { ContractMessage, PresentedContract } from './messages/contract.ts';
import type { DescribedVariable, DeviceMessage } from './messages/device.ts';
import type { ChainStatus, ContractOffer, ContractStanding, StatusReply } from './plug-and-charge.ts';

/** A time as a station sent it: the text byte for byte, and what it means. `at` is absent when the text cannot be read (T-13). */
export interface SentTime {
  readonly raw?: string;
  readonly at?: Instant;
}

/** The four axes on which a station shows where something is. EVSE 0 is the station itself. In OCPP 1.6 connectorId n is EVSE n, connector 1. */
export interface Place {
  readonly evse: number;
  readonly connector: number;
}

export const connectorStatuses = [
  'available',
  'preparing',
  'charging',
  'suspendedEV',
  'suspendedEVSE',
  'finishing',
  'occupied',
  'reserved',
  'unavailable',
  'faulted',
] as const;
/** `occupied` is what OCPP 2.x says; which kind of occupied it is comes from the transaction's charging state. */
export type ConnectorStatus = (typeof connectorStatuses)[number];

export const tokenTypes = [
  'central',
  'eMAID',
  'iso14443',
  'iso15693',
  'keyCode',
  'local',
  'macAddress',
  'noAuthorization',
] as const;
export type TokenType = (typeof tokenTypes)[number];

/** A card as presented at a station. In 1.6 the type is always `iso14443`. */
export interface PresentedToken {
  readonly number: string;
  readonly type: TokenType;
  readonly group?: string;
}

export const measurands = [
  'energy',
  'power',
  'soc',
  'current',
  'voltage',
  'offered',
  'temperature',
  'frequency',
] as const;
export type Measurand = (typeof measurands)[number];

/**
 * One sampled value, normalised: energy in Wh (imported register), power in W, soc in %, current in A, voltage in V,
 * offered in W. `phase` absent means the sum or the only one. Values that cannot be understood are left out here and
 * stay in the frame (T-11).
 */
export interface Reading {
  readonly measurand: Measurand;
  readonly value: number;
  readonly phase?: string;
  /** begin | end | periodic | clock | trigger | other */
  readonly context: 'begin' | 'end' | 'periodic' | 'clock' | 'trigger' | 'other';
  readonly signed?: boolean;
}

export interface Sample {
  readonly time: SentTime;
  readonly readings: readonly Reading[];
  /** Why something in this sample was not understood, e.g. `value.notANumber`, `unit.unknown`. */
  readonly suspect?: readonly string[];
}

export type ChargingState = 'charging' | 'evConnected' | 'suspendedEV' | 'suspendedEVSE' | 'idle';

export interface BootMessage {
  readonly kind: 'boot';
  readonly vendor: string;
  readonly model: string;
  readonly serial?: string;
  /** chargeBoxSerialNumber of 1.6 */
  readonly boxSerial?: string;
  readonly firmware?: string;
  readonly iccid?: string;
  readonly imsi?: string;
  readonly meterType?: string;
  readonly meterSerial?: string;
  /** BootReasonEnumType of 2.x, as sent */
  readonly reason?: string;
}

export interface StatusMessage extends Place {
  readonly kind: 'status';
  readonly status: ConnectorStatus;
  readonly time: SentTime;
  /** ChargePointErrorCode of 1.6; absent for NoError and in 2.x */
  readonly errorCode?: string;
  readonly info?: string;
  readonly vendorId?: string;
  readonly vendorErrorCode?: string;
  readonly suspect?: readonly string[];
}

/**
 * One step of a charging transaction. 1.6 StartTransaction is `started` without transactionId (we issue it),
 * StopTransaction is `ended`; 2.x TransactionEvent carries the station's own id and seqNo.
 */
export interface TransactionMessage {
  readonly kind: 'transaction';
  readonly phase: 'started' | 'updated' | 'ended';
  /** 2.x: the station's id. 1.6: the number we issued, as text; absent on start. */
  readonly transactionId?: string;
  readonly seqNo?: number;
  /** Absent when a 1.6 stop or a 2.x event does not say where. */
  readonly place?: Place;
  readonly time: SentTime;
  readonly token?: PresentedToken;
  /** Wh, 1.6 meterStart / meterStop; 2.x comes in samples instead. */
  readonly meter?: number;
  readonly samples: readonly Sample[];
  readonly chargingState?: ChargingState;
  /** 2.x triggerReason as sent */
  readonly trigger?: string;
  /** stop reason as sent, e.g. EVDisconnected */
  readonly reason?: string;
  readonly offline?: boolean;
  readonly remoteStartId?: number;
  readonly reservationId?: number;
  readonly suspect?: readonly string[];
}

export interface MeterMessage {
  readonly kind: 'meter';
  readonly place: Place;
  /** 1.6: may name the transaction. */
  readonly transactionId?: string;
  readonly samples: readonly Sample[];
}

export interface StationEvent {
  readonly eventId: number;
  readonly component: string;
  readonly componentInstance?: string;
  readonly variable: string;
  readonly variableInstance?: string;
  readonly place?: Partial<Place>;
  /** alerting | delta | periodic */
  readonly trigger: string;
  readonly value: string;
  readonly cleared: boolean;
  /** 0 danger .. 9 debug, OCPP 2.x N07; 2.1 sends it, 2.0.1 does not */
  readonly severity?: number;
  readonly techCode?: string;
  readonly techInfo?: string;
  readonly transactionId?: string;
  /** The monitor that noticed it, 2.x N07. */
  readonly monitorId?: number;
  readonly time: SentTime;
}

/** A configuration key of 1.6 (component empty) or a variable of the 2.x device model. */
export interface ReportedVariable {
  readonly component: string;
  readonly componentInstance?: string;
  readonly evse?: number;
  readonly connector?: number;
  readonly variable: string;
  readonly variableInstance?: string;
  /** Actual | Target | MinSet | MaxSet */
  readonly attribute: string;
  readonly value?: string;
  /** ReadOnly | WriteOnly | ReadWrite; absent where this message does not tell: what was told before stays. */
  readonly mutability?: string;
  readonly unit?: string;
  readonly dataType?: string;
}

/** What one station message means, in no OCPP version's words. */
export type StationMessage =
  | BootMessage
  | { readonly kind: 'heartbeat' }
  | StatusMessage
  | { readonly kind: 'authorize'; readonly token: PresentedToken; readonly contract?: PresentedContract }
  | TransactionMessage
  | MeterMessage
  | { readonly kind: 'events'; readonly events: readonly StationEvent[] }
  | {
      readonly kind: 'report';
      readonly requestId: number;
      readonly last: boolean;
      readonly variables: readonly ReportedVariable[];
      /** 2.x: what the variables can be. */
      readonly described?: readonly DescribedVariable[];
    }
  | DeviceMessage
  | ChargingMessage
  | { readonly kind: 'dataTransfer'; readonly vendorId: string; readonly messageId?: string; readonly data?: string }
  | { readonly kind: 'securityEvent'; readonly type: string; readonly time: SentTime; readonly info?: string }
  | { readonly kind: 'logStatus'; readonly status: string; readonly requestId?: number }
  | { readonly kind: 'firmwareStatus'; readonly status: string; readonly requestId?: number }
  | SignCertificateMessage
  | ContractMessage;

/** A key of the station's own that it wants a certificate for. `request` is PEM (PKCS #10). */
export interface SignCertificateMessage {
  readonly kind: 'signCertificate';
  readonly request: string;
  readonly use: SignedUse;
  /** 2.1: comes back with the certificate. */
  readonly requestId?: number;
}

export const authorisationReasons = [
  'card.missing',
  'card.unknown',
  'card.blocked',
  'card.expired',
  'card.notYetValid',
  'card.concurrent',
  'contract.expired',
  'contract.revoked',
  'contract.unproven',
  'station.reserved',
] as const;
export type AuthorisationReason = (typeof authorisationReasons)[number];

/** The answer to "may this card charge". `status` in neutral words; each version spells it its own way. */
export interface Authorisation {
  readonly status: 'accepted' | 'blocked' | 'expired' | 'invalid' | 'concurrent';
  /** Why it was not accepted. */
  readonly reason?: AuthorisationReason;
  readonly validUntil?: Instant;
  readonly group?: string;
}

/** What the station gets back, in no OCPP version's words. */
export type Answer =
  | {
      readonly kind: 'boot';
      readonly status: 'accepted' | 'pending' | 'rejected';
      readonly interval: number;
      readonly now: Instant;
    }
  | { readonly kind: 'heartbeat'; readonly now: Instant }
  | {
      readonly kind: 'authorize';
      readonly authorisation: Authorisation;
      /** 2.1: what its car may do here; absent: not to be determined. */
      readonly transfers?: readonly EnergyTransfer[];
      /** Of the contract certificate, where one was presented. */
      readonly contract?: ContractStanding;
    }
  | { readonly kind: 'contractCertificate'; readonly offer: ContractOffer }
  | { readonly kind: 'certificateStatus'; readonly reply: StatusReply }
  | { readonly kind: 'chainStatus'; readonly results: readonly ChainStatus[] }
  | { readonly kind: 'transaction'; readonly transactionNumber: number; readonly authorisation?: Authorisation }
  | {
      readonly kind: 'dataTransfer';
      readonly status: 'accepted' | 'rejected' | 'unknownVendor' | 'unknownMessage';
      readonly data?: string;
    }
  | { readonly kind: 'signCertificate'; readonly accepted: boolean }
  | { readonly kind: 'plain' }
  | { readonly kind: 'chargingNeeds'; readonly status: NeedsStatus }
  /** May it be done so: an event stream, an update of a schedule, a VAT number. */
  | { readonly kind: 'consent'; readonly accepted: boolean }
  /** What a dynamic profile says now; without values there is no such profile. */
  | { readonly kind: 'schedule'; readonly update?: ScheduleUpdate }
  /** Becomes a CALLERROR. `notAccepted`: a message before the boot was accepted (B02.FR.09). */
  | { readonly kind: 'failure'; readonly failure: 'notAccepted' | 'internal'; readonly detail: string };
