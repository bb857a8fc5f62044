import { ActionIcon, Button } from '@mantine/core';
import { IconSquare } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { StopDialog } from '../../../web/sheet/dialogs/stop.tsx';
import { placeName } from '../../../web/sheet/places.ts';
import { useWhyNot } from '../../../web/sheet/why-not.ts';
import type { StationHead } from '../tabs.ts';
import type { ChargeLogItem } from './contract.ts';

/** LOG-1: stops a running session. It shows "stopping" until the station has said what came of it. */
export function StopButton({
  session,
  station,
  wide = false,
}: {
  session: ChargeLogItem;
  station: StationHead;
  wide?: boolean;
}) {
  const intl = useIntl();
  const [open, setOpen] = useState(false);
  const why = useWhyNot(station)('stop');
  const label = intl.formatMessage({ id: 'charge-logs.stop' }, { number: session.number });
  const stopping = session.stopAskedAt !== undefined;
  const reason = why ?? (stopping ? intl.formatMessage({ id: 'charge-logs.stopping' }) : undefined);
  const common = { disabled: why !== undefined || stopping, onClick: () => setOpen(true), title: reason ?? label };
  return (
    <>
      {wide ? (
        <Button {...common} variant="outline" color="red" leftSection={<IconSquare size={14} stroke={2} />}>
          {stopping ? <FormattedMessage id="charge-logs.stopping" /> : label}
        </Button>
      ) : (
        <ActionIcon
          {...common}
          variant="subtle"
          color="red"
          size={32}
          aria-label={reason ? `${label}: ${reason}` : label}
        >
          <IconSquare size={15} stroke={2} aria-hidden />
        </ActionIcon>
      )}
      {open ? (
        <StopDialog
          station={station}
          stationId={station.id}
          session={session}
          place={
            session.evse === undefined
              ? station.name
              : placeName(
                  intl,
                  { evse: session.evse, connector: session.connector ?? 1, name: session.chargePointName },
                  station.chargePoints,
                )
          }
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
