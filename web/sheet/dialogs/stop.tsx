import { FormattedMessage, useIntl } from 'react-intl';
import { useAsk } from '../../kit/command-button.tsx';
import { ConfirmDialog } from '../../kit/confirm.tsx';
import { spanText } from '../../kit/moments.ts';
import { formatEnergy } from '../../kit/num.tsx';
import { useNow } from '../../kit/time.tsx';
import type { DialogProps } from '../actions.tsx';

export interface StoppableSession {
  readonly number: number;
  readonly startedAt: string;
  readonly energyWh?: number;
}

/** Ends a running session; an offline station can be told when it returns. */
export function StopDialog({
  station,
  stationId,
  session,
  place,
  onClose,
}: DialogProps & { session: StoppableSession; place: string }) {
  const intl = useIntl();
  const ask = useAsk();
  const now = useNow();
  const offline = station.connection.state === 'offline' || station.connection.state === 'never';
  const span = spanText(Math.max(0, now - Date.parse(session.startedAt)));
  const { number } = session;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      destructive
      title={intl.formatMessage({ id: 'sheet.stop.title' }, { number })}
      confirm={intl.formatMessage({ id: offline ? 'sheet.stop.queue' : 'sheet.stop.do' })}
      onConfirm={() => {
        void ask(
          stationId,
          'stop',
          { transactionNumber: number, whenOffline: offline ? 'queue' : 'refuse' },
          intl.formatMessage({ id: 'sheet.stop.label' }, { number }),
        );
        onClose();
      }}
    >
      <p className="soft">
        {session.energyWh === undefined ? (
          <FormattedMessage id="sheet.stop.textNoEnergy" values={{ place, span }} />
        ) : (
          <FormattedMessage
            id="sheet.stop.text"
            values={{ place, span, energy: formatEnergy(session.energyWh, intl.locale) }}
          />
        )}
      </p>
      {offline ? (
        <p className="warn">
          <FormattedMessage id="sheet.stop.offline" />
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
