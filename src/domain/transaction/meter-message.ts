import { second } from '../../lib/time.ts';
import { happenedAt } from '../clock.ts';
import { possible } from '../connector.ts';
import type { DecideContext, Ruling } from '../decision.ts';
import type { FactBody } from '../facts.ts';
import type { MeterMessage } from '../message.ts';
import { meterKey, newestTime } from '../meter.ts';
import { placeKey, type StationState, type TransactionState } from '../state.ts';
import { findById, isOpen, isUnset, openAt } from '../transaction.ts';

/**
 * Meter values on their own. They belong to the transaction they name, or to the running one of their charge point; what
 * belongs to none is a reading of the meter. Always answered (OCPP 1.6 section 4.7, 2.0.1 J01.FR.18).
 */
export function decideMeter(state: StationState, message: MeterMessage, context: DecideContext): Ruling {
  const newest = newestTime(message.samples);
  const time = happenedAt(newest === undefined ? message.samples[0]?.time : { at: newest }, context.receivedAt);
  const place = possible(state, message.place);
  const transaction = belongsTo(state, message, time.at);
  const key = meterKey(message.samples);
  const where = {
    ...(place === undefined ? {} : { place }),
    ...(transaction === undefined ? {} : { transactionNumber: transaction.number }),
  };
  const answer = { kind: 'plain' } as const;
  if (isRepeated(state, message, transaction, key)) {
    const body: FactBody = {
      type: 'message.repeated',
      of: 'meter',
      ...(transaction === undefined ? {} : { number: transaction.number }),
    };
    return { facts: [{ at: time.at, body }], answer, outcome: 'message.repeated', weight: 1, ...where };
  }
  const suspect = new Set<string>();
  if (time.suspect !== undefined) suspect.add(time.suspect);
  if (place === undefined) suspect.add('connector.impossible');
  if (
    transaction !== undefined &&
    place !== undefined &&
    transaction.evse !== place.evse &&
    transaction.evse !== undefined
  )
    suspect.add('place.other');
  const flags = suspect.size === 0 ? {} : { suspect: [...suspect] };
  const { samples } = message;
  let body: FactBody;
  if (transaction !== undefined) body = { type: 'transaction.updated', number: transaction.number, samples, ...flags };
  else if (message.transactionId !== undefined && !isUnset(message.transactionId))
    body = {
      type: 'transaction.orphaned',
      transactionId: message.transactionId,
      phase: 'updated',
      ...(place === undefined ? {} : { place }),
      samples,
      ...flags,
    };
  else body = { type: 'meter.read', place: message.place, samples, ...flags };
  return {
    facts: [{ at: time.at, body }],
    answer,
    outcome: body.type === 'transaction.orphaned' ? 'transaction.unknown' : 'accepted',
    weight: suspect.size > 0 || body.type === 'transaction.orphaned' ? 1 : 0,
    ...where,
    ...(newest === undefined ? {} : { clock: { time: { at: newest }, current: false } }),
  };
}

/**
 * Named, or else the running one at the charge point if it was running when the values were taken (OCPP 1.6 section 4.7,
 * errata 3.16). Values of the main meter, connector 0, belong to no transaction.
 */
function belongsTo(state: StationState, message: MeterMessage, at: number): TransactionState | undefined {
  if (!isUnset(message.transactionId)) return findById(state, message.transactionId, message.place);
  if (message.place.evse <= 0) return undefined;
  const running = openAt(state, message.place.evse);
  return running !== undefined && isOpen(running) && running.startedAt <= at + second ? running : undefined;
}

function isRepeated(
  state: StationState,
  message: MeterMessage,
  transaction: TransactionState | undefined,
  key: string,
): boolean {
  if (message.samples.length === 0) return false;
  if (transaction?.meterKeys?.includes(key)) return true;
  // Told before the start was: what its transaction is is known by now, but it is the same reading.
  if (transaction !== undefined && !isUnset(message.transactionId)) return false;
  return state.connectors[placeKey(message.place)]?.lastMeterKey === key;
}
