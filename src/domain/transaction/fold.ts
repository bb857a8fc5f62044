import { ensureConnector } from '../connector.ts';
import type { Fact, FactBody } from '../facts.ts';
import type { Place, Sample } from '../message.ts';
import { flag, foldSamples, meterKey, reckonEnergy } from '../meter.ts';
import { placeKey, type StationState, type TransactionState } from '../state.ts';
import { sameCard } from '../token.ts';
import { isOpen, noteSeqNo } from '../transaction.ts';

type Body<T extends FactBody['type']> = Extract<FactBody, { type: T }>;

/** What a fold of a transaction fact changed. `standing`: the station may stand differently now. */
export interface Folded {
  readonly number?: number;
  readonly connectors: readonly string[];
  readonly standing: boolean;
}

const nothing: Folded = { connectors: [], standing: false };

/** A start: a new transaction, or the missing beginning of one that is known only by its later events (T-04). */
export function foldStarted(state: StationState, fact: Fact, body: Body<'transaction.started'>): Folded {
  const known = state.transactions[body.number];
  const transaction = known ?? fresh(body.number, body.transactionId, fact);
  state.transactions[body.number] = transaction;
  state.lastTransactionNumber = Math.max(state.lastTransactionNumber, body.number);
  transaction.transactionId = body.transactionId;
  transaction.startKnown = true;
  transaction.startedAt = fact.at;
  transaction.startReceivedAt = fact.receivedAt;
  // An end that came first and could only be dated by its arrival.
  if (transaction.endedAt !== undefined) transaction.endedAt = Math.max(transaction.endedAt, fact.at);
  if (body.sentAt !== undefined) transaction.startSentAt = body.sentAt;
  if (body.token !== undefined) transaction.token = body.token;
  if (body.authorisation !== undefined) transaction.authorisation = body.authorisation;
  if (body.offline !== undefined) transaction.offline = body.offline;
  if (body.remoteStartId !== undefined) transaction.remoteStartId = body.remoteStartId;
  noteChargingState(transaction, body.chargingState, fact.at);
  if (body.meter !== undefined) transaction.meterStart = body.meter;
  if (body.seqNo !== undefined) noteSeqNo(transaction, body.seqNo);
  if (body.suspect !== undefined) flag(transaction, ...body.suspect);
  noteEvent(transaction, fact.at);
  foldSamples(transaction, body.samples ?? [], 'started', fact.at);
  reckonEnergy(transaction);
  const connectors = body.place === undefined ? [] : settleAt(state, transaction, body.place, fact);
  const named = body.clockAt === undefined ? [] : noteStart(state, transaction, body.clockAt);
  return { number: body.number, connectors: [...connectors, ...named], standing: true };
}

export function foldUpdated(state: StationState, fact: Fact, body: Body<'transaction.updated'>): Folded {
  const transaction = state.transactions[body.number];
  if (transaction === undefined) return nothing;
  const before = transaction.chargingState;
  let connectors: readonly string[] = [];
  if (body.place !== undefined && transaction.evse === undefined)
    connectors = settleAt(state, transaction, body.place, fact);
  if (body.token !== undefined && transaction.token === undefined) {
    transaction.token = body.token;
    if (body.authorisation !== undefined) transaction.authorisation = body.authorisation;
  } else if (body.token !== undefined && !sameCard(body.token, transaction.token)) noteLastCard(transaction, body);
  if (body.remoteStartId !== undefined) transaction.remoteStartId = body.remoteStartId;
  noteChargingState(transaction, body.chargingState, fact.at);
  if (body.seqNo !== undefined) noteSeqNo(transaction, body.seqNo);
  if (body.suspect !== undefined) flag(transaction, ...body.suspect);
  noteEvent(transaction, fact.at);
  foldSamples(transaction, body.samples, 'updated', fact.at);
  if (body.samples.length > 0) {
    // Events with a number of their own are known by it.
    if (body.seqNo === undefined) noteMeterKey(transaction, body.samples);
    reckonEnergy(transaction);
  }
  return {
    number: body.number,
    connectors,
    standing: connectors.length > 0 || before !== transaction.chargingState,
  };
}

