import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Num } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { useRoleName } from '../../../web/shell/role-name.ts';
import { useRight, useTakeSession } from '../../../web/shell/session.tsx';
import type { RoleRow } from './contract.ts';
import { type BegunRole, RoleDialog } from './role-dialog.tsx';

/** What each role may do; one’s own can be changed, the ready-made ones be copied. */
export function Roles({ adding, onAdded }: { adding: boolean; onAdded: () => void }) {
  const intl = useIntl();
  const may = useRight('organisation.administer');
  const nameOf = useRoleName();
  const roles = useRead('/roles', {});
  const [begun, setBegun] = useState<BegunRole | undefined>();
  const [removing, setRemoving] = useState<RoleRow | undefined>();
  const navigate = useNavigate();
  const take = useTakeSession();
  const viewAs = useWrite('PUT', '/session/view-as', {
    onDone: (session) => {
      take(session);
      void navigate({ to: '/stations' as never });
    },
  });
  const remove = useWrite('DELETE', '/roles/:roleId', {
    invalidates: ['/roles'],
    onDone: () => setRemoving(undefined),
  });
  const word = (id: string, values?: Record<string, string>) =>
    intl.formatMessage({ id: `organisation.roles.${id}` }, values);
  const columns: Column<RoleRow>[] = [
    {
      id: 'name',
      title: word('name'),
      render: (role) => (
        <span>
          <span className="strong">{nameOf(role.id, role.name)}</span>{' '}
          {role.readyMade ? <Tag tone="mute">{word('readyMade')}</Tag> : null}
          {role.readyMade ? (
            <span className="small dim" style={{ display: 'block' }}>
              <FormattedMessage id={`shell.role.${role.id}.text`} />
            </span>
          ) : null}
        </span>
      ),
    },
    {
      id: 'scope',
      title: word('scope'),
      minor: true,
      render: (role) => <FormattedMessage id={`shell.scope.${role.scope}`} />,
    },
    {
      id: 'rights',
      title: word('rights'),
      align: 'right',
      minor: true,
      render: (role) => <Num value={role.rights.length} />,
    },
    {
      id: 'members',
      title: word('members'),
      align: 'right',
      render: (role) => (
        <GoTo to="/members" search={{ role: role.id }}>
          <Num value={role.members} />
        </GoTo>
      ),
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '60px',
      render: (role) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={28}
              aria-label={word('actions', { name: nameOf(role.id, role.name) })}
            >
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setBegun({ role, copy: false })}>
              {word(role.readyMade || !may ? 'look' : 'change')}
            </Menu.Item>
            {may ? <Menu.Item onClick={() => setBegun({ role, copy: true })}>{word('copy')}</Menu.Item> : null}
            {may ? (
              <Menu.Item onClick={() => viewAs.mutate({ body: { role: role.id } })}>{word('viewAs')}</Menu.Item>
            ) : null}
            {may && !role.readyMade ? (
              <Menu.Item className="menu-danger" onClick={() => setRemoving(role)}>
                {word('remove')}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ];
  const dialog = begun ?? (adding ? { copy: false } : undefined);
  return (
    <>
      <div className="card" style={{ overflow: 'hidden' }}>
        {roles.error ? (
          <ProblemState error={roles.error} onRetry={() => void roles.refetch()} />
        ) : (
          <DataTable<RoleRow>
            label={intl.formatMessage({ id: 'organisation.roles' })}
            columns={columns}
            rows={roles.data?.items ?? []}
            rowKey={(role) => role.id}
            rowHeight={56}
            loading={roles.isPending}
            more={false}
            onMore={() => {}}
          />
        )}
      </div>
      {dialog && roles.data ? (
        <RoleDialog
          {...dialog}
          sections={roles.data.sections}
          onClose={() => {
            setBegun(undefined);
            onAdded();
          }}
        />
      ) : null}
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => {
          setRemoving(undefined);
          remove.reset();
        }}
        title={word('remove.title', { name: removing?.name ?? '' })}
        confirm={word('remove.do')}
        destructive
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => removing && remove.mutate({ params: { roleId: removing.id } })}
      >
        <p className="soft">{word('remove.text')}</p>
      </ConfirmDialog>
    </>
  );
}
