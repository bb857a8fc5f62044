import { isBidirectional } from './charging/transfer.ts';
import type { Place, PresentedToken, StationMessage, TransactionMessage } from './message.ts';
import { placeKey, type StationState } from './state.ts';
import { isHeard } from './station.ts';
import { isCard } from './token.ts';
import { authorisationKnown, repeatedStep } from './transaction/step.ts';
import { beganBy, findById, findNamed, findStart, hasOwnId, isUnset, openAt } from './transaction.ts';

/** What has to be looked up before a message can be decided. */
export interface Needs {
  /** The number of a card as presented; found by its normal form. */
  readonly card?: string;
  /** Transactions of this station with these ids, all of them, newest first. */
  readonly transactionIds?: string[];
  /** The transaction of this station that began so: a start that may come again. `sentAt` is the time as sent. */
  readonly startKey?: StartKey;
  /** The transaction of this station that ended so: a stop without a usable id that may come again. */
  readonly endKey?: { readonly sentAt: string; readonly meter?: number };
  /** What is answered to messages of manufacturers. */
  readonly routes?: boolean;
  /** How many transactions of this card run at other stations of the operator. */
  readonly concurrentFor?: string;
}

export interface StartKey {
  readonly place?: Place;
  readonly sentAt?: string;
  readonly meter?: number;
  readonly token?: PresentedToken;
  readonly transactionId?: string;
}

/** Undefined in the common case: then nothing is asked of the database. */
export function needs(
  state: StationState,
  message: StationMessage,
  lenientModels?: readonly string[],
): Needs | undefined {
  if (!isHeard(state, message, lenientModels)) return undefined;
  switch (message.kind) {
    case 'authorize':
      return isCard(message.token) ? { card: message.token.number } : undefined;
    case 'transaction':
      return message.phase === 'started' ? ofStart(state, message) : ofStep(state, message);
    case 'chargingNeeds': {
      // OCPP 2.1 Q01.FR.04: whether its car may give energy back says the card.
      const token = isBidirectional(message.needs.transfer) ? openAt(state, message.evse)?.token : undefined;
      return isCard(token) ? { card: token.number } : undefined;
    }
    case 'meter': {
      const id = message.transactionId;
      if (id === undefined || isUnset(id) || findById(state, id) !== undefined) return undefined;
      return { transactionIds: [id] };
    }
    case 'dataTransfer':
      return { routes: true };
    default:
      return undefined;
  }
}

function ofStart(state: StationState, message: TransactionMessage): Needs | undefined {
  if (findStart(state, message) !== undefined) return undefined;
  return some({
    ...(isCard(message.token) ? { card: message.token.number, concurrentFor: message.token.number } : {}),
    ...(mayBeKnown(state, message) ? known(message) : {}),
  });
}

/**
 * A start that is later than every one at its place cannot have come before, and can belong to no orphan. Starts and
 * orphans without a place are noted at the station itself.
 */
function mayBeKnown(state: StationState, { time, place }: TransactionMessage): boolean {
  if (time.at === undefined || place === undefined) return true;
  const newest = state.connectors[placeKey(place)]?.lastStartAt;
  const nowhere = state.connectors['0.0']?.lastStartAt ?? Number.NEGATIVE_INFINITY;
  return newest === undefined || time.at <= Math.max(newest, nowhere);
}

function known(message: TransactionMessage): Needs {
  if (hasOwnId(message)) return { transactionIds: message.transactionId === undefined ? [] : [message.transactionId] };
  return {
    startKey: {
      ...(message.place === undefined ? {} : { place: message.place }),
      ...(message.time.raw === undefined ? {} : { sentAt: message.time.raw }),
      ...(message.meter === undefined ? {} : { meter: message.meter }),
      ...(message.token === undefined ? {} : { token: message.token }),
    },
    // Stops that never got an id wait under these (T-04).
    transactionIds: ['-1', '0', ''],
  };
}

function ofStep(state: StationState, message: TransactionMessage): Needs | undefined {
  const repeated = repeatedStep(state, message);
  const transaction = repeated ?? findNamed(state, message);
  const card =
    isCard(message.token) && authorisationKnown(transaction, message) === undefined ? message.token.number : undefined;
  const first =
    card !== undefined && repeated === undefined && message.phase === 'updated' && transaction?.token === undefined;
  const lookup: Needs = {
    ...(card === undefined ? {} : { card }),
    ...(first ? { concurrentFor: card } : {}),
  };
  const id = message.transactionId;
  if (transaction !== undefined) {
    // T-06: the id may have been used before.
    const earlier = repeated === undefined && id !== undefined && message.time.at !== undefined;
    return earlier && !beganBy(transaction, message.time.at!) ? { ...lookup, transactionIds: [id] } : some(lookup);
  }
  const named = id !== undefined && (hasOwnId(message) || !isUnset(id)) ? { transactionIds: [id] } : {};
  if (message.phase !== 'ended' || message.time.raw === undefined || hasOwnId(message))
    return some({ ...lookup, ...named });
  // Asked whatever else would fit: a stop that came before must not end another transaction when it is sent again.
  const { meter } = message;
  return { ...lookup, ...named, endKey: { sentAt: message.time.raw, ...(meter === undefined ? {} : { meter }) } };
}

const some = (lookup: Needs): Needs | undefined => (Object.keys(lookup).length === 0 ? undefined : lookup);
