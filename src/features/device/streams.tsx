import { IconWaveSine } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import type { Column } from '../../../web/kit/data-table.tsx';
import { formatNumber } from '../../../web/kit/quantities.ts';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { useCommandForm } from '../../../web/sheet/commands-view.tsx';
import { type RowMenu, StationList } from '../../../web/sheet/station-list.tsx';
import { useCannot } from '../../../web/sheet/why-not.ts';
import type { StationHead } from '../tabs.ts';
import type { Stream } from './contract.ts';
import { componentText, type Named, placeText, variableText } from './names.tsx';

const newestEveryMs = 5_000;

/** The streams of values that are open (OCPP 2.1 N11); nothing at stations whose version has none. */
export function Streams({ station }: { station: StationHead }) {
  const cannot = useCannot(station);
  return cannot('readPeriodicEventStreams') === undefined ? <OpenStreams station={station} /> : null;
}

/** Undefined where the monitor was not read yet. */
const nameOf = ({ component, variable, ...stream }: Stream): Named | undefined =>
  component === undefined || variable === undefined ? undefined : { ...stream, component, variable };

function OpenStreams({ station }: { station: StationHead }) {
  const intl = useIntl();
  const open = useCommandForm();
  const list = usePages(
    '/stations/:stationId/device/streams',
    { params: { stationId: station.id } },
    { everyMs: newestEveryMs },
  );
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `device.streams.${id}` }, values);
  const paceText = ({ intervalSeconds, values: count }: Stream): string => {
    const seconds =
      intervalSeconds === undefined ? undefined : `${formatNumber(intervalSeconds, intl.locale, 0)}\u00a0s`;
    if (seconds === undefined) return count === undefined ? word('pace.unknown') : word('pace.values', { count });
    return count === undefined ? word('pace.interval', { seconds }) : word('pace.both', { seconds, count });
  };
  const columns: Column<Stream>[] = [
    { id: 'id', title: word('col.id'), align: 'right', width: '90px', minor: true, render: ({ id }) => id },
    {
      id: 'watches',
      title: word('col.watches'),
      render: (stream) => {
        const name = nameOf(stream);
        return (
          <span className="device-two">
            {name ? (
              <span className="mono">{variableText(name)}</span>
            ) : (
              <span>{word('monitor', { id: String(stream.monitorId) })}</span>
            )}
            <span className="small dim">
              {name
                ? [componentText(name), placeText(intl, name, station)].filter(Boolean).join(' · ')
                : word('monitor.unread')}
            </span>
          </span>
        );
      },
    },
    { id: 'pace', title: word('col.pace'), minor: true, render: paceText },
    {
      id: 'last',
      title: word('col.last'),
      align: 'right',
      render: ({ value, valueAt }) =>
        value === undefined ? (
          <span className="dim">{word('none')}</span>
        ) : (
          <span className="device-two">
            <span className="num">{visibleText(value)}</span>
            <span className="small dim">
              <Time at={valueAt} zone={station.timeZone} />
            </span>
          </span>
        ),
    },
    {
      id: 'pending',
      title: word('col.pending'),
      align: 'right',
      minor: true,
      render: ({ pending }) => (pending === undefined ? <span className="dim">–</span> : pending),
    },
    {
      id: 'at',
      title: word('col.opened'),
      align: 'right',
      minor: true,
      render: ({ at }) => <Time at={at} zone={station.timeZone} />,
    },
  ];
  const menu = ({ id, intervalSeconds, values }: Stream): RowMenu => ({
    name: word('actions', { id: String(id) }),
    change: {
      label: word('change'),
      kind: 'adjustPeriodicEventStream',
      open: () =>
        open('adjustPeriodicEventStream', {
          id: String(id),
          intervalSeconds: intervalSeconds === undefined ? '' : String(intervalSeconds),
          values: values === undefined ? '' : String(values),
        }),
    },
  });
  const read = (
    <AskButton station={station} kind="readPeriodicEventStreams">
      {word('read')}
    </AskButton>
  );
  return (
    <StationList<Stream>
      station={station}
      title={word('title')}
      note={word('note')}
      actions={read}
      list={list}
      columns={columns}
      rowKey={({ id }) => String(id)}
      rowHeight={52}
      menu={menu}
      empty={{
        icon: <IconWaveSine size={20} stroke={1.6} />,
        title: word('empty.title'),
        text: word('empty.text'),
        action: read,
      }}
    />
  );
}
