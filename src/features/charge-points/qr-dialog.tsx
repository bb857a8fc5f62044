import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import { addressOf } from '../../../web/api/client.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import type { StationHead } from '../tabs.ts';
import type { ChargePointItem } from './contract.ts';

/** The QR code that goes on the charge point, to look at and to take along. */
export function QrDialog({
  station,
  item,
  name,
  evseId,
  onClose,
}: {
  station: StationHead;
  item: ChargePointItem;
  name: string;
  evseId: string;
  onClose: () => void;
}) {
  const intl = useIntl();
  const params = { stationId: station.id, evse: item.evse, connector: item.connector };
  const address = (ending: 'png' | 'svg') =>
    addressOf(`/stations/:stationId/charge-points/:evse/:connector/qr.${ending}`, { params });
  const file = `qr-${evseId.replace(/[^A-Za-z0-9]+/g, '-')}`;
  const download = (ending: 'png' | 'svg') => (
    <Button
      component="a"
      href={address(ending)}
      download={`${file}.${ending}`}
      variant="default"
      className="cp-download"
      leftSection={<IconDownload size={15} stroke={1.8} />}
    >
      <FormattedMessage id={`charge-points.qr.${ending}`} />
    </Button>
  );
  return (
    <Dialog
      opened
      onClose={onClose}
      size={400}
      title={intl.formatMessage({ id: 'charge-points.qr.title' }, { place: name })}
    >
      <div className="stack cp-qr">
        <img
          src={address('svg')}
          alt={intl.formatMessage({ id: 'charge-points.qr.alt' }, { evseId })}
          width={240}
          height={240}
        />
        <Mono copy>{evseId}</Mono>
        <p className="small dim">
          <FormattedMessage id="charge-points.qr.note" />
        </p>
        <div className="row-wrap">
          {download('png')}
          {download('svg')}
        </div>
      </div>
    </Dialog>
  );
}
