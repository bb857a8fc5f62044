import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'react-intl';
import { texts as kitTexts } from '../kit/texts.ts';
import { texts as shellTexts } from './texts.ts';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const messages: Readonly<Record<Language, Record<string, string>>> = {
  en: { ...kitTexts.en, ...shellTexts.en },
  de: { ...kitTexts.de, ...shellTexts.de },
};
/** English of these islands writes the day first and the clock with 24 hours, as the rest of the console does. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

const remembered = 'voltyard.language';

function firstLanguage(): Language {
  try {
    const kept = localStorage.getItem(remembered);
    if (kept === 'de' || kept === 'en') return kept;
  } catch {
    // No storage: the browser's language decides.
  }
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en';
}

interface Choice {
  readonly language: Language;
  readonly timeZone: string;
  readonly setLanguage: (language: Language) => void;
  readonly setTimeZone: (timeZone: string | undefined) => void;
}

const ChoiceContext = createContext<Choice | undefined>(undefined);

/** The language and time zone everything on the page is written in. */
export function useLanguage(): Choice {
  const choice = useContext(ChoiceContext);
  if (!choice) throw new Error('useLanguage outside of LanguageProvider');
  return choice;
}

export const browserTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [zone, setTimeZone] = useState<string | undefined>();
  const timeZone = zone ?? browserTimeZone();
  useEffect(() => {
    document.documentElement.lang = language;
    try {
      localStorage.setItem(remembered, language);
    } catch {
      // Then it is asked again next time.
    }
  }, [language]);
  const choice = useMemo(() => ({ language, timeZone, setLanguage, setTimeZone }), [language, timeZone]);
  return (
    <ChoiceContext.Provider value={choice}>
      <IntlProvider locale={locales[language]} messages={messages[language]} timeZone={timeZone}>
        {children}
      </IntlProvider>
    </ChoiceContext.Provider>
  );
}
