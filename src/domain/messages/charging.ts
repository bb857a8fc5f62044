import type { Instant } from '../../lib/time.ts';
import type { ChargingProfile, ProfileSchedule } from '../commands/charging-profile.ts';
import type { SentTime } from '../message.ts';

/** What a car wants (OCPP 2.x K15 to K17), in W, Wh, A, V, %. */
export interface ChargingNeeds {
  /** EnergyTransferModeEnumType as sent, e.g. `AC_three_phase`. */
  readonly transfer: string;
  readonly departureAt?: Instant;
  readonly energyWh?: number;
  readonly minCurrentA?: number;
  readonly maxCurrentA?: number;
  readonly maxVoltageV?: number;
  readonly maxPowerW?: number;
  readonly capacityWh?: number;
  readonly soc?: number;
  readonly fullSoc?: number;
}

/** EMS, Other, SO, CSO; 2.1 leaves the list open. */
export type LimitSource = string;

export type ChargingMessage =
  | {
      readonly kind: 'chargingProfiles';
      readonly requestId: number;
      readonly last: boolean;
      readonly evse: number;
      readonly source: LimitSource;
      readonly profiles: readonly ChargingProfile[];
    }
  /** Set by something else than us: the grid operator, an energy manager on site (K12, K13). */
  | {
      readonly kind: 'chargingLimit';
      readonly evse: number;
      readonly source: LimitSource;
      readonly gridCritical?: boolean;
      readonly localGeneration?: boolean;
      readonly schedules: readonly ProfileSchedule[];
    }
  | { readonly kind: 'chargingLimitCleared'; readonly evse?: number; readonly source: LimitSource }
  | {
      readonly kind: 'chargingNeeds';
      readonly evse: number;
      readonly maxPeriods?: number;
      readonly needs: ChargingNeeds;
    }
  /** What the car will draw, within what it was offered. */
  | {
      readonly kind: 'carSchedule';
      readonly evse: number;
      readonly time: SentTime;
      readonly schedule: ProfileSchedule;
    }
  | { readonly kind: 'scheduleWanted'; readonly profileId: number }
  | { readonly kind: 'priorityCharging'; readonly transactionId: string; readonly active: boolean }
  | {
      readonly kind: 'settlement';
      readonly transactionId?: string;
      readonly reference: string;
      /** PaymentStatusEnumType as sent */
      readonly status: string;
      readonly amount: number;
      readonly time: SentTime;
      readonly info?: string;
    };

/** What a car that told its needs is answered; `noProfile` is said by 2.1 only. */
export type NeedsStatus = 'accepted' | 'rejected' | 'processing' | 'noProfile';
