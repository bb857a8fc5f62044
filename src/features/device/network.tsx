import { IconNetwork, IconSolarPanel } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import type { Column } from '../../../web/kit/data-table.tsx';
import { Json } from '../../../web/kit/json.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { StationList } from '../../../web/sheet/station-list.tsx';
import type { StationHead } from '../tabs.ts';
import type { GridControl, NetworkSlot } from './contract.ts';

/** How the station reaches us: the connection profiles in its slots. */
export function Network({ station }: { station: StationHead }) {
  const intl = useIntl();
  const list = usePages('/stations/:stationId/device/network-profiles', { params: { stationId: station.id } });
  const word = (id: string) => intl.formatMessage({ id: `device.network.${id}` });
  const columns: Column<NetworkSlot>[] = [
    { id: 'slot', title: word('col.slot'), align: 'right', width: '70px', render: ({ slot }) => slot },
    { id: 'url', title: word('col.url'), render: ({ url }) => <Mono>{url}</Mono> },
    { id: 'version', title: word('col.version'), minor: true, render: ({ version }) => version },
    {
      id: 'security',
      title: word('col.security'),
      align: 'right',
      minor: true,
      render: ({ securityProfile }) => securityProfile,
    },
    { id: 'interface', title: word('col.interface'), minor: true, render: (slot) => <Mono>{slot.interface}</Mono> },
    {
      id: 'at',
      title: word('col.at'),
      align: 'right',
      minor: true,
      render: ({ at }) => <Time at={at} zone={station.timeZone} />,
    },
  ];
  const add = (
    <AskButton station={station} kind="setNetworkProfile">
      {word('add')}
    </AskButton>
  );
  return (
    <StationList<NetworkSlot>
      station={station}
      title={word('title')}
      note={word('note')}
      actions={add}
      list={list}
      columns={columns}
      rowKey={({ slot }) => String(slot)}
      empty={{
        icon: <IconNetwork size={20} stroke={1.6} />,
        title: word('empty.title'),
        text: word('empty.text'),
        action: add,
      }}
    />
  );
}

/** What the grid asks of a station that feeds back: the controls it has reported (OCPP 2.1 R). */
export function Grid({ station }: { station: StationHead }) {
  const intl = useIntl();
  const list = usePages('/stations/:stationId/device/grid-controls', { params: { stationId: station.id } });
  const [shown, setShown] = useState<GridControl | undefined>();
  const word = (id: string) => intl.formatMessage({ id: `device.grid.${id}` });
  const columns: Column<GridControl>[] = [
    { id: 'id', title: word('col.id'), render: ({ id }) => <Mono>{id}</Mono> },
    { id: 'type', title: word('col.type'), render: ({ type }) => <Mono>{type}</Mono> },
    {
      id: 'kind',
      title: word('col.kind'),
      render: ({ isDefault, isSuperseded }) => (
        <Tag tone={isSuperseded ? 'mute' : 'brand'}>
          {word(isSuperseded ? 'superseded' : isDefault ? 'default' : 'timed')}
        </Tag>
      ),
    },
    {
      id: 'at',
      title: word('col.at'),
      align: 'right',
      minor: true,
      render: ({ at }) => <Time at={at} zone={station.timeZone} />,
    },
  ];
  const read = (
    <AskButton station={station} kind="readDERControl">
      {word('read')}
    </AskButton>
  );
  return (
    <StationList<GridControl>
      station={station}
      title={word('title')}
      note={word('note')}
      actions={
        <>
          <AskButton station={station} kind="clearDERControl">
            {word('clear')}
          </AskButton>
          {read}
          <AskButton station={station} kind="setDERControl">
            {word('add')}
          </AskButton>
        </>
      }
      list={list}
      columns={columns}
      rowKey={({ id }) => id}
      onRow={setShown}
      empty={{
        icon: <IconSolarPanel size={20} stroke={1.6} />,
        title: word('empty.title'),
        text: word('empty.text'),
        action: read,
      }}
    >
      {shown ? (
        <Dialog opened onClose={() => setShown(undefined)} title={shown.type} size={560}>
          <Json text={JSON.stringify(shown.content)} title={word('content')} />
        </Dialog>
      ) : null}
    </StationList>
  );
}
