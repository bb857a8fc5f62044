import type { DecidedFact } from './decision.ts';
import type { StationState, TransactionState } from './state.ts';

/** Stops without a start that wait for it; older ones are found in the database. */
const waitingOrphans = 8;

/** Commands that timed out and whose answer may still come (W-12). */
const awaitedLate = 4;

/**
 * Lets go of what no rule needs again: closed errors, ended commands whose answer nobody awaits, and closed transactions other than the newest of
 * each charge point and those that the facts just decided are about. Called when a message has been decided, so that
 * everything from the one before has been written down; it changes nothing that is true, and what is needed again comes
 * back by `recall`.
 */
export function settle(state: StationState, facts: readonly DecidedFact[] = []): void {
  for (const id in state.errors) if (state.errors[id]!.closedAt !== undefined) delete state.errors[id];
  forgetCommands(state);
  let keep: Set<number> | undefined;
  let waiting = 0;
  const numbers = Object.keys(state.transactions);
  for (let i = numbers.length - 1; i >= 0; i--) {
    const transaction = state.transactions[Number(numbers[i])]!;
    if (transaction.endedAt === undefined) continue;
    keep ??= needed(state, facts);
    if (keep.has(transaction.number)) continue;
    if (!transaction.startKnown && waiting++ < waitingOrphans) continue;
    delete state.transactions[transaction.number];
  }
}

function forgetCommands(state: StationState): void {
  let late = 0;
  for (const id of Object.keys(state.commands).reverse()) {
    const record = state.commands[id]!;
    if (record.endedAt === undefined) continue;
    if (record.state === 'timedOut' && record.sentAt !== undefined && late++ < awaitedLate) continue;
    delete state.commands[id];
  }
}

function needed(state: StationState, facts: readonly DecidedFact[]): Set<number> {
  const newest = new Set<number>();
  for (const key in state.connectors) {
    const { transaction } = state.connectors[key]!;
    if (transaction !== undefined) newest.add(transaction);
  }
  for (const { body } of facts) if ('number' in body && body.number !== undefined) newest.add(body.number);
  return newest;
}

/** Takes transactions that were looked up into the memory. What is there already is newer and stays. */
export function recall(state: StationState, transactions: readonly TransactionState[] | undefined): void {
  for (const transaction of transactions ?? []) state.transactions[transaction.number] ??= { ...transaction };
}
