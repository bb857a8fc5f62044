import { useIntl } from 'react-intl';
import { texts } from '../../src/features/commands/texts.ts';

/** The name of a kind of command in the reader's language; of one that is not known, its word. */
export function useCommandName(): (kind: string) => string {
  const { locale } = useIntl();
  const words: Readonly<Record<string, string>> = locale.startsWith('de') ? texts.de : texts.en;
  return (kind) => words[`commands.kind.${kind}`] ?? kind;
}
