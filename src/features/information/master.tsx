import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Card } from '../../../web/kit/card.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { formatPower } from '../../../web/kit/num.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import { MasterForm } from './master-form.tsx';
import type { Part } from './parts.tsx';

/** What people wrote down about a station. */
export function Master({ sheet, station }: Part) {
  const intl = useIntl();
  const maySeeLocations = useRight('locations.see');
  const [editing, setEditing] = useState(false);
  const mayChange = useRight('stations.change');
  const { master } = sheet;
  const notSet = (
    <span className="dim">
      <FormattedMessage id="information.master.notSet" />
    </span>
  );
  const day = (text: string | undefined) =>
    text
      ? intl.formatDate(`${text}T12:00:00Z`, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
      : notSet;
  return (
    <Card
      title={<FormattedMessage id="information.master" />}
      actions={
        mayChange ? (
          <Button variant="default" size="xs" onClick={() => setEditing(true)}>
            <FormattedMessage id="information.master.edit" />
          </Button>
        ) : undefined
      }
    >
      <div className="info-master">
        <Details
          rows={[
            [<FormattedMessage key="l" id="information.master.publicName" />, master.publicName ?? notSet],
            [
              <FormattedMessage key="l" id="information.master.location" />,
              master.place === undefined ? (
                (master.location ?? notSet)
              ) : maySeeLocations ? (
                <GoTo key="v" to={`/locations/${master.place.id}`}>
                  {master.place.name}
                </GoTo>
              ) : (
                master.place.name
              ),
            ],
            [
              <FormattedMessage key="l" id="information.master.address" />,
              (master.place === undefined ? master.address : master.place.address) ?? notSet,
            ],
            [<FormattedMessage key="l" id="information.master.timeZone" />, sheet.timeZone],
            [
              <FormattedMessage key="l" id="information.master.entityId" />,
              master.entity?.name ?? <FormattedMessage key="v" id="kit.entity.operator" />,
            ],
          ]}
        />
        <Details
          rows={[
            [<FormattedMessage key="l" id="information.master.commissionedOn" />, day(master.commissionedOn)],
            [<FormattedMessage key="l" id="information.master.warrantyUntil" />, day(master.warrantyUntil)],
            [
              <FormattedMessage key="l" id="information.master.gridLimit" />,
              master.gridLimitW === undefined ? notSet : formatPower(master.gridLimitW, intl.locale),
            ],
            master.note
              ? [
                  <FormattedMessage key="l" id="information.master.note" />,
                  <span key="v" className="info-note">
                    {master.note}
                  </span>,
                ]
              : null,
          ]}
        />
      </div>
      {editing ? <MasterForm stationId={station.id} sheet={sheet} onClose={() => setEditing(false)} /> : null}
    </Card>
  );
}
