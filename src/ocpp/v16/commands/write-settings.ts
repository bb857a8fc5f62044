import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { outcomeOf } from '../../words.ts';

type WriteSettings = Extract<Command, { kind: 'writeSettings' }>;

/** One key per message (section 5.3). */
export const writeSettings = outgoing<
  WriteSettings,
  OCPP16.ChangeConfigurationRequest,
  OCPP16.ChangeConfigurationResponse
>({
  kind: 'writeSettings',
  write: ({ values }) => {
    const [first] = values;
    if (first === undefined || values.length > 1) throw new Error('OCPP 1.6 changes one setting per message');
    return { action: 'ChangeConfiguration', payload: { key: first.name.variable, value: first.value } };
  },
  read: ({ status }, { values }) => ({
    outcome: outcomeOf(status),
    status,
    results: values.map(({ name }) => ({ name, status })),
  }),
});
