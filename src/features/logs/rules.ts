import { present } from '../../lib/present.ts';
import type { Exchange } from '../../storage/exchanges.ts';
import type { LogEntry } from './contract.ts';
import type { FrameInWords } from './words.ts';

/** The actions with which a station asks whether a card may charge. */
const cardActions: ReadonlySet<string> = new Set(['Authorize', 'StartTransaction', 'TransactionEvent']);

/**
 * LGS-1: what was decided about a card. `roaming` says whether a partner was asked; a card that we know nothing of and
 * that no partner vouched for is not a roaming customer's.
 */
export function authorisationOf(
  exchange: Pick<Exchange, 'action' | 'outcome' | 'direction'>,
): LogEntry['authorisation'] {
  const { action, outcome, direction } = exchange;
  if (direction !== 'in' || action === undefined || !cardActions.has(action) || outcome === undefined) return undefined;
  if (outcome === 'accepted' && action === 'Authorize') return { accepted: true, roaming: false };
  if (!/^(card|station)\./.test(outcome)) return undefined;
  return { accepted: false, reason: outcome, roaming: false };
}

/** The text is in the sentence, the answer, the code or the message itself. Both texts are masked. */
export function tells(entry: LogEntry, shown: Exchange, needle: string): boolean {
  const sought = needle.toLowerCase();
  return [entry.sentence, entry.answer, entry.action, entry.messageId, entry.outcome, shown.call, shown.answer].some(
    (text) => text?.toLowerCase().includes(sought) === true,
  );
}

/** One line of the log. Where nothing better is known, the message's own code is the sentence. */
export const entryOf = (exchange: Exchange, words: FrameInWords | undefined): LogEntry =>
  present({
    id: exchange.id,
    receivedAt: new Date(exchange.receivedAt).toISOString(),
    direction: exchange.direction,
    action: exchange.action,
    messageId: exchange.messageId,
    sentence: words?.said ?? exchange.action ?? '',
    answer: words?.answered,
    answered: exchange.answer !== undefined,
    missing: [...(words?.missing ?? [])],
    weight: exchange.weight ?? 0,
    outcome: exchange.outcome,
    errorCode: exchange.errorCode,
    malformed: exchange.malformed,
    authorisation: authorisationOf(exchange),
    evse: exchange.evse,
    connector: exchange.connector,
    transactionNumber: exchange.transactionNumber,
  });
