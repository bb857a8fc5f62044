import { type Instant, minute } from '../../lib/time.ts';
import { happenedAt } from '../clock.ts';
import { possible } from '../connector.ts';
import type { DecideContext, DecidedFact, Ruling } from '../decision.ts';
import type { Authorisation, Place, TransactionMessage } from '../message.ts';
import { isKeptForAnother } from '../reservation.ts';
import type { StationState, TransactionState } from '../state.ts';
import { authorise, cardOutcome, isCard, sameCard } from '../token.ts';
import { findStart, fittingOrphan, hasOwnId, isOpen, mostOpen, openTransactions } from '../transaction.ts';

/** A start so long ago is told later, not now: whether the card charges elsewhere at this moment says nothing about it. */
const longAgo = 10 * minute;

/**
 * A transaction begins. Always answered and always stored, whatever its content (OCPP 1.6 section 4.8, 2.0.1 J02.FR.19;
 * W-07); a start that came before gets the answer it got then (T-01).
 */
export function decideStart(state: StationState, message: TransactionMessage, context: DecideContext): Ruling {
  const known = findStart(state, message);
  if (known !== undefined) return repetition(known, message, 'transaction.started', known.authorisation);
  const time = happenedAt(message.time, context.receivedAt);
  const place = possible(state, message.place);
  const suspect = new Set(message.suspect);
  if (time.suspect !== undefined) suspect.add(time.suspect);
  if (message.place !== undefined && place === undefined) suspect.add('connector.impossible');

  const orphan = time.suspect === undefined ? fittingOrphan(state, message, time.at) : undefined;
  const reused = orphan === undefined && hasOwnId(message) ? sameIdBefore(state, message) : undefined;
  if (reused !== undefined) suspect.add('transactionId.reused');
  const number = orphan?.number ?? state.lastTransactionNumber + 1;
  const facts: DecidedFact[] = [];
  if (reused !== undefined && isOpen(reused) && (place === undefined || reused.evse === undefined))
    facts.push(superseded(reused, time.at));
  const rivals = rivalsAt(state, place, number, time.at, orphan?.endedAt === undefined);
  facts.push(...rivals.before);
  facts.push(...crowdedOut(state, facts));

  const authorisation = message.token && authoriseStart(state, message, context, place, number);
  facts.push({
    at: time.at,
    body: {
      type: 'transaction.started',
      number,
      transactionId: message.transactionId ?? String(number),
      ...(place === undefined ? {} : { place }),
      ...(message.token === undefined ? {} : { token: message.token }),
      ...(authorisation === undefined ? {} : { authorisation }),
      ...(message.meter === undefined ? {} : { meter: message.meter }),
      ...(message.seqNo === undefined ? {} : { seqNo: message.seqNo }),
      ...(message.time.raw === undefined ? {} : { sentAt: message.time.raw }),
      ...(time.clockAt === undefined ? {} : { clockAt: time.clockAt }),
      ...(message.offline === undefined ? {} : { offline: message.offline }),
      ...(message.remoteStartId === undefined ? {} : { remoteStartId: message.remoteStartId }),
      ...(message.reservationId === undefined ? {} : { reservationId: message.reservationId }),
      ...(message.chargingState === undefined ? {} : { chargingState: message.chargingState }),
      ...(message.trigger === undefined ? {} : { trigger: message.trigger }),
      ...(message.samples.length === 0 ? {} : { samples: message.samples }),
      ...(suspect.size === 0 ? {} : { suspect: [...suspect] }),
    },
  });
  facts.push(...rivals.after);
  const refused = authorisation !== undefined && authorisation.status !== 'accepted';
  return {
    facts,
    answer: answerTo(number, authorisation),
    outcome: refused ? cardOutcome(authorisation) : orphan !== undefined ? 'transaction.joined' : 'accepted',
    weight: refused ? 2 : suspect.size > 0 || facts.length > 1 || orphan !== undefined ? 1 : 0,
    ...(place === undefined ? {} : { place }),
    transactionNumber: number,
    clock: { time: message.time, current: false },
  };
}

/** Nothing happens, it is only noted, and the answer is the one of the first time. */
export function repetition(
  transaction: TransactionState,
  message: TransactionMessage,
  of: string,
  authorisation: Authorisation | undefined,
): Ruling {
  return {
    facts: [
      {
        at: message.time.at ?? transaction.startedAt,
        body: { type: 'message.repeated', of, number: transaction.number },
      },
    ],
    answer: answerTo(transaction.number, message.token && authorisation),
    outcome: 'message.repeated',
    weight: 1,
    ...(message.place === undefined ? {} : { place: message.place }),
    transactionNumber: transaction.number,
  };
}

