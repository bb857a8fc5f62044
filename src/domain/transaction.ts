import type { Instant } from '../lib/time.ts';
import type { Place, PresentedToken, TransactionMessage } from './message.ts';
import type { StationState, TransactionState } from './state.ts';
import { normalCard } from './token.ts';

/** So many at once are not cars but a broken or hostile station: the oldest is closed for each new one. */
export const mostOpen = 128;

export const isOpen = (transaction: TransactionState): boolean => transaction.endedAt === undefined;

export const openTransactions = (state: StationState): TransactionState[] =>
  Object.values(state.transactions).filter(isOpen);

/** The newest open transaction at an EVSE; there is one at a time (OCPP 2.0.1 E01.FR.14). */
export function openAt(state: StationState, evse: number): TransactionState | undefined {
  let found: TransactionState | undefined;
  for (const key in state.transactions) {
    const transaction = state.transactions[key]!;
    if (isOpen(transaction) && transaction.evse === evse && (!found || transaction.startedAt >= found.startedAt))
      found = transaction;
  }
  return found;
}

/**
 * Ids that name no transaction: -1 is what a 1.6 station sends when it never got an id (errata 3.18), 0 and nothing are
 * what others send (T-05). A station that makes its own ids has sequence numbers, and there every id is one.
 */
export const isUnset = (transactionId: string | undefined): boolean =>
  transactionId === undefined || transactionId === '' || transactionId === '-1' || transactionId === '0';

/**
 * The transaction of an id. A station that uses an id twice (T-06) means the one at the place it names, because two
 * EVSEs may count on their own, that had begun by then, and of those the newest one.
 */
export function findById(
  state: StationState,
  transactionId: string | undefined,
  place?: Place,
  at?: Instant,
): TransactionState | undefined {
  if (transactionId === undefined) return undefined;
  let found: TransactionState | undefined;
  for (const key in state.transactions) {
    const transaction = state.transactions[key]!;
    if (transaction.transactionId !== transactionId) continue;
    if (found === undefined || better(transaction, found, place, at)) found = transaction;
  }
  return found;
}

function better(candidate: TransactionState, found: TransactionState, place?: Place, at?: Instant): boolean {
  if (place !== undefined && (candidate.evse === place.evse) !== (found.evse === place.evse))
    return candidate.evse === place.evse;
  if (at !== undefined && beganBy(candidate, at) !== beganBy(found, at)) return beganBy(candidate, at);
  return candidate.number > found.number;
}

/** Not known to have begun later. */
export const beganBy = (transaction: TransactionState, at: Instant): boolean =>
  !transaction.startKnown || transaction.startedAt <= at;

/** The station makes ids itself (2.x), or we issue them (1.6): only the former number their events. */
export const hasOwnId = (message: TransactionMessage): boolean =>
  message.transactionId !== undefined && (message.seqNo !== undefined || message.phase === 'started');

/** The transaction that a step names; an id that is none names nobody. */
export const findNamed = (state: StationState, message: TransactionMessage): TransactionState | undefined =>
  !hasOwnId(message) && isUnset(message.transactionId)
    ? undefined
    : findById(state, message.transactionId, message.place, message.time.at);

/**
 * The start that is sent again, known by its content and never by its message id (T-01, T-03): place, time, meter and
 * card in 1.6; id and time in 2.x.
 */
export function findStart(state: StationState, message: TransactionMessage): TransactionState | undefined {
  const own = hasOwnId(message);
  for (const key in state.transactions) {
    const transaction = state.transactions[key]!;
    if (!transaction.startKnown || transaction.startSentAt !== message.time.raw) continue;
    if (own) {
      const samePlace =
        message.place === undefined || transaction.evse === undefined || message.place.evse === transaction.evse;
      if (transaction.transactionId === message.transactionId && samePlace) return transaction;
    } else if (
      // Without a place: it named one that cannot be.
      (transaction.evse === undefined || transaction.evse === message.place?.evse) &&
      (message.meter === undefined || transaction.meterStart === message.meter) &&
      sameNumber(transaction.token, message.token)
    )
      return transaction;
  }
  return undefined;
}

const sameNumber = (a: PresentedToken | undefined, b: PresentedToken | undefined): boolean => a?.number === b?.number;

/**
 * The stop that is sent again: its time and meter, at the transaction it named (T-03). Without a usable id at any, and so
 * too when nothing has that id by now: a stop whose start came later and gave the transaction its id.
 */
export function findEnd(state: StationState, message: TransactionMessage): TransactionState | undefined {
  const nameless = !hasOwnId(message) && message.time.raw !== undefined;
  const unset = nameless && isUnset(message.transactionId);
  let joined: TransactionState | undefined;
  for (const key in state.transactions) {
    const transaction = state.transactions[key]!;
    if (
      transaction.endedBy !== 'station' ||
      transaction.endSentAt !== message.time.raw ||
      (message.meter !== undefined && transaction.meterEnd !== message.meter)
    )
      continue;
    if (unset || transaction.transactionId === message.transactionId) return transaction;
    if (nameless && sameNumber(transaction.endToken, message.token)) joined = transaction;
  }
  return joined !== undefined && findById(state, message.transactionId) === undefined ? joined : undefined;
}

