import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { whole } from '../../bounds.ts';
import { atLeastOne, compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredEach, reasonOf } from '../../words.ts';

type ClearMonitors = Extract<Command, { kind: 'clearMonitors' }>;

/** N06. */
export const clearMonitors = outgoing<
  ClearMonitors,
  OCPP21.ClearVariableMonitoringRequest,
  OCPP21.ClearVariableMonitoringResponse
>({
  kind: 'clearMonitors',
  write: ({ ids }) => ({ action: 'ClearVariableMonitoring', payload: { id: atLeastOne(ids) } }),
  read: ({ clearMonitoringResult }) => {
    const monitors = clearMonitoringResult.map(({ id, status, statusInfo }) =>
      compact({ id: whole(id), status: status as string, detail: reasonOf(statusInfo) }),
    );
    return { ...answeredEach(monitors), monitors };
  },
});
