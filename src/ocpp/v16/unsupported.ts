import type { Command } from '../../domain/commands.ts';
import { triggerWords } from './commands/trigger.ts';

const highestTransactionId = 2 ** 31 - 1;

/** What OCPP 1.6 cannot do within commands it knows, as a sentence for the operator. */
export function unsupported(command: Command): string | undefined {
  switch (command.kind) {
    case 'reset':
      if (command.evse !== undefined && command.evse !== 0)
        return 'OCPP 1.6 can only restart the whole station, not one charge point';
      if (command.mode === 'onIdle') return 'OCPP 1.6 cannot wait for running sessions before a restart';
      return undefined;
    case 'start':
      if (command.token.number.length > 20) return 'OCPP 1.6 knows card numbers of up to 20 characters';
      return command.token.number === '' ? 'OCPP 1.6 needs a card number to start a session' : undefined;
    case 'stop':
      return /^\d{1,10}$/.test(command.transactionId) && Number(command.transactionId) <= highestTransactionId
        ? undefined
        : 'OCPP 1.6 knows sessions by number, and this one has none';
    case 'unlock':
      return command.place.evse < 1 ? 'Name the charge point to unlock' : undefined;
    case 'trigger':
      return triggerWords[command.message] === undefined
        ? 'OCPP 1.6 cannot be asked for the state of a session'
        : undefined;
    case 'writeSettings':
      if (command.values.length !== 1) return 'OCPP 1.6 changes one setting at a time';
      return command.values[0]!.name.variable.length > 50 ? 'OCPP 1.6 knows keys of up to 50 characters' : undefined;
    case 'readSettings':
      return command.names?.some(({ variable }) => variable.length > 50)
        ? 'OCPP 1.6 knows keys of up to 50 characters'
        : undefined;
    default:
      return undefined;
  }
}
