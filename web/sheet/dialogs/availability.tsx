import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../api/queries.ts';
import { useAsk } from '../../kit/command-button.tsx';
import { ConfirmDialog } from '../../kit/confirm.tsx';
import { FilterSegments } from '../../kit/filter-bar.tsx';
import { standingOf } from '../../kit/standing-table.ts';
import type { DialogProps } from '../actions.tsx';
import { PlaceChoice, placeOf } from '../place-choice.tsx';
import { useSessionFigures } from './reset.tsx';

/** In or out of service: the whole station or one charge point. Waits for an offline station, because late does no harm. */
export function AvailabilityDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const ask = useAsk();
  const figures = useSessionFigures();
  const [place, setPlace] = useState('');
  const [to, setTo] = useState<'operative' | 'inoperative'>(
    standingOf(station.standing) === 'outOfService' ? 'operative' : 'inoperative',
  );
  const where = placeOf(place);
  const preview = useRead(
    '/stations/:stationId/commands/preview',
    { params: { stationId }, query: { kind: 'changeAvailability', evse: where.evse } },
    { keep: true },
  );
  const running = preview.data?.running ?? [];
  const doing = intl.formatMessage({ id: `sheet.availability.do.${to}` });
  const offline = station.connection.state === 'offline' || station.connection.state === 'never';
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.availability.title' })}
      confirm={doing}
      onConfirm={() => {
        void ask(
          stationId,
          'changeAvailability',
          { ...where, operative: to === 'operative', whenOffline: offline ? 'queue' : 'refuse' },
          doing,
        );
        onClose();
      }}
    >
      <div className="segments-wide">
        <FilterSegments
          label={intl.formatMessage({ id: 'sheet.availability.title' })}
          value={to}
          onChange={setTo}
          choices={[
            { value: 'operative' as const, label: <FormattedMessage id="sheet.availability.operative" /> },
            { value: 'inoperative' as const, label: <FormattedMessage id="sheet.availability.inoperative" /> },
          ]}
        />
      </div>
      <p className="soft small">
        <FormattedMessage id={`sheet.availability.text.${to}`} />{' '}
        {to === 'inoperative' && preview.data ? (
          <FormattedMessage
            id="sheet.availability.running"
            values={{ count: running.length, figures: figures(running) }}
          />
        ) : null}{' '}
        {offline ? <FormattedMessage id="sheet.queueNote" /> : null}
      </p>
      <PlaceChoice station={station} value={place} onChange={setPlace} whole />
    </ConfirmDialog>
  );
}
