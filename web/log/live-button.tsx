import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import './log.css';

/** Live or paused, and how much came meanwhile. A range with an end has nothing to wait for. */
export function LiveButton({
  live,
  missed,
  onChange,
  ended,
}: {
  live: boolean;
  missed: number;
  onChange: (live: boolean) => void;
  ended: boolean;
}) {
  const intl = useIntl();
  const on = live && !ended;
  return (
    <button
      type="button"
      className="log-live"
      aria-pressed={on}
      disabled={ended}
      title={intl.formatMessage({ id: ended ? 'kit.log.ended' : on ? 'kit.log.pause' : 'kit.log.resume' })}
      onClick={() => onChange(!live)}
    >
      {on ? (
        <IconPlayerPause size={15} stroke={1.9} aria-hidden />
      ) : (
        <IconPlayerPlay size={15} stroke={1.9} aria-hidden />
      )}
      <FormattedMessage id={on ? 'kit.log.live' : 'kit.log.paused'} />
      {on || ended || missed === 0 ? null : (
        <span className="num">
          <FormattedMessage id="kit.log.missed" values={{ count: missed }} />
        </span>
      )}
    </button>
  );
}
