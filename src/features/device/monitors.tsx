import { IconActivity } from '@tabler/icons-react';
import { FormattedMessage, type IntlShape, useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import type { Column } from '../../../web/kit/data-table.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { formatNumber } from '../../../web/kit/quantities.ts';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { useCommandForm } from '../../../web/sheet/commands-view.tsx';
import { type RowMenu, StationList } from '../../../web/sheet/station-list.tsx';
import type { StationHead } from '../tabs.ts';
import type { Monitor } from './contract.ts';
import { componentText, placeText, rawName, variableText } from './names.tsx';

/** 0 danger .. 9 debug (OCPP 2.0.1 part 2 section N 2.3). */
const severityTone = (severity: number) => (severity <= 3 ? 'bad' : severity <= 6 ? 'warn' : 'mute');

/** "above 45,000 W", "every 60 s". */
function conditionText(intl: IntlShape, { type, value, unit }: Monitor): string {
  const periodic = type === 'periodic' || type === 'periodicClockAligned';
  const shown = `${formatNumber(value, intl.locale, 3)}${periodic ? '\u00a0s' : unit ? `\u00a0${unit}` : ''}`;
  return intl.formatMessage({ id: `device.monitors.type.${type}` }, { value: shown });
}

/** What the station watches by itself, and what each noticed last. */
export function Monitors({ station }: { station: StationHead }) {
  const intl = useIntl();
  const open = useCommandForm();
  const stationId = station.id;
  const list = usePages('/stations/:stationId/device/monitors', { params: { stationId }, query: { limit: 200 } });
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `device.monitors.${id}` }, values);
  const change = (monitor: Monitor) =>
    open('setMonitors', {
      monitors: [
        {
          ...rawName(monitor),
          type: monitor.type,
          value: String(monitor.value),
          severity: String(monitor.severity),
          onlyDuringTransaction: monitor.onlyDuringTransaction,
          id: String(monitor.id),
        },
      ],
    });
  const nameOf = (monitor: Monitor) =>
    [variableText(monitor), placeText(intl, monitor, station)].filter(Boolean).join(', ');
  const columns: Column<Monitor>[] = [
    {
      id: 'watches',
      title: word('col.watches'),
      render: (monitor) => (
        <span className="device-two">
          <span className="mono">{variableText(monitor)}</span>
          <span className="small dim">
            {[componentText(monitor), placeText(intl, monitor, station)].filter(Boolean).join(' · ')}
          </span>
        </span>
      ),
    },
    {
      id: 'condition',
      title: word('col.condition'),
      render: (monitor) => (
        <span className="device-two">
          <span>{conditionText(intl, monitor)}</span>
          {monitor.onlyDuringTransaction ? <span className="small dim">{word('onlyCharging')}</span> : null}
        </span>
      ),
    },
    {
      id: 'severity',
      title: word('col.severity'),
      render: ({ severity }) => <Tag tone={severityTone(severity)}>{word(`severity.${severity}`)}</Tag>,
    },
    {
      id: 'origin',
      title: word('col.origin'),
      minor: true,
      render: ({ origin }) => (origin === undefined ? <span className="dim">–</span> : word(`origin.${origin}`)),
    },
    {
      id: 'last',
      title: word('col.last'),
      render: (monitor) => <Last monitor={monitor} station={station} />,
    },
  ];
  const add = (
    <AskButton station={station} kind="setMonitors">
      {word('add')}
    </AskButton>
  );
  const menu = (monitor: Monitor): RowMenu | undefined =>
    monitor.origin === 'hardWired'
      ? undefined
      : {
          name: word('actions', { name: nameOf(monitor) }),
          change: { label: word('change'), kind: 'setMonitors', open: () => change(monitor) },
          remove: {
            label: word('remove'),
            kind: 'clearMonitors',
            body: { ids: [monitor.id] },
            title: word('remove.title', { name: nameOf(monitor) }),
            text: word('remove.text'),
            confirm: word('remove.do'),
            asked: word('remove.asked', { name: nameOf(monitor) }),
          },
        };
  return (
    <StationList<Monitor>
      station={station}
      title={word('title')}
      note={word('note')}
      actions={
        <>
          <AskButton station={station} kind="setMonitoringBase">
            {word('base')}
          </AskButton>
          <AskButton station={station} kind="setMonitoringLevel">
            {word('level')}
          </AskButton>
          <AskButton station={station} kind="readMonitors" raw={{}}>
            {word('read')}
          </AskButton>
          {add}
        </>
      }
      list={list}
      columns={columns}
      rowKey={({ id }) => String(id)}
      rowHeight={52}
      menu={menu}
      empty={{
        icon: <IconActivity size={20} stroke={1.6} />,
        title: word('empty.title'),
        text: word('empty.text'),
        action: add,
      }}
    >
      <p className="device-foot small">
        <GoTo to={`/stations/${stationId}/logs`} search={{ action: 'NotifyEvent' }}>
          {word('events')}
        </GoTo>
      </p>
    </StationList>
  );
}

/** The newest event, and the newest value where the values come as a stream. */
function Last({ monitor, station }: { monitor: Monitor; station: StationHead }) {
  const { last, stream } = monitor;
  const value = (text: string) => `${visibleText(text)}${monitor.unit ? `\u00a0${monitor.unit}` : ''}`;
  if (!last && !stream)
    return (
      <span className="dim">
        <FormattedMessage id="device.monitors.never" />
      </span>
    );
  return (
    <span className="device-two">
      {last ? (
        <span>
          <span className={last.cleared ? 'ok' : 'warn'}>
            <FormattedMessage id={`device.monitors.${last.cleared ? 'cleared' : 'noticed'}`} />
          </span>{' '}
          <span className="num">{value(last.value)}</span> <Time at={last.at} zone={station.timeZone} />
        </span>
      ) : null}
      {stream ? (
        <span className="small dim">
          {stream.value === undefined ? (
            <FormattedMessage id="device.monitors.stream.empty" />
          ) : (
            <FormattedMessage
              id="device.monitors.stream"
              values={{ value: value(stream.value), at: <Time at={stream.valueAt} zone={station.timeZone} /> }}
            />
          )}
        </span>
      ) : null}
    </span>
  );
}
