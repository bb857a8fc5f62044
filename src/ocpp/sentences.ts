import { IntlMessageFormat } from 'intl-messageformat';
import { de } from './sentences/de.ts';
import { en, type SentenceId, type Sentences } from './sentences/en.ts';
import type { Sentence } from './table.ts';

/** Rendered on the server, so that the API and the console say the same words. */
export const sentences = { en, de } as const satisfies Readonly<Record<string, Sentences>>;
export type Language = keyof typeof sentences;

/** Builds a sentence whose id exists in every language. */
export const say = (
  id: SentenceId,
  values: Readonly<Record<string, string | number>> = {},
  missing: readonly string[] = [],
): Sentence => ({
  id,
  ...(Object.keys(values).length === 0 ? {} : { values }),
  ...(missing.length === 0 ? {} : { missing }),
});

const formats = new Map<string, IntlMessageFormat>();

function formatOf(id: SentenceId, language: Language): IntlMessageFormat {
  const key = `${language} ${id}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new IntlMessageFormat(sentences[language][id], language);
    formats.set(key, format);
  }
  return format;
}

const known = (id: string): id is SentenceId => Object.hasOwn(en, id);

/** A sentence in words. Never throws: an unknown id shows itself. */
export function wordsOf({ id, values }: Sentence, language: Language): string {
  const said = known(id) ? String(formatOf(id, language).format(values)) : id;
  return said.slice(0, 1).toUpperCase() + said.slice(1);
}

/** The same, and the fields that did not come or were not understood named at its end. */
export function renderSentence(sentence: Sentence, language: Language): string {
  const text = wordsOf(sentence, language);
  const { missing } = sentence;
  if (missing === undefined || missing.length === 0) return text;
  return `${text}. ${formatOf('note.missing', language).format({ fields: missing.join(', ') })}`;
}
