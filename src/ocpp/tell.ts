import type { Frame, Protocol } from '../domain/ports.ts';
import { explainError } from './explain-answer.ts';
import { type Language, wordsOf } from './sentences.ts';
import type { OcppVersion, Payload, Sentence } from './table.ts';

/** What of a frame is needed to say it in words. */
export type TellableFrame = Pick<Frame, 'direction' | 'kind' | 'action' | 'call' | 'answer' | 'malformed'>;

export interface FrameInWords {
  readonly said: string;
  readonly answered?: string;
  /** Fields that were needed and did not come, or were not understood. */
  readonly missing: readonly string[];
}

/**
 * Says a stored frame in words: undefined where nothing better is known than the frame itself. Takes the texts as they
 * are shown, so mask them first. Never throws on their content.
 */
export function createTell(versions: readonly OcppVersion[]) {
  const byProtocol = new Map<string, OcppVersion>(versions.map((version) => [version.protocol, version]));
  return (frame: TellableFrame, protocol: Protocol | undefined, language: Language): FrameInWords | undefined => {
    const version = protocol === undefined ? undefined : byProtocol.get(protocol);
    const [, , action, call] = partsOf(frame.call) ?? [];
    if (version === undefined || frame.kind === 'stray' || typeof action !== 'string') return undefined;
    const answer = frame.answer === undefined ? undefined : partsOf(frame.answer);
    const result = answer?.[0] === 3 ? (answer[2] as Payload) : undefined;
    const { said, answered } = version.explain(action, frame.direction, call as Payload, result);
    const reply = errorIn(answer) ?? answered;
    return {
      said: wordsOf(said, language),
      ...(reply === undefined ? {} : { answered: wordsOf(reply, language) }),
      missing: said.missing ?? [],
    };
  };
}

const errorIn = (answer: readonly unknown[] | undefined): Sentence | undefined =>
  answer?.[0] === 4 ? explainError(String(answer[2])) : undefined;

function partsOf(text: string): readonly unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}
