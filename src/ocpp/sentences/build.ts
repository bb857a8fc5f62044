import type { Words } from './words-en.ts';

/** An ICU `select` over a list of words; a word that is not listed is shown as it is. */
export const select = (value: string, words: Readonly<Record<string, string>>): string =>
  `{${value}, select, ${Object.entries(words)
    .map(([word, text]) => `${word} {${text}}`)
    .join(' ')} other {{${value}}}}`;

/** Text that only appears when the value is there: values that are absent are passed as `none`. */
export const when = (value: string, text: string): string => `{${value}, select, none {} other {${text}}}`;

export const selectors = (words: Words) => ({
  status: select('status', words.status),
  connectorStatus: select('status', words.connector),
  chargingState: select('state', words.charging),
  error: select('error', words.error),
  reason: select('reason', words.reason),
  trigger: select('trigger', words.trigger),
  card: select('status', words.card),
  contract: select('contract', words.contract),
  message: select('message', words.message),
  fault: select('code', words.fault),
  unit: select('unit', words.unit),
  reset: select('mode', words.reset),
  purpose: select('purpose', words.purpose),
});
