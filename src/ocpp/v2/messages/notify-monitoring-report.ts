import type { OCPP20, OCPP21 } from 'typed-ocpp';
import type { MonitorType } from '../../../domain/commands/device-model.ts';
import type { ReportedMonitor } from '../../../domain/messages/device.ts';
import { whole } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';
import { flat } from '../variable.ts';

type Sent = NonNullable<OCPP21.NotifyMonitoringReportRequest['monitor']>[number];

const types: Readonly<Record<Sent['variableMonitoring'][number]['type'], MonitorType>> = {
  UpperThreshold: 'upperThreshold',
  LowerThreshold: 'lowerThreshold',
  Delta: 'delta',
  Periodic: 'periodic',
  PeriodicClockAligned: 'periodicClockAligned',
  TargetDelta: 'targetDelta',
  TargetDeltaRelative: 'targetDeltaRelative',
};

const origins = {
  HardWiredNotification: 'hardWired',
  HardWiredMonitor: 'hardWired',
  PreconfiguredMonitor: 'preconfigured',
  CustomMonitor: 'custom',
} as const;

const monitorsOf = ({ component, variable, variableMonitoring }: Sent): ReportedMonitor[] =>
  variableMonitoring.map(({ id, type, value, severity, transaction, eventNotificationType }) =>
    compact({
      id: whole(id),
      name: flat({ component, variable }),
      type: types[type],
      value,
      severity,
      onlyDuringTransaction: transaction ? true : undefined,
      // 2.1 tells where it comes from; 2.0.1 does not.
      origin: eventNotificationType && origins[eventNotificationType],
    }),
  );

/** N02: one part of the monitors that are set. */
export const notifyMonitoringReport = incoming<
  OCPP21.NotifyMonitoringReportRequest,
  OCPP20.NotifyMonitoringReportResponse
>({
  action: 'NotifyMonitoringReport',
  read: ({ requestId, tbc, monitor }) => ({
    kind: 'monitors',
    requestId: whole(requestId),
    last: tbc !== true,
    monitors: (monitor ?? []).flatMap(monitorsOf),
  }),
  answer: () => ({}),
});
