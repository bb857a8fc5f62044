import { ActionIcon, Button } from '@mantine/core';
import { IconSquare } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useAsk } from '../../../web/kit/command-button.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { spanText } from '../../../web/kit/moments.ts';
import { formatEnergy } from '../../../web/kit/num.tsx';
import { useNow } from '../../../web/kit/time.tsx';
import { useWhyNot } from '../../../web/sheet/actions.tsx';
import { placeName } from '../../../web/sheet/places.ts';
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
      {open ? <StopDialog session={session} station={station} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function StopDialog({
  session,
  station,
  onClose,
}: {
  session: ChargeLogItem;
  station: StationHead;
  onClose: () => void;
}) {
  const intl = useIntl();
  const ask = useAsk();
  const now = useNow();
  const { number } = session;
  const offline = station.connection.state === 'offline' || station.connection.state === 'never';
  const span = spanText(Math.max(0, now - Date.parse(session.startedAt)));
  const place =
    session.evse === undefined
      ? station.name
      : placeName(
          intl,
          { evse: session.evse, connector: session.connector ?? 1, name: session.chargePointName },
          station.chargePoints,
        );
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      destructive
      title={intl.formatMessage({ id: 'charge-logs.stop.title' }, { number })}
      confirm={intl.formatMessage({ id: offline ? 'charge-logs.stop.queue' : 'charge-logs.stop.do' })}
      onConfirm={() => {
        void ask(
          station.id,
          'stop',
          { transactionNumber: number, whenOffline: offline ? 'queue' : 'refuse' },
          intl.formatMessage({ id: 'charge-logs.stop' }, { number }),
        );
        onClose();
      }}
    >
      <p className="soft">
        {session.energyWh === undefined ? (
          <FormattedMessage id="charge-logs.stop.textNoEnergy" values={{ place, span }} />
        ) : (
          <FormattedMessage
            id="charge-logs.stop.text"
            values={{ place, span, energy: formatEnergy(session.energyWh, intl.locale) }}
          />
        )}
      </p>
      {offline ? (
        <p className="warn">
          <FormattedMessage id="charge-logs.stop.offline" />
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
