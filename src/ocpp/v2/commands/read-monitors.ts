import type { OCPP21 } from 'typed-ocpp';
import type { monitorCriteria } from '../../../domain/commands/device-model.ts';
import type { Command } from '../../../domain/commands.ts';
import { compact, someOrNone } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredOrEmpty } from '../../words.ts';
import { writtenPartly } from '../variable.ts';

type ReadMonitors = Extract<Command, { kind: 'readMonitors' }>;
type Call = OCPP21.GetMonitoringReportRequest;

const words = {
  threshold: 'ThresholdMonitoring',
  delta: 'DeltaMonitoring',
  periodic: 'PeriodicMonitoring',
} as const satisfies Record<(typeof monitorCriteria)[number], NonNullable<Call['monitoringCriteria']>[number]>;

/** N02. */
export const readMonitors = outgoing<ReadMonitors, Call, OCPP21.GetMonitoringReportResponse>({
  kind: 'readMonitors',
  write: ({ requestId, criteria, names }) => ({
    action: 'GetMonitoringReport',
    payload: compact({
      requestId,
      monitoringCriteria: someOrNone(criteria?.map((one) => words[one])) as Call['monitoringCriteria'],
      componentVariable: someOrNone(names?.map(writtenPartly)),
    }),
  }),
  read: (answer) => answeredOrEmpty(answer, 'EmptyResultSet'),
});
