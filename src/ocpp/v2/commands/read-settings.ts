import type { OCPP20 } from 'typed-ocpp';
import type { VariableName } from '../../../domain/commands/device-model.ts';
import type { Command, CommandAnswer } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredOrEmpty, outcomeOf, reasonOf } from '../../words.ts';
import { attributeOf, flat, written } from '../variable.ts';

type ReadSettings = Extract<Command, { kind: 'readSettings' }>;
type Call = OCPP20.GetVariablesRequest | OCPP20.GetBaseReportRequest;
type Reply = OCPP20.GetVariablesResponse | OCPP20.GetBaseReportResponse;
type Result = OCPP20.GetVariablesResponse['getVariableResult'][number];

/** The name an operator knows a variable by. */
const spoken = ({ component, variable }: VariableName): string => `${component}.${variable}`;

function resultsOf(results: readonly Result[]): CommandAnswer {
  const accepted = results.filter(({ attributeStatus }) => attributeStatus === 'Accepted');
  const refused = results.filter(({ attributeStatus }) => attributeStatus !== 'Accepted');
  const status = accepted.length > 0 ? 'Accepted' : (refused[0]?.attributeStatus ?? 'Rejected');
  return compact({
    outcome: outcomeOf(status),
    status,
    detail: reasonOf(refused[0]?.attributeStatusInfo),
    variables: accepted.map((result) => ({
      ...flat(result),
      attribute: result.attributeType ?? 'Actual',
      ...(result.attributeValue === undefined ? {} : { value: result.attributeValue }),
      // Whether it can be written GetVariables does not tell; a report does.
    })),
    unknown: refused.length === 0 ? undefined : refused.map((result) => spoken(flat(result))),
  });
}

/** B06 for named variables; B07 for all: a full inventory that arrives as NotifyReport messages. */
export const readSettings = outgoing<ReadSettings, Call, Reply>({
  kind: 'readSettings',
  write: ({ names, requestId }) =>
    names === undefined
      ? { action: 'GetBaseReport', payload: { requestId, reportBase: 'FullInventory' } }
      : {
          action: 'GetVariables',
          payload: {
            getVariableData: names.map((name) => compact({ ...written(name), attributeType: attributeOf(name) })) as [
              OCPP20.GetVariablesRequest['getVariableData'][number],
            ],
          },
        },
  read: (answer) =>
    'getVariableResult' in answer ? resultsOf(answer.getVariableResult) : answeredOrEmpty(answer, 'EmptyResultSet'),
});
