import type { Instant } from '../../lib/time.ts';
import { happenedAt } from '../clock.ts';
import { possible } from '../connector.ts';
import type { DecideContext, DecidedFact, Ruling } from '../decision.ts';
import type { Authorisation, Place, TransactionMessage } from '../message.ts';
import type { StationState, TransactionState } from '../state.ts';
import { authorise, cardOutcome, sameCard } from '../token.ts';
import { findEnd, findNamed, fittingOpen, hasOwnId, hasSeen, isOpen, isUnset } from '../transaction.ts';
import { answerTo, authoriseStart, repetition, rivalsAt, wasOrdered } from './start.ts';

/**
 * A running transaction goes on or ends. Always answered (OCPP 1.6 section 4.10, 2.0.1 J02.FR.19); one that is not known
 * is kept as an incomplete one, which its start completes when it comes (T-04).
 */
export function decideStep(state: StationState, message: TransactionMessage, context: DecideContext): Ruling {
  const repeated = repeatedStep(state, message);
  if (repeated !== undefined) {
    const told = authoriseStep(state, repeated, message, context, message.place, repeated.number);
    return repetition(repeated, message, `transaction.${message.phase}`, told);
  }
  const time = happenedAt(message.time, context.receivedAt);
  const place = possible(state, message.place);
  const suspect = new Set(message.suspect);
  if (time.suspect !== undefined) suspect.add(time.suspect);
  if (message.place !== undefined && place === undefined) suspect.add('connector.impossible');

  const named = findNamed(state, message);
  const guessed =
    named === undefined && !hasOwnId(message) && isUnset(message.transactionId)
      ? fittingOpen(state, message, time.at)
      : undefined;
  if (guessed !== undefined) suspect.add('transactionId.unset');
  const transaction = named ?? guessed;
  const number = transaction?.number ?? state.lastTransactionNumber + 1;
  const authorisation = authoriseStep(state, transaction, message, context, place, number);
  const facts: DecidedFact[] = [];
  // OCPP 2.0.1 E01.FR.16: where it charges may come later than the start. Once known it does not change.
  const settles = place !== undefined && transaction?.evse === undefined;
  if (place !== undefined && !settles && transaction?.evse !== place.evse) suspect.add('place.other');
  const rivals = rivalsAt(
    state,
    // An end says nothing about who was there before or after it.
    settles && message.phase === 'updated' ? place : undefined,
    number,
    transaction?.startKnown ? transaction.startedAt : time.at,
    transaction === undefined || isOpen(transaction),
  );
  facts.push(...rivals.before);
  if (transaction === undefined) facts.push(orphan(message, number, time.at, place));
  else if (settles && message.phase === 'ended')
    facts.push({ at: time.at, body: { type: 'transaction.updated', number, place, samples: [] } });

  const second = message.phase === 'ended' && transaction?.endedBy === 'station';
  if (second) suspect.add('end.second');
  else if (message.seqNo !== undefined && transaction !== undefined && hasSeen(transaction, message.seqNo))
    suspect.add('seqNo.repeated');
  facts.push(
    second
      ? secondEnd(message, number, time.at, suspect)
      : step(message, number, time.at, place, authorisation, suspect),
  );

  facts.push(...rivals.after);

  const refused = authorisation !== undefined && authorisation.status !== 'accepted';
  return {
    facts,
    answer: answerTo(number, authorisation),
    outcome: refused ? cardOutcome(authorisation) : transaction === undefined ? 'transaction.unknown' : 'accepted',
    weight: refused ? 2 : suspect.size > 0 || transaction === undefined ? 1 : 0,
    ...(place === undefined ? {} : { place }),
    transactionNumber: number,
    clock: { time: message.time, current: false },
  };
}

/** T-03: a 2.x event by its number, unless it is later than all that came: then the station counts wrongly (T-08). */
export function repeatedStep(state: StationState, message: TransactionMessage): TransactionState | undefined {
  if (message.phase === 'ended') return findEnd(state, message);
  const named = findNamed(state, message);
  if (named === undefined || message.seqNo === undefined || !hasSeen(named, message.seqNo)) return undefined;
  const newest = Math.max(named.lastEventAt ?? 0, named.meterAt ?? 0, named.endedAt ?? 0, named.startedAt);
  return message.time.at === undefined || message.time.at <= newest ? named : undefined;
}

