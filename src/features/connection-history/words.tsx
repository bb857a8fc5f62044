import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { visibleText } from '../../../web/kit/visible-text.ts';

/** Codes, reasons and causes in words; what has none shows itself. The lists are those of the catalogue. */
export function useConnectionWords() {
  const intl = useIntl();
  return useMemo(() => {
    const word = (kind: string) => (name: string) => {
      const id = `connections.${kind}.${name}`;
      return intl.messages[id] ? intl.formatMessage({ id }) : visibleText(name);
    };
    const named = (kind: string) =>
      Object.keys(intl.messages)
        .filter((id) => id.startsWith(`connections.${kind}.`))
        .map((id) => id.slice(`connections.${kind}.`.length));
    return {
      codes: named('code').sort(),
      causes: named('cause'),
      code: word('code'),
      /** A station may close without giving one. */
      reason: (reason: string | undefined) => (reason ? word('reason')(reason) : '–'),
      cause: word('cause'),
    };
  }, [intl]);
}
