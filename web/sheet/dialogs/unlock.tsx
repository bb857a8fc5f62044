import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useAsk } from '../../kit/command-button.tsx';
import { ConfirmDialog } from '../../kit/confirm.tsx';
import type { DialogProps } from '../actions.tsx';
import { PlaceChoice } from '../place-choice.tsx';
import { placeKeyOf, placeName } from '../places.ts';

/** Releasing a plug that is stuck. */
export function UnlockDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const ask = useAsk();
  const [place, setPlace] = useState(station.chargePoints[0] ? placeKeyOf(station.chargePoints[0]) : '');
  const point = station.chargePoints.find((each) => placeKeyOf(each) === place);
  const doing = intl.formatMessage({ id: 'sheet.unlock.do' });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.unlock.title' })}
      confirm={doing}
      disabled={!point}
      onConfirm={() => {
        if (point)
          void ask(
            stationId,
            'unlock',
            { evse: point.evse, connector: point.connector },
            `${doing} · ${placeName(intl, point, station.chargePoints)}`,
          );
        onClose();
      }}
    >
      <p className="soft">
        <FormattedMessage id="sheet.unlock.text" />
      </p>
      <PlaceChoice station={station} value={place} onChange={setPlace} />
    </ConfirmDialog>
  );
}
