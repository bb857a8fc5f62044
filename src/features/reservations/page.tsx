import { FormattedMessage, useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import type { FleetReservation } from './contract.ts';
import { ReservationTable, useShown } from './table.tsx';
import { texts } from './texts.ts';

export default function ReservationsPage() {
  return (
    <WithTexts texts={texts}>
      <Reservations />
    </WithTexts>
  );
}

/** What is kept for whom, at all stations. */
function Reservations() {
  const intl = useIntl();
  const [all, choice, onAll] = useShown();
  const list = usePages('/reservations', { query: all ? {} : { isOpen: true } }, { everyMs: 10_000 });
  return (
    <Page
      title={intl.formatMessage({ id: 'reservations.title' })}
      note={intl.formatMessage({ id: 'reservations.fleet.note' })}
    >
      <Card flush>
        {choice}
        <ReservationTable<FleetReservation>
          list={list}
          all={all}
          onAll={onAll}
          placeOf={({ evse, connector }) =>
            evse === undefined
              ? intl.formatMessage({ id: 'reservations.anyPlace' })
              : connector === undefined
                ? intl.formatMessage({ id: 'reservations.place' }, { evse })
                : intl.formatMessage({ id: 'reservations.connector' }, { evse, connector })
          }
          station={{
            id: 'station',
            title: <FormattedMessage id="reservations.col.station" />,
            render: ({ stationId, stationName, identity }) => (
              <span className="reservation-two">
                <GoTo to={`/stations/${stationId}/reservations`}>{stationName}</GoTo>
                <span className="mono small dim">{identity}</span>
              </span>
            ),
          }}
        />
      </Card>
    </Page>
  );
}
