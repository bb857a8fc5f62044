import type { OCPP21 } from 'typed-ocpp';
import type { MonitorType } from '../../../domain/commands/device-model.ts';
import type { Command } from '../../../domain/commands.ts';
import { wholeOrNothing } from '../../bounds.ts';
import { atLeastOne, compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredEach, reasonOf } from '../../words.ts';
import { written } from '../variable.ts';

type SetMonitors = Extract<Command, { kind: 'setMonitors' }>;

/** MonitorEnumType; the last two are of 2.1. */
const words = {
  upperThreshold: 'UpperThreshold',
  lowerThreshold: 'LowerThreshold',
  delta: 'Delta',
  periodic: 'Periodic',
  periodicClockAligned: 'PeriodicClockAligned',
  targetDelta: 'TargetDelta',
  targetDeltaRelative: 'TargetDeltaRelative',
} as const satisfies Record<MonitorType, OCPP21.SetVariableMonitoringRequest['setMonitoringData'][number]['type']>;

/** N04. Each monitor has its own result. */
export const setMonitors = outgoing<
  SetMonitors,
  OCPP21.SetVariableMonitoringRequest,
  OCPP21.SetVariableMonitoringResponse
>({
  kind: 'setMonitors',
  write: ({ monitors }) => ({
    action: 'SetVariableMonitoring',
    payload: {
      setMonitoringData: atLeastOne(
        monitors.map(({ id, name, type, value, severity, onlyDuringTransaction, stream }) =>
          compact({
            id,
            transaction: onlyDuringTransaction,
            value,
            type: words[type],
            severity,
            ...written(name),
            periodicEventStream: stream && compact({ interval: stream.intervalSeconds, values: stream.values }),
          }),
        ),
      ),
    },
  }),
  read: ({ setMonitoringResult }) => {
    const monitors = setMonitoringResult.map(({ id, status, statusInfo }) =>
      compact({ id: wholeOrNothing(id), status: status as string, detail: reasonOf(statusInfo) }),
    );
    return { ...answeredEach(monitors), monitors };
  },
});