export const answerTo = (transactionNumber: number, authorisation: Authorisation | undefined) =>
  ({ kind: 'transaction', transactionNumber, ...(authorisation === undefined ? {} : { authorisation }) }) as const;

/**
 * T-09: at one charge point there is one running transaction. Those that began before are over, `before`; and one that is
 * told after a newer one is over itself as soon as it is told, `after`.
 */
export function rivalsAt(
  state: StationState,
  place: Place | undefined,
  number: number,
  at: Instant,
  open: boolean,
): { readonly before: readonly DecidedFact[]; readonly after: readonly DecidedFact[] } {
  if (place === undefined) return { before: [], after: [] };
  const others = openTransactions(state).filter((other) => other.evse === place.evse && other.number !== number);
  const newer = others.find((other) => other.startedAt > at);
  return {
    before: others.filter((other) => other.startedAt <= at).map((other) => superseded(other, at)),
    after:
      newer === undefined || !open
        ? []
        : [{ at: newer.startedAt, body: { type: 'transaction.ended', number, samples: [], by: 'superseded' } }],
  };
}

/** Closed with the last known meter, at the moment the next one began. */
const superseded = (transaction: TransactionState, at: Instant): DecidedFact => ({
  at: Math.max(at, transaction.startedAt),
  body: { type: 'transaction.ended', number: transaction.number, samples: [], by: 'superseded' },
});

/** OCPP 2.0.1 E01.FR.08 forbids an id to come twice; it happens after a reboot (T-06). */
function sameIdBefore(state: StationState, message: TransactionMessage): TransactionState | undefined {
  return Object.values(state.transactions)
    .filter((transaction) => transaction.transactionId === message.transactionId)
    .sort((a, b) => b.number - a.number)[0];
}

function crowdedOut(state: StationState, closing: readonly DecidedFact[]): DecidedFact[] {
  const open = openTransactions(state);
  if (open.length - closing.length < mostOpen) return [];
  const oldest = open.sort((a, b) => a.startedAt - b.startedAt)[0];
  return oldest === undefined ? [] : [superseded(oldest, oldest.meterAt ?? oldest.startedAt)];
}

/** Judges the card of a start, or of the update in which a running transaction is authorised first. */
export function authoriseStart(
  state: StationState,
  message: TransactionMessage,
  context: DecideContext,
  place: Place | undefined,
  number: number,
): Authorisation | undefined {
  const token = message.token;
  if (token === undefined) return undefined;
  const clock = context.receivedAt + (state.driftSeconds ?? 0) * 1000;
  const past = message.offline === true || (message.time.at !== undefined && message.time.at < clock - longAgo);
  const authorisation = authorise({
    token,
    card: context.lookups.card,
    now: context.receivedAt,
    openElsewhere:
      past || !isCard(token) ? 0 : (context.lookups.concurrent ?? 0) + openHere(state, message, place, number),
    ordered: wasOrdered(state, message),
  });
  if (past || authorisation.status !== 'accepted') return authorisation;
  const { reservationId } = message;
  const kept = isKeptForAnother(state, { place, token, authorisation, reservationId, now: context.receivedAt });
  return kept ? { ...authorisation, status: 'invalid', reason: 'station.reserved' } : authorisation;
}

function openHere(
  state: StationState,
  { token }: TransactionMessage,
  place: Place | undefined,
  number: number,
): number {
  return Object.values(state.transactions).filter(
    (other) =>
      isOpen(other) &&
      other.number !== number &&
      // The one at the same place ends with this start: a card is never in its own way.
      (place === undefined || other.evse !== place.evse) &&
      other.authorisation?.status === 'accepted' &&
      sameCard(other.token, token),
  ).length;
}

/** A token that we sent in a remote start is good, also one that is no card: a person asked for it. */
export function wasOrdered(state: StationState, message: { readonly token?: TransactionMessage['token'] }): boolean {
  return Object.values(state.commands).some(
    ({ command, state: at }) =>
      command.kind === 'start' && (at === 'sent' || at === 'answered') && sameCard(command.token, message.token),
  );
}
