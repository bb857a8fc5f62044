import { type Description, v2, v16, v21 } from './field.ts';

const wholeOrEvse = { type: 'place', connector: 'none', whole: true } as const;
const purposes = ['stationMax', 'txDefault', 'tx', 'priority', 'localGeneration'] as const;
const onlyOf = { priority: v21, localGeneration: v21 };
const seconds = { type: 'integer', min: 0, max: 2_147_483_647, unit: 's' } as const;
const limits = { type: 'number', max: 10_000_000 } as const;

/** OCPP 2.1 OperationModeEnumType */
const operationModes = [
  'ChargingOnly',
  'CentralSetpoint',
  'ExternalSetpoint',
  'ExternalLimits',
  'CentralFrequency',
  'LocalFrequency',
  'LocalLoadBalancing',
  'Idle',
] as const;

const periods = {
  startSeconds: { ...seconds, help: true },
  // OCPP 2.1 Q03.FR.02: none beside a central setpoint
  limit: { ...limits, min: 0, optional: true, help: true },
  phases: { type: 'integer', min: 1, max: 3, optional: true },
  // OCPP 2.0.1 K01.FR.20: only where the station can switch phases
  phaseToUse: { type: 'integer', min: 1, max: 3, optional: true, rare: true, only: v2 },
  setpoint: { ...limits, min: -10_000_000, optional: true, rare: true, only: v21 },
  dischargeLimit: { ...limits, min: -10_000_000, max: 0, optional: true, rare: true, only: v21 },
  operationMode: { type: 'choice', of: operationModes, optional: true, rare: true, only: v21 },
} as const;

export const schedules = {
  unit: { type: 'choice', of: ['W', 'A'], start: 'W', label: 'rateUnit' },
  startsAt: { type: 'instant', optional: true, help: true },
  durationSeconds: { ...seconds, optional: true },
  minRate: { ...limits, min: 0, optional: true, rare: true },
  periods: { type: 'list', min: 1, max: 1024, fields: periods },
} as const;

const filter = {
  profileIds: { type: 'integers', min: -2_147_483_648, max: 2_147_483_647, most: 100, optional: true, help: true },
  place: { ...wholeOrEvse, optional: true },
  purpose: { type: 'choice', of: purposes, onlyOf, optional: true },
  stackLevel: { type: 'integer', min: 0, max: 1000, optional: true },
} as const;

export const smartCharging = {
  setChargingProfile: {
    group: 'smartCharging',
    actions: ['SetChargingProfile'],
    fields: {
      place: wholeOrEvse,
      purpose: { type: 'choice', of: purposes, onlyOf, start: 'txDefault', help: true },
      // OCPP 2.0.1 K01.FR.03: a TxProfile belongs to one session
      transaction: { type: 'transaction', optional: true, needed: true, when: ['purpose', ['tx']] },
      profileKind: {
        type: 'choice',
        of: ['relative', 'absolute', 'recurring', 'dynamic'],
        onlyOf: { dynamic: v21 },
        start: 'relative',
        help: true,
      },
      recurrency: {
        type: 'choice',
        of: ['daily', 'weekly'],
        optional: true,
        needed: true,
        when: ['profileKind', ['recurring']],
        start: 'daily',
      },
      stackLevel: { type: 'integer', min: 0, max: 1000, start: 0, help: true },
      schedules: { type: 'list', min: 1, max: 3, one: v16, fields: schedules },
      validFrom: { type: 'instant', optional: true, rare: true },
      validTo: { type: 'instant', optional: true, rare: true },
      id: { type: 'integer', min: 1, max: 2_147_483_647, optional: true, rare: true, label: 'profileId', help: true },
      updateIntervalSeconds: { ...seconds, optional: true, when: ['profileKind', ['dynamic']], only: v21 },
    },
    together: [{ rule: 'ascending', fields: ['validFrom', 'validTo'] }],
  },
  clearChargingProfiles: { group: 'smartCharging', actions: ['ClearChargingProfile'], fields: filter },
  readCompositeSchedule: {
    group: 'smartCharging',
    actions: ['GetCompositeSchedule'],
    fields: {
      place: wholeOrEvse,
      durationSeconds: { ...seconds, min: 1, start: 86_400 },
      unit: { type: 'choice', of: ['W', 'A'], optional: true, label: 'rateUnit' },
    },
  },
  readChargingProfiles: {
    group: 'smartCharging',
    actions: ['GetChargingProfiles'],
    fields: { ...filter, sources: { type: 'choices', of: ['CSO', 'EMS', 'SO', 'Other'], optional: true, help: true } },
  },
} as const satisfies Record<string, Description>;
