import { present } from '../../lib/present.ts';
import type { Instant } from '../../lib/time.ts';
import type { Exchange } from '../../storage/exchanges.ts';
import type { FrameInWords, MaskFrame } from '../logs/words.ts';
import type { ExchangeRow } from './contract.ts';

/** An exchange whose texts can be shown. */
export interface MaskedExchange extends Exchange {
  /** Something is hidden in it. */
  readonly masked: boolean;
}

export function maskExchange(exchange: Exchange, mask: MaskFrame): MaskedExchange {
  const call = mask(exchange.call, exchange.action);
  const answer = exchange.answer === undefined ? undefined : mask(exchange.answer, exchange.action);
  const masked = call !== exchange.call || answer !== exchange.answer;
  return { ...exchange, call, ...(answer !== undefined && { answer }), masked };
}

/**
 * The needle in what is shown of an exchange, in any case. Asked again after masking: otherwise a search for a guessed
 * password would tell whether it is right.
 */
export function shows(exchange: Exchange, needle: string): boolean {
  const sought = needle.toLowerCase();
  return [exchange.call, exchange.answer, exchange.action, exchange.messageId].some(
    (text) => text?.toLowerCase().includes(sought) === true,
  );
}

/** COM-2: from the call's arrival (or departure) to the answer's departure (or arrival), ms; never negative. */
export const latencyOf = (exchange: { receivedAt: Instant; answeredAt?: Instant }): number | undefined =>
  exchange.answeredAt === undefined ? undefined : Math.max(0, exchange.answeredAt - exchange.receivedAt);

/** Bytes on the wire. A binary frame is kept as base64. */
const sizeOf = (text: string, malformed?: string): number =>
  Buffer.byteLength(text, malformed === 'binary' ? 'base64' : 'utf8');

/** One row of the log. Sizes are those of the exchange as it was, words come from what is masked. */
export const rowOf = (exchange: Exchange, words: FrameInWords | undefined): ExchangeRow =>
  present({
    id: exchange.id,
    receivedAt: new Date(exchange.receivedAt).toISOString(),
    direction: exchange.direction,
    kind: exchange.kind,
    action: exchange.action,
    messageId: exchange.messageId,
    summary: words?.said,
    answer: words?.answered,
    answered: exchange.answer !== undefined,
    latencyMs: latencyOf(exchange),
    bytes: sizeOf(exchange.call, exchange.malformed),
    answerBytes: exchange.answer === undefined ? undefined : sizeOf(exchange.answer),
    malformed: exchange.malformed,
    violations: exchange.violations?.length ?? 0,
    errorCode: exchange.errorCode,
    weight: exchange.weight ?? 0,
    outcome: exchange.outcome,
    evse: exchange.evse,
    connector: exchange.connector,
    transactionNumber: exchange.transactionNumber,
  });
