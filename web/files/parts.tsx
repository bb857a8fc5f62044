import { FormattedMessage, useIntl } from 'react-intl';
import { Tag } from '../kit/status.tsx';
import type { Document } from './source.ts';

/** A calendar day in the reader's way of writing it. */
export function Day({ day }: { day: string }) {
  const intl = useIntl();
  return (
    <time className="num nowrap" dateTime={day}>
      {new Intl.DateTimeFormat(intl.locale, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone: 'UTC',
      }).format(Date.parse(`${day}T00:00:00Z`))}
    </time>
  );
}

/** Until when it holds, and how near that is. */
export function Expiry({ file }: { file: Document }) {
  if (file.expiresOn === undefined) return <span className="dim">–</span>;
  if (file.expiry === 'later') return <Day day={file.expiresOn} />;
  return (
    <span className="row-wrap">
      <Day day={file.expiresOn} />
      <Tag tone={file.expiry === 'expired' ? 'bad' : 'warn'}>
        <FormattedMessage id={`files.expiry.${file.expiry}`} />
      </Tag>
    </span>
  );
}

/** Where it comes from, when that is not the station itself. */
export function Inherited({ file }: { file: Document }) {
  if (file.kind !== 'model' && file.kind !== 'location') return null;
  return (
    <Tag tone="brand">
      <FormattedMessage id={`files.inherited.${file.kind}`} />
    </Tag>
  );
}
