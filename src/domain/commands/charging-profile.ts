import type { Instant } from '../../lib/time.ts';

export const profilePurposes = [
  'stationMax',
  'stationExternal',
  'txDefault',
  'tx',
  'priority',
  'localGeneration',
] as const;
/** `stationExternal` is told by a station and never set; 2.1 adds `priority` and `localGeneration`. */
export type ProfilePurpose = (typeof profilePurposes)[number];

/** From `startSeconds` after the schedule's beginning until the next period. Limits in the schedule's unit. */
export interface ProfilePeriod {
  readonly startSeconds: number;
  /** Absent only in 2.1, where the operation mode needs none. */
  readonly limit?: number;
  readonly phases?: number;
  readonly phaseToUse?: number;
  /** 2.1: below zero discharges into the grid. */
  readonly setpoint?: number;
  readonly dischargeLimit?: number;
  /** 2.1 OperationModeEnumType as sent, e.g. `CentralSetpoint`. */
  readonly operationMode?: string;
}

export interface ProfileSchedule {
  /** Absent for a relative profile and where the station begins at once. */
  readonly startsAt?: Instant;
  readonly durationSeconds?: number;
  readonly unit: 'W' | 'A';
  readonly minRate?: number;
  readonly periods: readonly ProfilePeriod[];
}

export interface ChargingProfile {
  readonly id: number;
  readonly stackLevel: number;
  readonly purpose: ProfilePurpose;
  readonly profileKind: 'absolute' | 'recurring' | 'relative' | 'dynamic';
  readonly recurrency?: 'daily' | 'weekly';
  readonly validFrom?: Instant;
  readonly validTo?: Instant;
  /** For purpose `tx`: as in a stop command. */
  readonly transactionId?: string;
  /** One; 2.x allows three alternatives for a car that negotiates. */
  readonly schedules: readonly ProfileSchedule[];
  /** 2.1, `dynamic` */
  readonly updateIntervalSeconds?: number;
}

/** Which profiles are meant: all given parts must fit. */
export interface ProfileFilter {
  readonly profileIds?: readonly number[];
  readonly evse?: number;
  readonly purpose?: ProfilePurpose;
  readonly stackLevel?: number;
  /** Who set them, only for reading: CSO | EMS | SO | Other. */
  readonly sources?: readonly ProfileSource[];
}
export type ProfileSource = 'CSO' | 'EMS' | 'SO' | 'Other';

/** What a station works out from all its profiles. */
export interface CompositeSchedule {
  readonly evse: number;
  readonly schedule: ProfileSchedule;
}

export type ChargingProfileCommand =
  /** EVSE 0: the whole station. */
  | { readonly kind: 'setChargingProfile'; readonly evse: number; readonly profile: ChargingProfile }
  | { readonly kind: 'clearChargingProfiles'; readonly filter: ProfileFilter }
  | {
      readonly kind: 'readCompositeSchedule';
      readonly evse: number;
      readonly durationSeconds: number;
      readonly unit?: 'W' | 'A';
    }
  /** 2.x: what is installed arrives as messages with this request id. */
  | { readonly kind: 'readChargingProfiles'; readonly requestId: number; readonly filter: ProfileFilter };
