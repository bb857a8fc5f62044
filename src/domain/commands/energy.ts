import type { Instant } from '../../lib/time.ts';

export const energyTransfers = [
  'AC_single_phase',
  'AC_two_phase',
  'AC_three_phase',
  'DC',
  'AC_BPT',
  'AC_BPT_DER',
  'AC_DER',
  'DC_BPT',
  'DC_ACDP',
  'DC_ACDP_BPT',
  'WPT',
] as const;
/** ISO 15118 energy transfer modes, as OCPP 2.1 spells them. BPT is bidirectional. */
export type EnergyTransfer = (typeof energyTransfers)[number];

/** One value for the sum or the first phase, and those of the other phases. */
export interface PhaseValues {
  readonly value: number;
  readonly l2?: number;
  readonly l3?: number;
}

/** New values of a dynamic charging profile, in the unit of its schedule. At least one. */
export interface ScheduleUpdate {
  readonly limit?: PhaseValues;
  /** Zero or below. */
  readonly dischargeLimit?: PhaseValues;
  readonly setpoint?: PhaseValues;
  readonly setpointReactive?: PhaseValues;
}

/** 2.1 only. */
export type EnergyCommand =
  /** A grid balancing signal of the transmission system operator, for charging profiles that follow it (Q10). */
  | { readonly kind: 'afrrSignal'; readonly at: Instant; readonly signal: number }
  | {
      readonly kind: 'notifyAllowedEnergyTransfer';
      readonly transactionId: string;
      readonly allowed: readonly EnergyTransfer[];
    }
  | { readonly kind: 'updateDynamicSchedule'; readonly profileId: number; readonly update: ScheduleUpdate }
  | { readonly kind: 'usePriorityCharging'; readonly transactionId: string; readonly activate: boolean };
