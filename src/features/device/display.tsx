import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconMessage } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { useAsk } from '../../../web/kit/command-button.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { shortTime, Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { wallClock } from '../../../web/kit/wall-clock.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { useCommandForm } from '../../../web/sheet/commands-view.tsx';
import { useWhyNot } from '../../../web/sheet/why-not.ts';
import type { StationHead } from '../tabs.ts';
import type { DisplayText } from './contract.ts';

const tones = { alwaysFront: 'bad', inFront: 'warn', normalCycle: 'mute' } as const;

/** The texts on the station's display: what drivers read there. */
export function Display({ station }: { station: StationHead }) {
  const intl = useIntl();
  const ask = useAsk();
  const open = useCommandForm();
  const whyNot = useWhyNot(station);
  const [removing, setRemoving] = useState<DisplayText | undefined>();
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
  const maySet = whyNot('setDisplayMessage') === undefined;
  const mayClear = whyNot('clearDisplayMessage') === undefined;
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
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '56px',
      render: (text) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={28}
              aria-label={word('actions', { text: visibleText(text.content.text).slice(0, 60) })}
            >
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={!maySet} onClick={() => change(text)}>
              {word('change')}
            </Menu.Item>
            <Menu.Item className="menu-danger" disabled={!mayClear} onClick={() => setRemoving(text)}>
              {word('remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
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
  return (
    <Card
      flush
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
    >
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<DisplayText>
          label={word('title')}
          columns={columns}
          rows={list.rows}
          rowKey={({ id }) => String(id)}
          loading={list.loading}
          more={list.more}
          onMore={list.onMore}
          empty={
            <EmptyState
              icon={<IconMessage size={20} stroke={1.6} />}
              title={word('empty.title')}
              text={word('empty.text')}
              action={add}
            />
          }
        />
      )}
      {removing ? (
        <ConfirmDialog
          opened
          title={word('remove.title')}
          confirm={word('remove.do')}
          onClose={() => setRemoving(undefined)}
          onConfirm={() => {
            setRemoving(undefined);
            void ask(stationId, 'clearDisplayMessage', { id: removing.id }, word('remove.asked'));
          }}
        >
          <p className="soft">
            <FormattedMessage
              id="device.display.remove.text"
              values={{ text: visibleText(removing.content.text).slice(0, 200) }}
            />
          </p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}

const contentOf = ({ text, format, language }: DisplayText['content']) => ({
  text,
  format,
  language: language ?? '',
});
