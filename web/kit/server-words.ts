import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

type InGerman = (text: string) => string | undefined;

/** A sentence of the server in the reader's language; undefined: it has none (yet). */
export function useServerWords(): InGerman {
  const german = useIntl().locale.startsWith('de');
  const [inGerman, setInGerman] = useState<InGerman | undefined>();
  useEffect(() => {
    if (german) void import('../api/german.ts').then((module) => setInGerman(() => module.inGerman));
  }, [german]);
  return german ? (text) => inGerman?.(text) : (text) => text;
}
