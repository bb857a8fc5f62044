import type { StreamPace } from './stream.ts';

/** A part of the 2.x device model without a variable. */
export interface ComponentName {
  readonly component: string;
  readonly componentInstance?: string;
  readonly evse?: number;
  readonly connector?: number;
}

/** 1.6: only `variable` (the key). 2.x: component and variable. */
export interface VariableName extends ComponentName {
  readonly variable: string;
  readonly variableInstance?: string;
  readonly attribute?: string;
}

export const monitorTypes = [
  'upperThreshold',
  'lowerThreshold',
  'delta',
  'periodic',
  'periodicClockAligned',
  'targetDelta',
  'targetDeltaRelative',
] as const;
/** The last two are of 2.1. */
export type MonitorType = (typeof monitorTypes)[number];

/** Watches a variable; with `id` it replaces the monitor of that number. Severity 0 danger .. 9 debug. */
export interface Monitor {
  readonly id?: number;
  readonly name: VariableName;
  readonly type: MonitorType;
  readonly value: number;
  readonly severity: number;
  readonly onlyDuringTransaction?: boolean;
  /** 2.1: the values come as a stream of events. */
  readonly stream?: StreamPace;
}

/** Names of components, or of single variables of them. */
export type PartialVariableName = ComponentName & Partial<Pick<VariableName, 'variable' | 'variableInstance'>>;

export const monitorCriteria = ['threshold', 'delta', 'periodic'] as const;
export const reportCriteria = ['active', 'available', 'enabled', 'problem'] as const;

export type DeviceModelCommand =
  /** Read settings: the named ones, or all. In 2.x "all" is a base report that arrives as messages. */
  | { readonly kind: 'readSettings'; readonly names?: readonly VariableName[]; readonly requestId: number }
  | {
      readonly kind: 'writeSettings';
      readonly values: readonly { readonly name: VariableName; readonly value: string }[];
      /** The hash of the password among the values, which is all that is kept of it; see domain/password.ts. */
      readonly passwordHash?: string;
    }
  /** Which variables exist and what they hold; arrives as messages. */
  | {
      readonly kind: 'readReport';
      readonly requestId: number;
      readonly base: 'configuration' | 'full' | 'summary';
    }
  | {
      readonly kind: 'readReportOf';
      readonly requestId: number;
      readonly criteria?: readonly (typeof reportCriteria)[number][];
      readonly names?: readonly PartialVariableName[];
    }
  | { readonly kind: 'setMonitors'; readonly monitors: readonly Monitor[] }
  | { readonly kind: 'clearMonitors'; readonly ids: readonly number[] }
  | {
      readonly kind: 'readMonitors';
      readonly requestId: number;
      readonly criteria?: readonly (typeof monitorCriteria)[number][];
      readonly names?: readonly PartialVariableName[];
    }
  | { readonly kind: 'setMonitoringBase'; readonly base: 'all' | 'factoryDefault' | 'hardWiredOnly' }
  /** Only what is as severe as this or worse is reported, 0 .. 9. */
  | { readonly kind: 'setMonitoringLevel'; readonly severity: number };
