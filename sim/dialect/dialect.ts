import type { Profile } from '../profile.ts';

/** What a station does, in no version's words; each dialect says it in its own. */
export type Status =
  | 'available'
  | 'preparing'
  | 'charging'
  | 'suspendedEV'
  | 'finishing'
  | 'unavailable'
  | 'faulted'
  | 'reserved';

export type Call = readonly [action: string, payload: Record<string, unknown>];

export interface Fault {
  readonly code: string;
  readonly vendorCode: string;
  readonly info: string;
}

export interface Session {
  readonly point: number;
  readonly card: string;
  /** 2.x: the station's own id. 1.6: the server's number, known after the start was answered. */
  id: string;
  seqNo: number;
  remoteStartId?: number;
  reservationId?: number;
}

export interface MeterReading {
  readonly at: number;
  readonly meterWh?: number;
  readonly powerW?: number;
  readonly soc?: number;
}

export interface Dialect {
  boot(profile: Profile, reason: string, firmware: string): Call;
  heartbeat(): Call;
  status(point: number, status: Status, at: number, fault?: Fault): Call;
  /** What tells that a fault is over, beside the status; 1.6 has nothing more to say. */
  cleared(point: number, at: number, fault: Fault): Call | undefined;
  authorize(card: string): Call;
  start(session: Session, reading: MeterReading, offline: boolean): Call;
  meter(session: Session, reading: MeterReading, offline: boolean): Call;
  stop(session: Session, reading: MeterReading, reason: string, offline: boolean): Call;
  /** 1.6: the transaction number out of the answer to the start. */
  started(session: Session, answer: Record<string, unknown>): void;
  accepted(answer: Record<string, unknown>): boolean;
  /** A call of the server, understood; `undefined`: the station does not know it. */
  understand(action: string, payload: Record<string, unknown>): Wish | undefined;
}

/** What the server wants of the station. The station decides, `reply` says it in its version's words. */
export type Wish = { readonly reply: (accepted: boolean, values?: readonly Setting[]) => Record<string, unknown> } & (
  | { readonly kind: 'start'; readonly point?: number; readonly card: string; readonly remoteStartId?: number }
  | { readonly kind: 'stop'; readonly id: string }
  | { readonly kind: 'reset'; readonly stopReason: string }
  | { readonly kind: 'unlock'; readonly point: number }
  | { readonly kind: 'availability'; readonly point?: number; readonly operative: boolean }
  | { readonly kind: 'trigger'; readonly message: string; readonly point?: number }
  | { readonly kind: 'read'; readonly names?: readonly string[] }
  | { readonly kind: 'write'; readonly values: readonly { readonly name: string; readonly value: string }[] }
  | { readonly kind: 'simple' }
);

export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly readonly: boolean;
}

export const iso = (at: number): string => new Date(at).toISOString();
export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));
