import type { Command } from '../../domain/commands.ts';

/** What 2.x cannot do within commands it knows, as a sentence for the operator. `longest` differs between the versions. */
export const unsupportedIn =
  (protocol: string, longest: { readonly idToken: number; readonly value: number }) =>
  (command: Command): string | undefined => {
    switch (command.kind) {
      case 'start':
        return command.token.number.length > longest.idToken
          ? `${protocol} knows card numbers of up to ${longest.idToken} characters`
          : undefined;
      case 'unlock':
        return command.place.evse < 1 || command.place.connector < 1 ? 'Name the connector to unlock' : undefined;
      case 'readSettings':
        return command.names?.length === 0 ? 'Name at least one setting to read' : undefined;
      case 'writeSettings':
        if (command.values.length === 0) return 'Name at least one setting to change';
        return command.values.some(({ value }) => value.length > longest.value)
          ? `${protocol} knows values of up to ${longest.value} characters`
          : undefined;
      default:
        return undefined;
    }
  };
