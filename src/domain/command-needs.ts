import type { VariableName } from './commands/device-model.ts';
import type { Command } from './commands.ts';
import { networkNeeds } from './network.ts';
import type { CardRecord } from './ports.ts';
import { isCard } from './token.ts';

/** What has to be looked up before a command can be decided. */
export interface CommandNeeds {
  /** The number of a card as written. */
  readonly card?: string;
  /** Settings, as the station last told them. */
  readonly settings?: readonly VariableName[];
}

/** What was found. */
export interface CommandKnown {
  /** undefined: not asked; null: there is none */
  readonly card?: CardRecord | null;
  /** By `settingKey`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export const settingKey = ({ component, componentInstance = '', variable, variableInstance = '' }: VariableName) =>
  [component, componentInstance, variable, variableInstance].join('\u0000');

/** How many parts of the device model one report may be asked for (OCPP 2.0.1 B08.FR.06). */
export const mostReported: VariableName = {
  component: 'DeviceDataCtrlr',
  variable: 'ItemsPerMessage',
  variableInstance: 'GetReport',
};

/** Undefined in the common case: then nothing is asked of the database. */
export function commandNeeds(command: Command): CommandNeeds | undefined {
  switch (command.kind) {
    case 'requestBatterySwap':
      return isCard(command.token) ? { card: command.token.number } : undefined;
    case 'readReportOf':
      return (command.names?.length ?? 0) > 1 ? { settings: [mostReported] } : undefined;
    case 'writeSettings': {
      const settings = networkNeeds(command.values);
      return settings.length === 0 ? undefined : { settings };
    }
    default:
      return undefined;
  }
}