/**
 * The one open transaction that a stop without a usable id can only mean: begun before it, at a register not above its
 * own, with the same card where both name one. More than one, or none: nobody is guessed (T-05).
 */
export function fittingOpen(
  state: StationState,
  message: TransactionMessage,
  at: Instant,
): TransactionState | undefined {
  const fits = openTransactions(state).filter(
    (transaction) =>
      transaction.startKnown &&
      (message.place === undefined || transaction.evse === message.place.evse) &&
      transaction.startedAt <= at &&
      registerFits(transaction.meterLast ?? transaction.meterStart, message.meter) &&
      cardFits(transaction.token, message.token),
  );
  return fits.length === 1 ? fits[0] : undefined;
}

/**
 * The stop without a start that this start belongs to (T-04). With an id of its own that is the id; else its content has
 * to fit, and where it named an id that we never issued, the card has to be the same too.
 */
export function fittingOrphan(
  state: StationState,
  message: TransactionMessage,
  at: Instant,
): TransactionState | undefined {
  const orphans = Object.values(state.transactions).filter((transaction) => !transaction.startKnown);
  if (hasOwnId(message)) {
    const named = orphans.filter((orphan) => orphan.transactionId === message.transactionId);
    return named.find(
      (orphan) => orphan.evse === undefined || message.place === undefined || orphan.evse === message.place.evse,
    );
  }
  const fits = orphans.filter(
    (orphan) =>
      orphan.endedAt !== undefined &&
      orphan.endSentAt !== undefined &&
      orphan.seqNos.length === 0 &&
      orphan.endedAt >= at &&
      (orphan.evse === undefined || orphan.evse === message.place?.evse) &&
      registerFits(message.meter, orphan.meterEnd) &&
      cardFits(orphan.token, message.token) &&
      (isUnset(orphan.transactionId) || (orphan.token !== undefined && message.token !== undefined)),
  );
  return fits.length === 1 ? fits[0] : undefined;
}

const registerFits = (from: number | undefined, to: number | undefined): boolean =>
  from === undefined || to === undefined || to >= from;

const cardFits = (a: PresentedToken | undefined, b: PresentedToken | undefined): boolean =>
  a === undefined || b === undefined || normalCard(a.number) === normalCard(b.number);

/** Whether a sequence number was seen (T-08). */
export const hasSeen = (transaction: TransactionState, seqNo: number): boolean =>
  transaction.seqNos.some(([from, to]) => from <= seqNo && seqNo <= to);

const mostRanges = 100;

/** Adds a sequence number to the seen ones: closed ranges, ascending, neighbours joined. */
export function noteSeqNo(transaction: TransactionState, seqNo: number): void {
  transaction.lastSeqNo = Math.max(transaction.lastSeqNo ?? seqNo, seqNo);
  if (hasSeen(transaction, seqNo)) return;
  const ranges = transaction.seqNos;
  let at = ranges.findIndex(([from]) => from > seqNo);
  if (at === -1) at = ranges.length;
  const before = ranges[at - 1];
  const after = ranges[at];
  const joinsBefore = before !== undefined && before[1] === seqNo - 1;
  const joinsAfter = after !== undefined && after[0] === seqNo + 1;
  if (joinsBefore && joinsAfter) {
    before[1] = after[1];
    ranges.splice(at, 1);
  } else if (joinsBefore) before[1] = seqNo;
  else if (joinsAfter) after[0] = seqNo;
  else if (ranges.length < mostRanges) ranges.splice(at, 0, [seqNo, seqNo]);
}

export interface Completeness {
  readonly complete: boolean;
  readonly startMissing: boolean;
  readonly endMissing: boolean;
  /** Sequence numbers that never came, closed ranges. */
  readonly gaps: readonly (readonly [number, number])[];
}

/**
 * Whether everything about a transaction arrived (OCPP 2.0.1 part 2 E, section 1.3.2): its start, its end, and every
 * number between them. Missing updates are not an error: a station short of memory may drop them (E04.FR.07).
 */
export function completenessOf(transaction: TransactionState): Completeness {
  const ranges = transaction.seqNos;
  const gaps: [number, number][] = [];
  for (let i = 1; i < ranges.length; i++) gaps.push([ranges[i - 1]![1] + 1, ranges[i]![0] - 1]);
  const startMissing = !transaction.startKnown;
  const endMissing = transaction.endedBy !== 'station';
  return { complete: !startMissing && !endMissing && gaps.length === 0, startMissing, endMissing, gaps };
}
