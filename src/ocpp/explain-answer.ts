import type { CommandAnswer } from '../domain/commands.ts';
import { duration, none, word } from './explain-values.ts';
import { type Language, say, wordsOf } from './sentences.ts';
import type { Payload, Sentence } from './table.ts';

const isObject = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listIn = (answer: Payload, ...fields: readonly string[]): readonly unknown[] | undefined =>
  fields.map((field) => answer[field]).find((value) => Array.isArray(value));

const acceptedIn = (results: readonly unknown[]): number =>
  results.filter(
    (result) => isObject(result) && /^(Accepted|RebootRequired)$/.test(String(result.attributeStatus ?? result.status)),
  ).length;

/** An answer in words. Answers have few shapes, and the same ones in every version; the shape tells which it is. */
export function explainAnswer(answer: Payload): Sentence {
  if (!isObject(answer)) return say('answer.noted');
  const { status, interval, currentTime, transactionId, statusInfo } = answer;
  const card = [answer.idTagInfo, answer.idTokenInfo].find(isObject);
  if (card !== undefined) {
    const values = { status: word(card.status), transaction: word(transactionId) };
    const contract = answer.certificateStatus;
    if (typeof contract === 'string') return say('answer.contract', { ...values, contract: word(contract) });
    return say(transactionId === undefined ? 'answer.card' : 'answer.started', values);
  }
  if (typeof interval === 'number' && typeof status === 'string')
    return say('answer.boot', { status: word(status), ...duration(interval) });
  if (typeof currentTime === 'string') return say('answer.time');
  const results = listIn(
    answer,
    'setVariableResult',
    'getVariableResult',
    'setMonitoringResult',
    'clearMonitoringResult',
    'clearTariffsResult',
  );
  if (results !== undefined) return say('answer.results', { count: results.length, accepted: acceptedIn(results) });
  const statuses = listIn(answer, 'certificateStatus');
  if (statuses !== undefined) {
    const good = statuses.filter((one) => isObject(one) && one.status === 'Good').length;
    return say('answer.chain', { count: statuses.length, good });
  }
  const keys = listIn(answer, 'configurationKey');
  const unknown = listIn(answer, 'unknownKey');
  if (keys !== undefined || unknown !== undefined)
    return say('answer.settings', { count: keys?.length ?? 0, unknown: unknown?.length ?? 0 });
  const version = answer.listVersion ?? answer.versionNumber;
  if (typeof version === 'number') return say('answer.list', { version });
  if (typeof answer.messagesInQueue === 'boolean')
    return say('answer.waiting', { waiting: answer.messagesInQueue ? 'yes' : 'no' });
  const file = answer.fileName ?? answer.filename;
  if (typeof file === 'string') return say('answer.file', { status: word(status ?? 'Accepted'), file: word(file) });
  if (typeof status === 'string') {
    const info = isObject(statusInfo) ? (statusInfo.additionalInfo ?? statusInfo.reasonCode) : undefined;
    return say('answer.status', { status: word(status), detail: word(info ?? none) });
  }
  return say('answer.noted');
}

/** A CALLERROR in words, by its code in any version's spelling (W-10). */
export const explainError = (code: string): Sentence => say('answer.error', { code: word(code) });

/** The answer to a command of ours in words: what its status means, or the error it was answered with. */
export const answerInWords = (
  { outcome, status, detail }: Pick<CommandAnswer, 'outcome' | 'status' | 'detail'>,
  language: Language,
): string =>
  outcome === 'failed' || outcome === 'unsupported'
    ? wordsOf(explainError(status), language)
    : wordsOf(say('answer.status', { status: word(status), detail: word(detail ?? none) }), language);