export function foldEnded(state: StationState, fact: Fact, body: Body<'transaction.ended'>): Folded {
  const transaction = state.transactions[body.number];
  if (transaction === undefined) return nothing;
  // The station's own end replaces one that was only concluded (T-09); never the other way round.
  if (transaction.endedBy === 'station' && body.by === 'superseded') return nothing;
  transaction.endedAt = Math.max(fact.at, transaction.startKnown ? transaction.startedAt : fact.at);
  transaction.endedBy = body.by;
  transaction.endReceivedAt = fact.receivedAt;
  if (body.sentAt !== undefined) transaction.endSentAt = body.sentAt;
  if (body.reason !== undefined) transaction.reason = body.reason;
  if (body.suspect !== undefined) flag(transaction, ...body.suspect);
  if (body.token !== undefined) {
    noteLastCard(transaction, body);
    if (transaction.token === undefined && !transaction.startKnown) transaction.token = body.token;
  }
  if (body.seqNo !== undefined) {
    noteSeqNo(transaction, body.seqNo);
    transaction.endSeqNo = body.seqNo;
  }
  noteEvent(transaction, fact.at);
  foldSamples(transaction, body.samples, body.by === 'station' ? 'ended' : 'updated', fact.at);
  if (body.meter !== undefined) transaction.meterEnd = body.meter;
  delete transaction.powerW;
  delete transaction.chargingState;
  delete transaction.stopAskedAt;
  reckonEnergy(transaction);
  return { number: body.number, connectors: [], standing: true };
}

/** Something about a transaction whose start never came: with a number, an incomplete one is made for it (T-04). */
export function foldOrphaned(state: StationState, fact: Fact, body: Body<'transaction.orphaned'>): Folded {
  if (body.number === undefined || state.transactions[body.number] !== undefined) return nothing;
  const transaction = fresh(body.number, body.transactionId, fact);
  state.transactions[body.number] = transaction;
  state.lastTransactionNumber = Math.max(state.lastTransactionNumber, body.number);
  // Its start, when it comes, is older than this, and then the database is asked for it (needs.ts).
  const connectors =
    body.place !== undefined ? settleAt(state, transaction, body.place, fact) : noteStart(state, transaction, fact.at);
  return { number: body.number, connectors, standing: true };
}

function fresh(number: number, transactionId: string, fact: Fact): TransactionState {
  return { number, transactionId, startedAt: fact.at, startKnown: false, seqNos: [], suspect: [] };
}

/** Puts a transaction at its charge point, which becomes known by it (CP-4). */
function settleAt(state: StationState, transaction: TransactionState, place: Place, fact: Fact): string[] {
  transaction.evse = place.evse;
  transaction.connector = place.connector;
  const connector = ensureConnector(state, place);
  if (connector === undefined) return [];
  const current = connector.transaction === undefined ? undefined : state.transactions[connector.transaction];
  const newer = connector.lastStartAt === undefined || transaction.startedAt >= connector.lastStartAt;
  if (newer || (isOpen(transaction) && current !== undefined && !isOpen(current)))
    connector.transaction = transaction.number;
  connector.lastStartAt = Math.max(
    connector.lastStartAt ?? -Infinity,
    transaction.startKnown ? transaction.startedAt : fact.at,
  );
  return [placeKey(place)];
}

/** Starts up to this time may be ones we have. Noted at the charge point, or at the station while none is known. */
function noteStart(state: StationState, transaction: TransactionState, at: number): string[] {
  const { evse, connector: of } = transaction;
  const place = evse === undefined || of === undefined ? { evse: 0, connector: 0 } : { evse, connector: of };
  const connector = ensureConnector(state, place);
  if (connector === undefined || (connector.lastStartAt !== undefined && connector.lastStartAt >= at)) return [];
  connector.lastStartAt = at;
  return [placeKey(place)];
}

/** Who ended it or its authorisation, often another card of the group (OCPP 2.0.1 E07.FR.02). */
function noteLastCard(
  transaction: TransactionState,
  { token, authorisation }: Pick<Body<'transaction.ended'>, 'token' | 'authorisation'>,
): void {
  if (token === undefined) return;
  transaction.endToken = token;
  if (authorisation === undefined) delete transaction.endAuthorisation;
  else transaction.endAuthorisation = authorisation;
}

/** Of two that cross on their way the newer one counts; what is over does nothing any more. */
function noteChargingState(transaction: TransactionState, said: TransactionState['chargingState'], at: number): void {
  if (said === undefined || !isOpen(transaction)) return;
  if (at >= (transaction.lastEventAt ?? at)) transaction.chargingState = said;
}

function noteEvent(transaction: TransactionState, at: number): void {
  transaction.lastEventAt = Math.max(transaction.lastEventAt ?? at, at);
}

const keptKeys = 4;

function noteMeterKey(transaction: TransactionState, samples: readonly Sample[]): void {
  const key = meterKey(samples);
  const keys = transaction.meterKeys ?? [];
  if (!keys.includes(key)) transaction.meterKeys = [...keys.slice(-(keptKeys - 1)), key];
}
