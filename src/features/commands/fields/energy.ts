import { derControlTypes, derCurves, derUnits } from '../../../domain/commands/der.ts';
import { energyTransfers } from '../../../domain/commands/energy.ts';
import type { Description } from './field.ts';

const any = { type: 'number', min: -10_000_000, max: 10_000_000 } as const;
const maybe = { ...any, optional: true } as const;
const seconds = { type: 'number', min: 0, max: 2_147_483_647, unit: 's' } as const;
const maybeSeconds = { ...seconds, optional: true } as const;
const id = { type: 'line', max: 36, label: 'controlId' } as const;
const standing = { type: 'boolean', start: true, help: true, label: 'isDefault' } as const;
const type = { type: 'choice', of: derControlTypes, label: 'derType' } as const;
const unit = { type: 'choice', of: derUnits, label: 'derUnit' } as const;

const phases = {
  type: 'group',
  optional: true,
  fields: {
    value: { ...any, label: 'phaseOne' },
    l2: { ...maybe, label: 'phaseTwo' },
    l3: { ...maybe, label: 'phaseThree' },
  },
} as const;

const curve = {
  points: {
    type: 'list',
    min: 1,
    max: 10,
    fields: { x: any, y: any },
  },
  unit,
  responseSeconds: maybeSeconds,
  hysteresis: {
    type: 'group',
    optional: true,
    rare: true,
    fields: {
      high: maybe,
      low: maybe,
      delaySeconds: maybeSeconds,
      gradient: maybe,
    },
  },
  reactivePower: {
    type: 'group',
    optional: true,
    rare: true,
    fields: {
      vRef: { ...maybe, unit: '%' },
      autonomousVRef: { type: 'boolean', optional: true },
      autonomousVRefSeconds: maybeSeconds,
    },
  },
  voltage: {
    type: 'group',
    optional: true,
    rare: true,
    label: 'voltageRide',
    fields: {
      hv10MinMean: { ...maybe, unit: 'V' },
      hv10MinMeanTripSeconds: maybeSeconds,
      duringCessation: { type: 'choice', of: ['Active', 'Reactive'], optional: true },
    },
  },
} as const;

/** Each type of control has a group of its own; those of other types stay away. */
const of = <const T extends readonly string[]>(types: T) =>
  ({ type: 'group', optional: true, needed: true, when: ['type', types] }) as const;

export const energy = {
  usePriorityCharging: {
    group: 'energy',
    actions: ['UsePriorityCharging'],
    fields: { transaction: { type: 'transaction' }, activate: { type: 'boolean', start: true } },
  },
  updateDynamicSchedule: {
    group: 'energy',
    actions: ['UpdateDynamicSchedule'],
    fields: {
      profileId: { type: 'integer', min: 1, max: 2_147_483_647, label: 'dynamicProfile', help: true },
      limit: { ...phases, label: 'newLimit' },
      setpoint: { ...phases, label: 'newSetpoint' },
      dischargeLimit: { ...phases, rare: true, label: 'newDischargeLimit' },
      setpointReactive: { ...phases, rare: true, label: 'newReactive' },
    },
    together: [{ rule: 'someOf', fields: ['limit', 'setpoint', 'dischargeLimit', 'setpointReactive'] }],
  },
  notifyAllowedEnergyTransfer: {
    group: 'energy',
    actions: ['NotifyAllowedEnergyTransfer'],
    fields: { transaction: { type: 'transaction' }, allowed: { type: 'choices', of: energyTransfers } },
  },
  afrrSignal: {
    group: 'energy',
    actions: ['AFRRSignal'],
    fields: {
      at: { type: 'instant', start: 0, label: 'signalAt' },
      signal: { type: 'integer', min: -2_147_483_648, max: 2_147_483_647, help: true },
    },
  },
  setDERControl: {
    group: 'energy',
    actions: ['SetDERControl'],
    fields: {
      controlId: id,
      isDefault: standing,
      type,
      priority: { type: 'integer', min: 0, max: 1000, start: 0, label: 'derPriority', help: true },
      curve: { ...of(derCurves), fields: curve },
      enterService: {
        ...of(['EnterService']),
        fields: {
          highVoltage: any,
          lowVoltage: any,
          highFrequency: { ...any, unit: 'Hz' },
          lowFrequency: { ...any, unit: 'Hz' },
          delaySeconds: maybeSeconds,
          randomDelaySeconds: maybeSeconds,
          rampRate: maybe,
        },
      },
      fixedPF: {
        ...of(['FixedPFAbsorb', 'FixedPFInject']),
        fields: { displacement: { type: 'number', min: -1, max: 1 }, excitation: { type: 'boolean' } },
      },
      fixedVar: { ...of(['FixedVar']), fields: { setpoint: any, unit } },
      freqDroop: {
        ...of(['FreqDroop']),
        fields: {
          overFrequency: { ...any, unit: 'Hz' },
          underFrequency: { ...any, unit: 'Hz' },
          overDroop: any,
          underDroop: any,
          responseSeconds: seconds,
        },
      },
      gradients: { ...of(['Gradients']), fields: { gradient: any, softGradient: any } },
      limitMaxDischarge: {
        type: 'group',
        optional: true,
        when: ['type', ['LimitMaxDischarge']],
        fields: {
          percent: { type: 'number', min: 0, max: 100, unit: '%', optional: true, label: 'dischargePercent' },
          powerMonitoring: {
            type: 'group',
            optional: true,
            rare: true,
            fields: { ...curve, priority: { type: 'integer', min: 0, max: 1000, label: 'derPriority' } },
          },
        },
      },
      startsAt: { type: 'instant', optional: true, rare: true, label: 'derStartsAt' },
      durationSeconds: { ...maybeSeconds, rare: true },
    },
  },
  readDERControl: {
    group: 'energy',
    actions: ['GetDERControl'],
    fields: {
      controlId: { ...id, optional: true },
      type: { ...type, optional: true },
      isDefault: { type: 'boolean', optional: true, label: 'onlyDefault' },
    },
  },
  clearDERControl: {
    group: 'energy',
    actions: ['ClearDERControl'],
    fields: { isDefault: standing, controlId: { ...id, optional: true }, type: { ...type, optional: true } },
    danger: true,
  },
} as const satisfies Record<string, Description>;
