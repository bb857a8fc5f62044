import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type SetMonitoringBase = Extract<Command, { kind: 'setMonitoringBase' }>;

const words = {
  all: 'All',
  factoryDefault: 'FactoryDefault',
  hardWiredOnly: 'HardWiredOnly',
} as const satisfies Record<SetMonitoringBase['base'], OCPP21.SetMonitoringBaseRequest['monitoringBase']>;

/** N03. */
export const setMonitoringBase = outgoing<
  SetMonitoringBase,
  OCPP21.SetMonitoringBaseRequest,
  OCPP21.SetMonitoringBaseResponse
>({
  kind: 'setMonitoringBase',
  write: ({ base }) => ({ action: 'SetMonitoringBase', payload: { monitoringBase: words[base] } }),
  read: answered,
});
