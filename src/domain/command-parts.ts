import type { VariableName } from './commands/device-model.ts';
import type { Command, CommandAnswer } from './commands.ts';

const most = (component: string, variableInstance: string): VariableName => ({
  component,
  variable: 'ItemsPerMessage',
  variableInstance,
});

/**
 * The variable in which a station says how many items one message of this command may hold (OCPP 2.0.1 B05.FR.11,
 * B06.FR.05, N04.FR.16); undefined: the command is one message, whatever it holds.
 */
export function limitOf(command: Command): VariableName | undefined {
  switch (command.kind) {
    case 'readSettings':
      return (command.names?.length ?? 0) > 1 ? most('DeviceDataCtrlr', 'GetVariables') : undefined;
    case 'writeSettings':
      return command.values.length > 1 ? most('DeviceDataCtrlr', 'SetVariables') : undefined;
    case 'setMonitors':
      return command.monitors.length > 1 ? most('MonitoringCtrlr', 'SetVariableMonitoring') : undefined;
    case 'clearMonitors':
      return command.ids.length > 1 ? most('MonitoringCtrlr', 'ClearVariableMonitoring') : undefined;
    default:
      return undefined;
  }
}

/** The same command in parts of at most `size` items, in their order. */
export function partsOf(command: Command, size: number): readonly Command[] {
  switch (command.kind) {
    case 'readSettings':
      return command.names === undefined ? [command] : sliced(command.names, size, (names) => ({ ...command, names }));
    case 'writeSettings':
      return sliced(command.values, size, (values) => ({ ...command, values }));
    case 'setMonitors':
      return sliced(command.monitors, size, (monitors) => ({ ...command, monitors }));
    case 'clearMonitors':
      return sliced(command.ids, size, (ids) => ({ ...command, ids }));
    default:
      return [command];
  }
}

function sliced<T>(items: readonly T[], size: number, part: (items: readonly T[]) => Command): readonly Command[] {
  const parts: Command[] = [];
  for (let from = 0; from < items.length; from += size) parts.push(part(items.slice(from, from + size)));
  return parts;
}

/** What the answers to the parts say together: accepted when any of them was, as within one message. */
export function joined(answers: readonly CommandAnswer[]): CommandAnswer {
  const first = answers.find(({ outcome }) => outcome === 'accepted') ?? answers[0];
  if (first === undefined) throw new Error('there are no answers to join');
  if (answers.length === 1) return first;
  const detail = answers.find((answer) => answer.detail !== undefined)?.detail;
  const all = <K extends 'variables' | 'unknown' | 'results' | 'monitors'>(key: K) => {
    const lists = answers.flatMap((answer) => (answer[key] ?? []) as readonly unknown[]);
    return lists.length === 0 ? {} : { [key]: lists };
  };
  return {
    ...first,
    ...(detail === undefined ? {} : { detail }),
    ...all('variables'),
    ...all('unknown'),
    ...all('results'),
    ...all('monitors'),
  };
}
