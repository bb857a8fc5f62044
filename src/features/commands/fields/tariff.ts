import { weekdays } from '../../../domain/commands/tariff.ts';
import { content } from './display.ts';
import type { Description } from './field.ts';

const amount = { type: 'number', min: -1_000_000, max: 1_000_000 } as const;
const least = { type: 'number', min: 0, max: 1_000_000_000, optional: true } as const;
const seconds = { ...least, type: 'integer', unit: 's' } as const;
const timeOfDay = {
  type: 'line',
  max: 5,
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  optional: true,
  label: 'timeOfDay',
} as const;
const date = { type: 'line', max: 10, pattern: '^\\d{4}-\\d{2}-\\d{2}$', optional: true, label: 'date' } as const;

const whenever = {
  startTimeOfDay: { ...timeOfDay, label: 'startTimeOfDay', help: true },
  endTimeOfDay: { ...timeOfDay, label: 'endTimeOfDay', help: true },
  days: { type: 'choices', of: weekdays, optional: true },
  validFrom: { ...date, label: 'firstDay', help: true },
  validTo: { ...date, label: 'dayAfterLast', help: true },
  current: { type: 'choice', of: ['AC', 'DC'], optional: true, label: 'currentKind' },
} as const;

const conditions = {
  ...whenever,
  minEnergyWh: { ...least, unit: 'Wh' },
  maxEnergyWh: { ...least, unit: 'Wh' },
  minCurrentA: { ...least, unit: 'A' },
  maxCurrentA: { ...least, unit: 'A' },
  minPowerW: { ...least, unit: 'W' },
  maxPowerW: { ...least, unit: 'W' },
  minSeconds: seconds,
  maxSeconds: seconds,
  minChargingSeconds: seconds,
  maxChargingSeconds: seconds,
  minIdleSeconds: seconds,
  maxIdleSeconds: seconds,
} as const;

const fixedConditions = {
  ...whenever,
  paymentBrand: { type: 'line', max: 20, optional: true },
  paymentRecognition: { type: 'line', max: 20, optional: true },
} as const;

const taxRates = {
  type: 'list',
  min: 0,
  max: 5,
  optional: true,
  rare: true,
  fields: {
    type: { type: 'line', max: 20, label: 'taxType' },
    percent: { type: 'number', min: 0, max: 100, unit: '%', label: 'taxPercent' },
    stack: { type: 'integer', min: 0, max: 10, optional: true, help: true },
  },
} as const;

const part = {
  type: 'group',
  optional: true,
  fields: {
    prices: {
      type: 'list',
      min: 1,
      max: 20,
      fields: { amount, conditions: { type: 'group', optional: true, rare: true, fields: conditions } },
    },
    taxRates,
  },
} as const;

const fixed = {
  type: 'group',
  optional: true,
  rare: true,
  fields: {
    prices: {
      type: 'list',
      min: 1,
      max: 20,
      fields: { amount, conditions: { type: 'group', optional: true, rare: true, fields: fixedConditions } },
    },
    taxRates,
  },
} as const;

const bound = {
  type: 'group',
  optional: true,
  rare: true,
  fields: {
    exclTax: { ...amount, optional: true },
    inclTax: { ...amount, optional: true },
    taxRates,
  },
} as const;

const tariff = {
  type: 'group',
  fields: {
    id: { type: 'line', max: 60, label: 'tariffId', help: true },
    currency: { type: 'line', max: 3, pattern: '^[A-Z]{3}$', help: true },
    energy: { ...part, label: 'pricePerKwh' },
    chargingTime: { ...part, label: 'pricePerMinute' },
    idleTime: { ...part, rare: true, label: 'priceIdle' },
    fixedFee: { ...fixed, label: 'priceOnce' },
    reservationTime: { ...part, rare: true, label: 'priceReservation' },
    reservationFixed: { ...fixed, label: 'priceReservationOnce' },
    minCost: { ...bound, label: 'minCost' },
    maxCost: { ...bound, label: 'maxCost' },
    validFrom: { type: 'instant', optional: true, rare: true },
    description: { type: 'list', min: 1, max: 10, optional: true, rare: true, fields: content, label: 'tariffText' },
  },
} as const;

const place = { type: 'place', connector: 'none', whole: true } as const;

export const tariffs = {
  setDefaultTariff: { group: 'tariffs', actions: ['SetDefaultTariff'], fields: { place, tariff } },
  changeTransactionTariff: {
    group: 'tariffs',
    actions: ['ChangeTransactionTariff'],
    fields: { transaction: { type: 'transaction' }, tariff },
  },
  readTariffs: { group: 'tariffs', actions: ['GetTariffs'], fields: { place } },
  clearTariffs: {
    group: 'tariffs',
    actions: ['ClearTariffs'],
    fields: {
      place: { ...place, optional: true },
      ids: { type: 'words', max: 60, most: 100, optional: true, label: 'tariffIds', help: true },
    },
    danger: true,
  },
} as const satisfies Record<string, Description>;
