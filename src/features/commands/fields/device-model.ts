import { monitorCriteria, monitorTypes, reportCriteria } from '../../../domain/commands/device-model.ts';
import { type Description, v2, v21 } from './field.ts';

const instance = { type: 'line', max: 50, optional: true, rare: true } as const;
// EVSE 1 and its connector are two components (OCPP 2.0.1 part 1 section 4.1).
const place = { type: 'place', connector: 'optional', optional: true, whole: true, rare: true, each: true } as const;

/** A part of the device model; its variable may be left open. */
const parts = {
  component: { type: 'line', max: 50 },
  variable: { type: 'line', max: 50, optional: true, help: true },
  componentInstance: instance,
  place,
  variableInstance: instance,
} as const;

/** A setting: in 1.6 a key without a component. */
const setting = {
  component: { type: 'line', max: 50, empty: true, only: v2 },
  variable: { type: 'line', max: 50 },
  componentInstance: { ...instance, only: v2 },
  place: { ...place, only: v2 },
  variableInstance: { ...instance, only: v2 },
  attribute: { type: 'choice', of: ['Actual', 'Target', 'MinSet', 'MaxSet'], optional: true, rare: true, only: v2 },
} as const;

const pace = {
  intervalSeconds: { type: 'integer', min: 1, max: 2_147_483_647, unit: 's', optional: true, label: 'streamInterval' },
  values: { type: 'integer', min: 1, max: 1_000_000, optional: true, label: 'streamValues', help: true },
} as const;
const severity = { type: 'integer', min: 0, max: 9, help: true } as const;

export const deviceModel = {
  readSettings: {
    group: 'settings',
    actions: ['GetConfiguration', 'GetVariables'],
    fields: { names: { type: 'list', min: 1, max: 200, optional: true, fields: setting } },
  },
  writeSettings: {
    group: 'settings',
    actions: ['ChangeConfiguration', 'SetVariables'],
    fields: {
      values: {
        type: 'list',
        min: 1,
        max: 50,
        fields: {
          name: { type: 'group', fields: setting },
          value: { type: 'line', max: 2500, empty: true },
        },
      },
    },
  },
  readReport: {
    group: 'settings',
    actions: ['GetBaseReport'],
    fields: { base: { type: 'choice', of: ['full', 'configuration', 'summary'], start: 'full', help: true } },
  },
  readReportOf: {
    group: 'settings',
    actions: ['GetReport'],
    fields: {
      criteria: { type: 'choices', of: reportCriteria, optional: true },
      names: { type: 'list', min: 1, max: 100, optional: true, fields: parts, label: 'parts' },
    },
    together: [{ rule: 'someOf', fields: ['criteria', 'names'] }],
  },
  setMonitors: {
    group: 'monitoring',
    actions: ['SetVariableMonitoring'],
    fields: {
      monitors: {
        type: 'list',
        min: 1,
        max: 50,
        fields: {
          ...parts,
          variable: { type: 'line', max: 50 },
          type: {
            type: 'choice',
            of: monitorTypes,
            onlyOf: { targetDelta: v21, targetDeltaRelative: v21 },
            start: 'upperThreshold',
            label: 'monitorType',
            help: true,
          },
          value: { type: 'number', min: -1e12, max: 1e12, label: 'monitorValue', help: true },
          severity: { ...severity, start: 5 },
          onlyDuringTransaction: { type: 'boolean', optional: true },
          // OCPP 2.1 N11: values come as a stream instead of single events
          stream: { type: 'group', optional: true, rare: true, only: v21, fields: pace },
          id: {
            type: 'integer',
            min: 0,
            max: 2_147_483_647,
            optional: true,
            rare: true,
            label: 'monitorId',
            help: true,
          },
        },
      },
    },
  },
  readMonitors: {
    group: 'monitoring',
    actions: ['GetMonitoringReport'],
    fields: {
      criteria: { type: 'choices', of: monitorCriteria, optional: true },
      names: { type: 'list', min: 1, max: 100, optional: true, fields: parts, label: 'parts' },
    },
  },
  clearMonitors: {
    group: 'monitoring',
    actions: ['ClearVariableMonitoring'],
    fields: { ids: { type: 'integers', min: 0, max: 2_147_483_647, most: 100, label: 'monitorIds', help: true } },
  },
  setMonitoringBase: {
    group: 'monitoring',
    actions: ['SetMonitoringBase'],
    fields: {
      base: { type: 'choice', of: ['all', 'factoryDefault', 'hardWiredOnly'], label: 'monitoringBase', help: true },
    },
  },
  setMonitoringLevel: { group: 'monitoring', actions: ['SetMonitoringLevel'], fields: { severity } },
  readPeriodicEventStreams: { group: 'monitoring', actions: ['GetPeriodicEventStream'], fields: {} },
  adjustPeriodicEventStream: {
    group: 'monitoring',
    actions: ['AdjustPeriodicEventStream'],
    fields: { id: { type: 'integer', min: 0, max: 2_147_483_647, label: 'streamId' }, ...pace },
    together: [{ rule: 'someOf', fields: ['intervalSeconds', 'values'] }],
  },
} as const satisfies Record<string, Description>;
