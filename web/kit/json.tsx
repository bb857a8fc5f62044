import { type ReactNode, useMemo, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { indentJson, jsonTokens } from './json-text.ts';
import { CopyButton } from './mono.tsx';
import { visibleText } from './visible-text.ts';
import './json.css';

const colouredUpTo = 60_000;

/** JSON as it went over the wire: indented or raw, coloured, invisible characters written out. Copying always gives the raw text. */
export function Json({ text, title }: { text: string; title?: ReactNode }) {
  const intl = useIntl();
  const [raw, setRaw] = useState(false);
  const shown = useMemo(() => visibleText(raw ? text : indentJson(text)), [text, raw]);
  const tokens = useMemo(() => (shown.length > colouredUpTo ? undefined : jsonTokens(shown)), [shown]);
  return (
    <div className="json">
      <div className="json-head">
        <span className="grow">{title}</span>
        <button type="button" className="linklike small" aria-pressed={raw} onClick={() => setRaw(!raw)}>
          <FormattedMessage id={raw ? 'kit.json.pretty' : 'kit.json.raw'} />
        </button>
        <CopyButton text={text} label={intl.formatMessage({ id: 'kit.json.copy' })} />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
        className={raw ? 'json-raw' : undefined}
      >
        {tokens
          ? tokens.map((token, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
              <span key={index} className={token.kind === 'plain' ? undefined : `json-${token.kind}`}>
                {token.text}
              </span>
            ))
          : shown}
      </pre>
    </div>
  );
}
