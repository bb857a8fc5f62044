import { FormattedMessage, useIntl } from 'react-intl';
import { useAsk } from '../../../web/kit/command-button.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
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
