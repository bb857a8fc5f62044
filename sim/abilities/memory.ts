import type { Payload } from './ability.ts';

/** A charging profile as it was set, in one form for all versions. */
export interface HeldProfile {
  readonly id: number;
  readonly point: number;
  readonly stackLevel: number;
  readonly purpose: string;
  readonly kind: string;
  readonly recurrency?: string;
  readonly from: number;
  readonly to: number;
  readonly transactionId?: string;
  readonly schedule: {
    readonly startsAt?: number;
    readonly durationMs: number;
    readonly unit: 'W' | 'A';
    periods: { readonly start: number; limit: number; readonly phases?: number }[];
  };
  /** As it was sent, for the report. */
  readonly sent: Payload;
}

export interface Reservation {
  readonly id: number;
  readonly point?: number;
  readonly card: string;
  readonly group?: string;
  readonly timer: NodeJS.Timeout;
}

export interface HeldCertificate {
  readonly use: string;
  readonly hash: Payload;
}

export interface HeldMonitor {
  readonly id: number;
  readonly sent: Payload;
  /** The value when it last told, and whether its limit is crossed now. */
  last?: number;
  toldAt?: number;
  crossed?: boolean;
}

/** What a station keeps until it is scrapped: a restart does not lose it. */
export interface Memory {
  firmware: string;
  listVersion: number;
  readonly list: Map<string, { readonly status: string; readonly until: number }>;
  readonly profiles: Map<number, HeldProfile>;
  readonly reservations: Map<number, Reservation>;
  readonly certificates: HeldCertificate[];
  /** The key behind the newest certificate request. */
  keys?: unknown;
  chain?: string;
  readonly monitors: Map<number, HeldMonitor>;
  monitoringLevel: number;
  readonly messages: Map<number, Payload>;
  readonly published: Map<string, string>;
  readonly networkProfiles: Map<number, Payload>;
  readonly tariffs: Map<string, { readonly tariff: Payload; readonly evse: number }>;
  readonly controls: Map<string, Payload>;
  readonly costs: Map<string, number>;
  /** The last statuses told, for a trigger. */
  firmwareStatus: { readonly status: string; readonly requestId?: number };
  logStatus: { readonly status: string; readonly requestId?: number };
  /** What is under way and can be cancelled by the next order. */
  firmwareWork?: { cancelled: boolean };
  logWork?: { cancelled: boolean };
  events: number;
}

export const newMemory = (firmware: string): Memory => ({
  firmware,
  listVersion: 0,
  list: new Map(),
  profiles: new Map(),
  reservations: new Map(),
  certificates: [],
  monitors: new Map(),
  monitoringLevel: 9,
  messages: new Map(),
  published: new Map(),
  networkProfiles: new Map(),
  tariffs: new Map(),
  controls: new Map(),
  costs: new Map(),
  firmwareStatus: { status: 'Idle' },
  logStatus: { status: 'Idle' },
  events: 0,
});
