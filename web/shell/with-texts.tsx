import { type ReactNode, useMemo } from 'react';
import { createIntl, RawIntlProvider, useIntl } from 'react-intl';

/** Words of one slice in both languages, the same keys in each. */
export interface Texts {
  readonly en: Readonly<Record<string, string>>;
  readonly de: Readonly<Record<string, string>>;
}

/** What a `texts.ts` exports: `texts`, or `en` and `de`. */
export type TextsModule = { readonly texts: Texts } | Texts;
export const textsOf = (module: TextsModule): Texts => ('texts' in module ? module.texts : module);

/** Adds a slice's words to those of the console for what is inside. */
export function WithTexts({ texts, children }: { texts: Texts; children: ReactNode }) {
  const outer = useIntl();
  const intl = useMemo(
    () =>
      createIntl({
        locale: outer.locale,
        messages: {
          ...(outer.messages as Record<string, string>),
          ...(outer.locale.startsWith('de') ? texts.de : texts.en),
        },
        ...(outer.timeZone ? { timeZone: outer.timeZone } : {}),
        onError: outer.onError,
      }),
    [outer, texts],
  );
  return <RawIntlProvider value={intl}>{children}</RawIntlProvider>;
}
