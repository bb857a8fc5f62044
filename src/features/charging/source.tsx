import { FormattedMessage, useIntl } from 'react-intl';
import { Tag } from '../../../web/kit/status.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { Profile } from './contract.ts';

/** Who set it; what others set cannot be changed from here. */
export function Source({ profile }: { profile: Pick<Profile, 'source' | 'by'> }) {
  const intl = useIntl();
  const { source, by } = profile;
  if (source === 'CSO')
    return by === 'command' ? (
      <FormattedMessage id="charging.source.us" />
    ) : (
      <span>
        <FormattedMessage id="charging.source.told" />
      </span>
    );
  const id = `charging.source.${source}`;
  return (
    <Tag tone="warn">
      {intl.messages[id] ? (
        intl.formatMessage({ id })
      ) : (
        <FormattedMessage id="charging.source.by" values={{ source: visibleText(source) }} />
      )}
    </Tag>
  );
}
