import type { DecidedFact } from './decision.ts';
import type { CommandRecord } from './state.ts';

/**
 * The station forgets a person: it took the command. Its list of cards it leaves alone, which is ours to change
 * (OCPP 2.x N10.FR.02, N10.FR.03, N10.FR.06).
 */
export function customerCleared({ command }: CommandRecord, at: number): DecidedFact[] {
  if (command.kind !== 'readCustomer' || !command.clear || command.token === undefined) return [];
  return [{ at, body: { type: 'customer.cleared', token: command.token } }];
}
