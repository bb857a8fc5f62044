import type { Instant } from '../../lib/time.ts';

export const derCurves = [
  'FreqWatt',
  'HFMustTrip',
  'HFMayTrip',
  'HVMustTrip',
  'HVMomCess',
  'HVMayTrip',
  'LFMustTrip',
  'LVMustTrip',
  'LVMomCess',
  'LVMayTrip',
  'PowerMonitoringMustTrip',
  'VoltVar',
  'VoltWatt',
  'WattPF',
  'WattVar',
] as const;
export const derControlTypes = [
  ...derCurves,
  'EnterService',
  'FixedPFAbsorb',
  'FixedPFInject',
  'FixedVar',
  'FreqDroop',
  'Gradients',
  'LimitMaxDischarge',
] as const;
/** Grid functions of a station that feeds in, by the names of IEEE 1547 and IEC 61850 as OCPP 2.1 spells them. */
export type DERControlType = (typeof derControlTypes)[number];

export const derUnits = [
  'Not_Applicable',
  'PctMaxW',
  'PctMaxVar',
  'PctWAvail',
  'PctVarAvail',
  'PctEffectiveV',
] as const;
type DERUnit = (typeof derUnits)[number];

/** 0 is the most important. */
interface Ranked {
  readonly priority: number;
}
interface Timed {
  readonly startsAt?: Instant;
  readonly durationSeconds?: number;
}

export interface DERCurve extends Ranked, Timed {
  /** 1 to 10 */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly unit: DERUnit;
  readonly responseSeconds?: number;
  readonly hysteresis?: {
    readonly high?: number;
    readonly low?: number;
    readonly delaySeconds?: number;
    readonly gradient?: number;
  };
  readonly reactivePower?: {
    readonly vRef?: number;
    readonly autonomousVRef?: boolean;
    readonly autonomousVRefSeconds?: number;
  };
  readonly voltage?: {
    readonly hv10MinMean?: number;
    readonly hv10MinMeanTripSeconds?: number;
    readonly duringCessation?: 'Active' | 'Reactive';
  };
}

/** What a grid function is set to; each type has its own values. */
export type DERControl =
  | ({ readonly type: (typeof derCurves)[number] } & DERCurve)
  | ({
      readonly type: 'EnterService';
      readonly highVoltage: number;
      readonly lowVoltage: number;
      readonly highFrequency: number;
      readonly lowFrequency: number;
      readonly delaySeconds?: number;
      readonly randomDelaySeconds?: number;
      readonly rampRate?: number;
    } & Ranked)
  | ({
      readonly type: 'FixedPFAbsorb' | 'FixedPFInject';
      readonly displacement: number;
      /** True: over-excited. */
      readonly excitation: boolean;
    } & Ranked &
      Timed)
  | ({ readonly type: 'FixedVar'; readonly setpoint: number; readonly unit: DERUnit } & Ranked & Timed)
  | ({
      readonly type: 'FreqDroop';
      readonly overFrequency: number;
      readonly underFrequency: number;
      readonly overDroop: number;
      readonly underDroop: number;
      readonly responseSeconds: number;
    } & Ranked &
      Timed)
  | ({ readonly type: 'Gradients'; readonly gradient: number; readonly softGradient: number } & Ranked)
  | ({
      readonly type: 'LimitMaxDischarge';
      readonly percent?: number;
      readonly powerMonitoring?: DERCurve;
    } & Ranked &
      Timed);

/** Names one control, those of a type, or all; `isDefault` tells standing settings from those with a time. */
interface DERFilter {
  readonly controlId?: string;
  readonly type?: DERControlType;
}

/** 2.1 only. */
export type DERCommand =
  | {
      readonly kind: 'setDERControl';
      readonly controlId: string;
      readonly isDefault: boolean;
      readonly control: DERControl;
    }
  /** What is set arrives as messages with this request id. */
  | ({ readonly kind: 'readDERControl'; readonly requestId: number; readonly isDefault?: boolean } & DERFilter)
  | ({ readonly kind: 'clearDERControl'; readonly isDefault: boolean } & DERFilter);
