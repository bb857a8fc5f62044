import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { StartDialog } from '../../../web/sheet/dialogs/start.tsx';
import { StopDialog } from '../../../web/sheet/dialogs/stop.tsx';
import { UnlockDialog } from '../../../web/sheet/dialogs/unlock.tsx';
import { placeKeyOf, placeName } from '../../../web/sheet/places.ts';
import { useWhyNot } from '../../../web/sheet/why-not.ts';
import { useRight } from '../../../web/shell/session.tsx';
import type { StationHead } from '../tabs.ts';
import { ChargePointForm } from './charge-point-form.tsx';
import type { ChargePointItem } from './contract.ts';
import { AvailabilityDialog } from './place-dialogs.tsx';
import { QrDialog } from './qr-dialog.tsx';

type DialogName = 'start' | 'stop' | 'unlock' | 'availability' | 'qr' | 'edit';

/** What can be done with one charge point (CP-6); what cannot be done now says why. */
export function PlaceMenu({ item, station }: { item: ChargePointItem; station: StationHead }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const whyNot = useWhyNot(station);
  const mayChange = useRight('chargePoints.change');
  const [open, setOpen] = useState<DialogName | undefined>();
  const name = placeName(intl, item, station.chargePoints);
  const say = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `charge-points.${id}` }, values);
  const entry = (dialog: DialogName, label: string, why: string | undefined) => (
    <Menu.Item key={label} disabled={why !== undefined} onClick={() => setOpen(dialog)}>
      {label}
      {why ? <span className="menu-why">{why}</span> : null}
    </Menu.Item>
  );
  // The frame's dialogs offer the charge points of the station they are given: here it is this one only.
  const here = {
    ...station,
    chargePoints: [
      {
        evse: item.evse,
        connector: item.connector,
        standing: item.standing as never,
        ...(item.name ? { name: item.name } : {}),
      },
    ],
  };
  const close = () => setOpen(undefined);
  const common = { station, stationId: station.id, item, name, onClose: close };
  return (
    <>
      <Menu position="bottom-end" width={260} withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={say('actionsOf', { place: name })}>
            <IconDots size={17} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {entry('start', say('do.start'), whyNot('start'))}
          {item.session
            ? entry('stop', say('do.stop', { number: item.session.number }), whyNot('stop'))
            : entry('stop', intl.formatMessage({ id: 'charge-points.do.stop' }, { number: '' }), say('why.noSession'))}
          {entry('unlock', say('do.unlock'), whyNot('unlock'))}
          {entry(
            'availability',
            say(item.standing === 'outOfService' ? 'do.operative' : 'do.inoperative'),
            whyNot('changeAvailability'),
          )}
          <Menu.Divider />
          {entry('qr', say('do.qr'), item.evseId === undefined ? say('why.noEvseId') : undefined)}
          {mayChange ? entry('edit', say('do.edit'), undefined) : null}
          <Menu.Item
            onClick={() =>
              void navigate({
                to: `/stations/${station.id}/charge-logs`,
                search: { chargePoint: placeKeyOf(item) },
              } as never)
            }
          >
            <FormattedMessage id="charge-points.do.logs" />
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'start' ? <StartDialog {...common} station={here} /> : null}
      {open === 'unlock' ? <UnlockDialog {...common} station={here} /> : null}
      {open === 'stop' && item.session ? <StopDialog {...common} place={name} session={item.session} /> : null}
      {open === 'availability' ? <AvailabilityDialog {...common} /> : null}
      {open === 'qr' && item.evseId !== undefined ? <QrDialog {...common} evseId={item.evseId} /> : null}
      {open === 'edit' ? <ChargePointForm station={station} item={item} taken={[]} onClose={close} /> : null}
    </>
  );
}
