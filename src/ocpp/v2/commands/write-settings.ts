import type { OCPP20 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredEach, reasonOf } from '../../words.ts';
import { attributeOf, flat, written } from '../variable.ts';

type WriteSettings = Extract<Command, { kind: 'writeSettings' }>;
type SetData = OCPP20.SetVariablesRequest['setVariableData'][number];

/** B05. Each variable has its own result; the command is refused only when none was taken over. */
export const writeSettings = outgoing<WriteSettings, OCPP20.SetVariablesRequest, OCPP20.SetVariablesResponse>({
  kind: 'writeSettings',
  write: ({ values }) => ({
    action: 'SetVariables',
    payload: {
      setVariableData: values.map(({ name, value }) =>
        compact({ ...written(name), attributeType: attributeOf(name), attributeValue: value }),
      ) as [SetData],
    },
  }),
  read: ({ setVariableResult }) => {
    const results = setVariableResult.map((result) =>
      compact({
        name: compact({ ...flat(result), attribute: result.attributeType }),
        status: result.attributeStatus as string,
        detail: reasonOf(result.attributeStatusInfo),
      }),
    );
    return { ...answeredEach(results), results };
  },
});
