import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useWrite } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { ConfirmDialog, Dialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useSession } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { AddMember, roles } from './add-member.tsx';
import { texts } from './texts.ts';

type Member = ItemOf<RouteAt<'GET', '/members'>>;

export default function MembersPage() {
  return (
    <WithTexts texts={texts}>
      <Members />
    </WithTexts>
  );
}

/** Who works for the operator, and as what. */
function Members() {
  const intl = useIntl();
  const { user } = useSession();
  const list = usePages('/members', { query: { limit: 100 } });
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{ member: Member; what: 'remove' | 'password' } | undefined>();
  const changeRole = useWrite('PATCH', '/members/:userId', { invalidates: ['/members'] });
  const remove = useWrite('DELETE', '/members/:userId', {
    invalidates: ['/members'],
    onDone: () => setAsked(undefined),
  });
  const reset = useWrite('POST', '/members/:userId/password');
  const title = (id: string) => intl.formatMessage({ id: `members.column.${id}` });
  const close = () => {
    setAsked(undefined);
    reset.reset();
    remove.reset();
  };
  const columns: Column<Member>[] = [
    {
      id: 'name',
      title: title('name'),
      render: (member) => (
        <span>
          <span className="strong">{member.name}</span>{' '}
          {member.userId === user.id ? <Tag tone="brand">{intl.formatMessage({ id: 'members.you' })}</Tag> : null}
          <span className="small dim" style={{ display: 'block' }}>
            {member.email}
          </span>
        </span>
      ),
    },
    {
      id: 'role',
      title: title('role'),
      render: (member) => (
        <select
          className="filter-select"
          aria-label={intl.formatMessage({ id: 'members.roleOf' }, { name: member.name })}
          value={member.role}
          onChange={(event) =>
            changeRole.mutate({
              params: { userId: member.userId },
              body: { role: event.target.value as Member['role'] },
            })
          }
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {intl.formatMessage({ id: `shell.role.${role}` })}
            </option>
          ))}
        </select>
      ),
    },
    {
      id: 'twoFactor',
      title: title('twoFactor'),
      minor: true,
      render: (member) => (
        <Tag tone={member.twoFactor ? 'ok' : 'mute'}>
          {intl.formatMessage({ id: member.twoFactor ? 'members.twoFactor.on' : 'members.twoFactor.off' })}
        </Tag>
      ),
    },
    {
      id: 'last',
      title: title('last'),
      minor: true,
      align: 'right',
      render: (member) =>
        member.lastSeenAt ? (
          <Time at={member.lastSeenAt} />
        ) : (
          <span className="dim">{intl.formatMessage({ id: 'members.never' })}</span>
        ),
    },
    {
      id: 'since',
      title: title('since'),
      minor: true,
      align: 'right',
      render: (member) => <Time at={member.createdAt} exact="day" />,
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '60px',
      render: (member) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={28}
              aria-label={intl.formatMessage({ id: 'members.actions' }, { name: member.name })}
            >
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAsked({ member, what: 'password' })}>
              <FormattedMessage id="members.newPassword" />
            </Menu.Item>
            <Menu.Item className="menu-danger" onClick={() => setAsked({ member, what: 'remove' })}>
              <FormattedMessage id="members.remove" />
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ];
  const name = asked?.member.name ?? '';
  return (
    <Page
      title={intl.formatMessage({ id: 'members.title' })}
      note={intl.formatMessage({ id: 'members.note' })}
      actions={
        <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setAdding(true)}>
          <FormattedMessage id="members.add" />
        </Button>
      }
    >
      {changeRole.error ? <ProblemText error={changeRole.error} /> : null}
      <div className="card" style={{ overflow: 'hidden' }}>
        {list.error ? (
          <ProblemState error={list.error} onRetry={list.refetch} />
        ) : (
          <DataTable<Member>
            label={intl.formatMessage({ id: 'members.title' })}
            columns={columns}
            rows={list.rows}
            rowKey={(member) => member.userId}
            rowHeight={56}
            loading={list.loading}
            more={list.more}
            onMore={list.onMore}
          />
        )}
      </div>
      {adding ? <AddMember onClose={() => setAdding(false)} /> : null}
      <ConfirmDialog
        opened={asked?.what === 'remove'}
        onClose={close}
        title={intl.formatMessage({ id: 'members.remove.title' }, { name })}
        confirm={intl.formatMessage({ id: 'members.remove.do' })}
        destructive
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => asked && remove.mutate({ params: { userId: asked.member.userId } })}
      >
        <p className="soft">
          <FormattedMessage id="members.remove.text" />
        </p>
      </ConfirmDialog>
      {reset.data ? (
        <Dialog opened onClose={close} title={intl.formatMessage({ id: 'members.password.done' }, { name })}>
          <p className="soft small">
            <FormattedMessage id="members.added.text" />
          </p>
          <Details
            rows={[
              [
                intl.formatMessage({ id: 'members.password' }),
                <Mono key="password" copy>
                  {reset.data.password}
                </Mono>,
              ],
            ]}
          />
        </Dialog>
      ) : (
        <ConfirmDialog
          opened={asked?.what === 'password'}
          onClose={close}
          title={intl.formatMessage({ id: 'members.password.title' }, { name })}
          confirm={intl.formatMessage({ id: 'members.password.do' })}
          busy={reset.isPending}
          error={reset.error}
          onConfirm={() => asked && reset.mutate({ params: { userId: asked.member.userId } })}
        >
          <p className="soft">
            <FormattedMessage id="members.password.text" />
          </p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
