import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import type { ReportedVariable } from '../../../domain/message.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';

type ReadSettings = Extract<Command, { kind: 'readSettings' }>;
type Key = NonNullable<OCPP16.GetConfigurationResponse['configurationKey']>[number];

const variableOf = ({ key, readonly, value }: Key): ReportedVariable =>
  compact({
    component: '',
    variable: key,
    attribute: 'Actual',
    value,
    mutability: readonly ? 'ReadOnly' : 'ReadWrite',
  });

export const readSettings = outgoing<ReadSettings, OCPP16.GetConfigurationRequest, OCPP16.GetConfigurationResponse>({
  kind: 'readSettings',
  write: ({ names }) => ({
    action: 'GetConfiguration',
    payload: compact({ key: names?.map(({ variable }) => variable) }),
  }),
  // There is no status in this answer: whatever comes is what the station wants to tell (section 5.8).
  read: ({ configurationKey, unknownKey }) =>
    compact({
      outcome: 'accepted',
      status: 'Accepted',
      variables: (configurationKey ?? []).map(variableOf),
      unknown: unknownKey?.length ? unknownKey : undefined,
    }),
});
