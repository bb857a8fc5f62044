import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type SetMonitoringLevel = Extract<Command, { kind: 'setMonitoringLevel' }>;

/** N05. */
export const setMonitoringLevel = outgoing<
  SetMonitoringLevel,
  OCPP21.SetMonitoringLevelRequest,
  OCPP21.SetMonitoringLevelResponse
>({
  kind: 'setMonitoringLevel',
  write: ({ severity }) => ({ action: 'SetMonitoringLevel', payload: { severity } }),
  read: answered,
});
