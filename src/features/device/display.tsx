import { IconMessage } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import type { Column } from '../../../web/kit/data-table.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { shortTime, Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { wallClock } from '../../../web/kit/wall-clock.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { useCommandForm } from '../../../web/sheet/commands-view.tsx';
import { type RowMenu, StationList } from '../../../web/sheet/station-list.tsx';
import type { StationHead } from '../tabs.ts';
import type { DisplayText } from './contract.ts';

const tones = { alwaysFront: 'bad', inFront: 'warn', normalCycle: 'mute' } as const;

/** The texts on the station's display: what drivers read there. */
export function Display({ station }: { station: StationHead }) {
  const intl = useIntl();
  const open = useCommandForm();
  const stationId = station.id;
  const list = usePages('/stations/:stationId/device/display-messages', {
    params: { stationId },
    query: { limit: 200 },
  });
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `device.display.${id}` }, values);
  const local = (moment: string | undefined) =>
    moment === undefined ? '' : wallClock(Date.parse(moment), station.timeZone);
  const change = (text: DisplayText) =>
    open('setDisplayMessage', {
      content: contentOf(text.content),
      priority: text.priority,
      state: text.state ?? '',
      startsAt: local(text.startsAt),
      endsAt: local(text.endsAt),
      more: (text.more ?? []).map(contentOf),
      id: String(text.id),
    });
  const columns: Column<DisplayText>[] = [
    {
      id: 'text',
      title: word('col.text'),
      render: ({ content, more = [] }) => (
        <span className="device-two">
          {[content, ...more].map((each) => (
            <span key={`${each.language} ${each.text}`}>
              {each.language ? <span className="mono small dim">{visibleText(each.language)} </span> : null}
              <span className={each.format === 'uri' || each.format === 'html' ? 'mono' : 'strong'}>
                {visibleText(each.text)}
              </span>
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'priority',
      title: word('col.priority'),
      render: ({ priority }) => <Tag tone={tones[priority]}>{word(`priority.${priority}`)}</Tag>,
    },
    {
      id: 'when',
      title: word('col.when'),
      minor: true,
      render: (text) => whenText(text),
    },
    {
      id: 'at',
      title: word('col.at'),
      align: 'right',
      minor: true,
      render: ({ at }) => <Time at={at} zone={station.timeZone} />,
    },
  ];
  function whenText({ state, startsAt, endsAt }: DisplayText): string {
    const at = (moment: string) => shortTime(intl, Date.parse(moment), station.timeZone);
    const parts = [
      state === undefined ? undefined : word(`state.${state}`),
      startsAt === undefined ? undefined : word('from', { at: at(startsAt) }),
      endsAt === undefined ? undefined : word('until', { at: at(endsAt) }),
    ].filter((part) => part !== undefined);
    return parts.length === 0 ? word('always') : parts.join(', ');
  }
  const add = (
    <AskButton station={station} kind="setDisplayMessage">
      {word('add')}
    </AskButton>
  );
  const menu = (text: DisplayText): RowMenu => ({
    name: word('actions', { text: visibleText(text.content.text).slice(0, 60) }),
    change: { label: word('change'), kind: 'setDisplayMessage', open: () => change(text) },
    remove: {
      label: word('remove'),
      kind: 'clearDisplayMessage',
      body: { id: text.id },
      title: word('remove.title'),
      text: word('remove.text', { text: visibleText(text.content.text).slice(0, 200) }),
      confirm: word('remove.do'),
      asked: word('remove.asked'),
    },
  });
  return (
    <StationList<DisplayText>
      station={station}
      title={word('title')}
      note={word('note')}
      actions={
        <>
          <AskButton station={station} kind="readDisplayMessages" raw={{}}>
            {word('read')}
          </AskButton>
          {add}
        </>
      }
      list={list}
      columns={columns}
      rowKey={({ id }) => String(id)}
      menu={menu}
      empty={{
        icon: <IconMessage size={20} stroke={1.6} />,
        title: word('empty.title'),
        text: word('empty.text'),
        action: add,
      }}
    />
  );
}

const contentOf = ({ text, format, language }: DisplayText['content']) => ({
  text,
  format,
  language: language ?? '',
});
