import type { IntlShape } from 'react-intl';

/** The reader's language as the API names it. */
export const readerLanguage = ({ locale }: Pick<IntlShape, 'locale'>): 'en' | 'de' =>
  locale.startsWith('de') ? 'de' : 'en';
