import type { Instant } from '../../lib/time.ts';
import type { MessageContent } from './display.ts';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** When a price counts; all given parts must hold. Times of day and dates are the station's local ones. */
export interface TariffConditions {
  /** HH:MM */
  readonly startTimeOfDay?: string;
  readonly endTimeOfDay?: string;
  readonly days?: readonly (typeof weekdays)[number][];
  /** YYYY-MM-DD */
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly current?: 'AC' | 'DC';
  readonly minEnergyWh?: number;
  readonly maxEnergyWh?: number;
  readonly minCurrentA?: number;
  readonly maxCurrentA?: number;
  readonly minPowerW?: number;
  readonly maxPowerW?: number;
  readonly minSeconds?: number;
  readonly maxSeconds?: number;
  readonly minChargingSeconds?: number;
  readonly maxChargingSeconds?: number;
  readonly minIdleSeconds?: number;
  readonly maxIdleSeconds?: number;
}

/** Of a price that is paid once. */
export interface FixedConditions
  extends Pick<TariffConditions, 'startTimeOfDay' | 'endTimeOfDay' | 'days' | 'validFrom' | 'validTo' | 'current'> {
  readonly paymentBrand?: string;
  readonly paymentRecognition?: string;
}

export interface TaxRate {
  readonly type: string;
  readonly percent: number;
  /** Taxes of a higher level are taken of the amount with those below. */
  readonly stack?: number;
}

/** Prices without tax; the first whose conditions hold counts. */
export interface TariffPart<Conditions = TariffConditions> {
  readonly prices: readonly { readonly amount: number; readonly conditions?: Conditions }[];
  readonly taxRates?: readonly TaxRate[];
}

export interface TariffBound {
  readonly exclTax?: number;
  readonly inclTax?: number;
  readonly taxRates?: readonly TaxRate[];
}

/** What charging costs, as a 2.1 station computes it. Energy per kWh, times per minute, fees once. */
export interface Tariff {
  readonly id: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly description?: readonly MessageContent[];
  readonly validFrom?: Instant;
  readonly energy?: TariffPart;
  readonly chargingTime?: TariffPart;
  readonly idleTime?: TariffPart;
  readonly fixedFee?: TariffPart<FixedConditions>;
  readonly reservationTime?: TariffPart;
  readonly reservationFixed?: TariffPart<FixedConditions>;
  readonly minCost?: TariffBound;
  readonly maxCost?: TariffBound;
}

/** A tariff that a station holds. */
export interface TariffAssignment {
  readonly id: string;
  readonly assignedTo: 'everybody' | 'driver';
  readonly validFrom?: Instant;
  readonly evses?: readonly number[];
  readonly tokens?: readonly string[];
}

/** 2.1 only. EVSE 0: all of the station. */
export type TariffCommand =
  | { readonly kind: 'setDefaultTariff'; readonly evse: number; readonly tariff: Tariff }
  | { readonly kind: 'readTariffs'; readonly evse: number }
  /** Without ids: all; without an EVSE: of all. */
  | { readonly kind: 'clearTariffs'; readonly ids?: readonly string[]; readonly evse?: number }
  | { readonly kind: 'changeTransactionTariff'; readonly transactionId: string; readonly tariff: Tariff };
