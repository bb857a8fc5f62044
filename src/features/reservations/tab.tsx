import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { useAsk } from '../../../web/kit/command-button.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { shortTime } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { evseName, placeName } from '../../../web/sheet/places.ts';
import { useWhyNot } from '../../../web/sheet/why-not.ts';
import type { TabProps } from '../tabs.ts';
import type { Reservation } from './contract.ts';
import { ReservationTable, useShown } from './table.tsx';

/** Charge points of this station that are kept for a card. */
export function Tab({ stationId, station }: TabProps) {
  const intl = useIntl();
  const ask = useAsk();
  const why = useWhyNot(station)('cancelReservation');
  const [all, choice, onAll] = useShown();
  const [ending, setEnding] = useState<Reservation | undefined>();
  const list = usePages('/stations/:stationId/reservations', {
    params: { stationId },
    query: all ? {} : { isOpen: true },
  });
  const placeOf = ({ evse, connector }: Reservation) => {
    if (evse === undefined) return intl.formatMessage({ id: 'reservations.anyPlace' });
    const point = station.chargePoints.find((each) => each.evse === evse && each.connector === connector);
    return point ? placeName(intl, point, station.chargePoints) : evseName(intl, evse, station.chargePoints);
  };
  const reserve = (
    <AskButton station={station} kind="reserve">
      <FormattedMessage id="reservations.add" />
    </AskButton>
  );
  const offline = station.connection.state === 'offline' || station.connection.state === 'never';
  return (
    <Card
      flush
      title={<FormattedMessage id="reservations.kept" />}
      note={<FormattedMessage id="reservations.note" />}
      actions={reserve}
    >
      {choice}
      <ReservationTable<Reservation>
        list={list}
        all={all}
        onAll={onAll}
        placeOf={placeOf}
        zone={station.timeZone}
        onCancel={setEnding}
        why={why}
        action={reserve}
      />
      {ending ? (
        <ConfirmDialog
          opened
          onClose={() => setEnding(undefined)}
          title={intl.formatMessage({ id: 'reservations.cancel.title' }, { place: placeOf(ending) })}
          confirm={intl.formatMessage({ id: offline ? 'reservations.cancel.queue' : 'reservations.cancel.do' })}
          onConfirm={() => {
            setEnding(undefined);
            void ask(
              stationId,
              'cancelReservation',
              { reservationId: ending.id, whenOffline: offline ? 'queue' : 'refuse' },
              intl.formatMessage({ id: 'reservations.cancel.asked' }, { place: placeOf(ending) }),
            );
          }}
        >
          <p className="soft">
            <FormattedMessage
              id="reservations.cancel.text"
              values={{
                who: visibleText(ending.holder ?? ending.card ?? '?'),
                until: shortTime(intl, Date.parse(ending.expiresAt), station.timeZone),
              }}
            />
          </p>
          {offline ? (
            <p className="warn">
              <FormattedMessage id="reservations.cancel.offline" />
            </p>
          ) : null}
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}
