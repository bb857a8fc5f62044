import { FormattedMessage, useIntl } from 'react-intl';
import { useAsk } from '../../../web/kit/command-button.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { spanText } from '../../../web/kit/moments.ts';
import { formatEnergy } from '../../../web/kit/num.tsx';
import { useNow } from '../../../web/kit/time.tsx';
import type { StationHead } from '../tabs.ts';
import type { ChargePointItem } from './contract.ts';

interface PlaceDialog {
  readonly station: StationHead;
  readonly item: ChargePointItem;
  readonly name: string;
  readonly onClose: () => void;
}

const isOffline = (station: StationHead): boolean =>
  station.connection.state === 'offline' || station.connection.state === 'never';

/** Ends a running session; an offline station is told when it returns. */
export function StopDialog({
  station,
  name,
  session,
  onClose,
}: PlaceDialog & { session: NonNullable<ChargePointItem['session']> }) {
  const intl = useIntl();
  const ask = useAsk();
  const now = useNow();
  const offline = isOffline(station);
  const span = spanText(Math.max(0, now - Date.parse(session.startedAt)));
  const { number } = session;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      destructive
      title={intl.formatMessage({ id: 'charge-points.stop.title' }, { number })}
      confirm={intl.formatMessage({ id: offline ? 'charge-points.stop.queue' : 'charge-points.stop.do' })}
      onConfirm={() => {
        void ask(
          station.id,
          'stop',
          { transactionNumber: number, whenOffline: offline ? 'queue' : 'refuse' },
          intl.formatMessage({ id: 'charge-points.stop.label' }, { number }),
        );
        onClose();
      }}
    >
      <p className="soft">
        {session.energyWh === undefined ? (
          <FormattedMessage id="charge-points.stop.textNoEnergy" values={{ place: name, span }} />
        ) : (
          <FormattedMessage
            id="charge-points.stop.text"
            values={{ place: name, span, energy: formatEnergy(session.energyWh, intl.locale) }}
          />
        )}
      </p>
      {offline ? (
        <p className="warn">
          <FormattedMessage id="charge-points.stop.offline" />
        </p>
      ) : null}
    </ConfirmDialog>
  );
}

/** In or out of service, for one charge point. */
export function AvailabilityDialog({ station, item, name, onClose }: PlaceDialog) {
  const intl = useIntl();
  const ask = useAsk();
  const offline = isOffline(station);
  const operative = item.standing === 'outOfService';
  const values = { operative: String(operative), place: name };
  const doing = intl.formatMessage({ id: 'charge-points.availability.do' }, values);
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'charge-points.availability.title' }, values)}
      confirm={doing}
      onConfirm={() => {
        void ask(
          station.id,
          'changeAvailability',
          { evse: item.evse, connector: item.connector, operative, whenOffline: offline ? 'queue' : 'refuse' },
          `${doing} · ${name}`,
        );
        onClose();
      }}
    >
      <p className="soft">
        <FormattedMessage
          id={`charge-points.availability.${operative ? 'operative' : item.session ? 'running' : 'idle'}`}
        />{' '}
        {offline ? <FormattedMessage id="charge-points.availability.offline" /> : null}
      </p>
    </ConfirmDialog>
  );
}