/** What this card was told before in this transaction. */
export function authorisationKnown(
  transaction: TransactionState | undefined,
  message: TransactionMessage,
): Authorisation | undefined {
  if (transaction === undefined || message.token === undefined) return undefined;
  const last = sameCard(transaction.endToken, message.token) ? transaction.endAuthorisation : undefined;
  if (message.phase === 'ended' && last !== undefined) return last;
  return sameCard(transaction.token, message.token) ? transaction.authorisation : last;
}

function authoriseStep(
  state: StationState,
  transaction: TransactionState | undefined,
  message: TransactionMessage,
  context: DecideContext,
  place: Place | undefined,
  number: number,
): Authorisation | undefined {
  if (message.token === undefined) return undefined;
  const known = authorisationKnown(transaction, message);
  if (known !== undefined) return known;
  // The first card of a transaction may begin to charge; another one only ends it, wherever it charges besides.
  if (message.phase === 'updated' && transaction?.token === undefined)
    return authoriseStart(state, message, context, place, number);
  return authorise({
    token: message.token,
    card: context.lookups.card,
    now: context.receivedAt,
    ordered: wasOrdered(state, message),
  });
}

const orphan = (message: TransactionMessage, number: number, at: Instant, place: Place | undefined): DecidedFact => ({
  at,
  body: {
    type: 'transaction.orphaned',
    number,
    transactionId: message.transactionId ?? '',
    phase: message.phase === 'ended' ? 'ended' : 'updated',
    ...(place === undefined ? {} : { place }),
    samples: [],
    ...(message.time.raw === undefined ? {} : { sentAt: message.time.raw }),
  },
});

function step(
  message: TransactionMessage,
  number: number,
  at: Instant,
  place: Place | undefined,
  authorisation: Authorisation | undefined,
  suspect: Set<string>,
): DecidedFact {
  const common = {
    number,
    ...(message.seqNo === undefined ? {} : { seqNo: message.seqNo }),
    ...(message.token === undefined ? {} : { token: message.token }),
    ...(authorisation === undefined ? {} : { authorisation }),
    samples: message.samples,
    ...(message.trigger === undefined ? {} : { trigger: message.trigger }),
    ...(suspect.size === 0 ? {} : { suspect: [...suspect] }),
  };
  if (message.phase === 'ended')
    return {
      at,
      body: {
        type: 'transaction.ended',
        ...common,
        ...(message.meter === undefined ? {} : { meter: message.meter }),
        ...(message.reason === undefined ? {} : { reason: message.reason }),
        ...(message.time.raw === undefined ? {} : { sentAt: message.time.raw }),
        by: 'station',
      },
    };
  return {
    at,
    body: {
      type: 'transaction.updated',
      ...common,
      ...(place === undefined ? {} : { place }),
      ...(message.chargingState === undefined ? {} : { chargingState: message.chargingState }),
      ...(message.remoteStartId === undefined ? {} : { remoteStartId: message.remoteStartId }),
      ...(message.reservationId === undefined ? {} : { reservationId: message.reservationId }),
    },
  };
}

/** It has ended already, and differently: kept as a note, the first end stays. */
const secondEnd = (message: TransactionMessage, number: number, at: Instant, suspect: Set<string>): DecidedFact => ({
  at,
  body: {
    type: 'transaction.orphaned',
    transactionId: message.transactionId ?? String(number),
    phase: 'ended',
    ...(message.meter === undefined ? {} : { meter: message.meter }),
    ...(message.reason === undefined ? {} : { reason: message.reason }),
    ...(message.token === undefined ? {} : { token: message.token }),
    samples: message.samples,
    ...(message.time.raw === undefined ? {} : { sentAt: message.time.raw }),
    suspect: [...suspect],
  },
});
