import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconBell, IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import type { Rule } from './contract.ts';
import { clockOf } from './parts.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { texts } from './texts.ts';
import { Webhooks } from './webhooks.tsx';
import './notifications.css';

export default function NotificationsPage() {
  return (
    <WithTexts texts={texts}>
      <Notifications />
    </WithTexts>
  );
}

/** Who hears about what, and the programs that are told. */
function Notifications() {
  const intl = useIntl();
  const mayChange = useRight('notifications.change');
  const [open, setOpen] = useState<Rule | 'new' | undefined>();
  const [removing, setRemoving] = useState<Rule | undefined>();
  const rules = useRead('/notification-rules');
  const test = useWrite('POST', '/notification-rules/:ruleId/test');
  const remove = useWrite('DELETE', '/notification-rules/:ruleId', {
    invalidates: ['/notification-rules'],
    onDone: () => setRemoving(undefined),
  });
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `notifications.${id}` }, values);
  const when = ({ digest }: Rule) =>
    'minutes' in digest
      ? word('when.every', { minutes: digest.minutes })
      : 'at' in digest
        ? word('when.daily', { time: clockOf(digest.at) })
        : word('when.now');
  const columns: Column<Rule>[] = [
    {
      id: 'name',
      title: word('col.name'),
      render: (rule) => (
        <span className="row">
          <span className="clip">{rule.name}</span>
          <Tag tone={rule.active ? 'ok' : 'mute'}>{word(rule.active ? 'on' : 'off')}</Tag>
        </span>
      ),
    },
    {
      id: 'events',
      title: word('col.events'),
      minor: true,
      render: ({ events }) =>
        events.length === 1 ? word(`event.${events[0]}`) : word('count.events', { count: events.length }),
    },
    {
      id: 'stations',
      title: word('col.stations'),
      minor: true,
      render: ({ stations }) =>
        word(`stations.${stations.kind}`, { count: 'ids' in stations ? stations.ids.length : 0 }),
    },
    {
      id: 'to',
      title: word('col.to'),
      minor: true,
      render: ({ recipients }) => word('count.to', { count: recipients.length }),
    },
    { id: 'when', title: word('col.when'), minor: true, render: when },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '56px',
      render: (rule) =>
        mayChange ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={28} aria-label={word('actions', { name: rule.name })}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setOpen(rule)}>{word('change')}</Menu.Item>
              <Menu.Item onClick={() => test.mutate({ params: { ruleId: rule.id } })}>{word('test')}</Menu.Item>
              <Menu.Item className="menu-danger" onClick={() => setRemoving(rule)}>
                {word('remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null,
    },
  ];
  return (
    <Page
      title={word('title')}
      note={word('note')}
      actions={
        mayChange ? (
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setOpen('new')}>
            {word('add')}
          </Button>
        ) : null
      }
    >
      <Card flush title={word('rules')} note={word('rules.note')}>
        {rules.error ? (
          <ProblemState error={rules.error} onRetry={() => void rules.refetch()} />
        ) : (
          <DataTable<Rule>
            label={word('rules')}
            columns={columns}
            rows={rules.data?.items ?? []}
            rowKey={({ id }) => id}
            loading={rules.isPending}
            empty={
              <EmptyState
                icon={<IconBell size={20} stroke={1.6} />}
                title={word('empty.title')}
                text={word('empty.text')}
              />
            }
          />
        )}
        {test.error ? <ProblemText error={test.error} /> : null}
        <p role="status" className="small soft" style={{ padding: test.data ? '8px 16px' : 0 }}>
          {test.data ? word('tested', { count: test.data.sent }) : null}
        </p>
      </Card>
      <Webhooks />
      {open ? <RuleDialog rule={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} /> : null}
      {removing ? (
        <ConfirmDialog
          opened
          title={word('remove.title', { name: removing.name })}
          confirm={word('remove.do')}
          destructive
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setRemoving(undefined)}
          onConfirm={() => remove.mutate({ params: { ruleId: removing.id } })}
        >
          <p className="soft">{word('remove.text')}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  );
}
