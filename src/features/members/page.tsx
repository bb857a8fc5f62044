import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { FilterBar, FilterSelect, FilterText } from '../../../web/kit/filter-bar.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useRoleName } from '../../../web/shell/role-name.ts';
import { useRight, useSession } from '../../../web/shell/session.tsx';
import { useEntityPaths } from '../../../web/shell/standing/fields.tsx';
import { WithStanding } from '../../../web/shell/standing/with-standing.tsx';
import { AddMember } from './add-member.tsx';
import type { Member } from './contract.ts';
import { type MemberDialog, MemberDialogs } from './dialogs.tsx';
import { texts } from './texts.ts';

const states = ['active', 'invited', 'deactivated'] as const;
const tones = { active: 'ok', invited: 'warn', deactivated: 'mute' } as const;

export default function MembersPage() {
  return (
    <WithStanding texts={texts}>
      <Members />
    </WithStanding>
  );
}

/** Who works for the operator, as what, and of which part of it. */
function Members() {
  const intl = useIntl();
  const { user } = useSession();
  const may = useRight('organisation.administer');
  const [filter, change] = useUrlState();
  const nameOf = useRoleName();
  const roles = useRead('/roles', {}, { staleMs: 30_000 });
  const entities = useEntityPaths();
  const list = usePages('/members', {
    query: {
      limit: 100,
      ...(filter.text ? { text: filter.text } : {}),
      ...(filter.role ? { role: filter.role as 'technician' } : {}),
      ...(filter.entity ? { entityId: Number(filter.entity) } : {}),
      ...(filter.state ? { state: filter.state as 'active' } : {}),
    },
  });
  const [adding, setAdding] = useState(false);
  const [dialog, setDialog] = useState<MemberDialog | undefined>();
  const word = (id: string, values?: Record<string, string>) => intl.formatMessage({ id: `members.${id}` }, values);
  const columns: Column<Member>[] = [
    {
      id: 'name',
      title: word('column.name'),
      render: (member) => (
        <span>
          <span className="strong">{member.name}</span>{' '}
          {member.userId === user.id ? <Tag tone="brand">{word('you')}</Tag> : null}
          <span className="small dim" style={{ display: 'block' }}>
            {member.email}
          </span>
        </span>
      ),
    },
    { id: 'role', title: word('column.role'), render: (member) => nameOf(member.role, member.roleName) },
    {
      id: 'entity',
      title: word('column.entity'),
      minor: true,
      render: (member) =>
        member.entityName ?? <span className="dim">{intl.formatMessage({ id: 'shell.standing.none' })}</span>,
    },
    {
      id: 'state',
      title: word('column.state'),
      render: (member) => <Tag tone={tones[member.state]}>{word(`state.${member.state}`)}</Tag>,
    },
    {
      id: 'twoFactor',
      title: word('column.twoFactor'),
      minor: true,
      render: (member) => (
        <Tag tone={member.twoFactor ? 'ok' : 'mute'}>{word(member.twoFactor ? 'twoFactor.on' : 'twoFactor.off')}</Tag>
      ),
    },
    {
      id: 'last',
      title: word('column.last'),
      minor: true,
      align: 'right',
      render: (member) =>
        member.lastSeenAt ? <Time at={member.lastSeenAt} /> : <span className="dim">{word('never')}</span>,
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '60px',
      render: (member) => (may ? <MemberMenu member={member} open={setDialog} /> : null),
    },
  ];
  return (
    <Page
      title={word('title')}
      note={word('note')}
      actions={
        may ? (
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setAdding(true)}>
            <FormattedMessage id="members.add" />
          </Button>
        ) : null
      }
    >
      <div className="card" style={{ overflow: 'hidden' }}>
        <FilterBar>
          <FilterText value={filter.text} onChange={(text) => change({ text })} label={word('filter.text')} />
          <FilterSelect
            value={filter.role}
            onChange={(role) => change({ role })}
            label={word('filter.role')}
            choices={(roles.data?.items ?? []).map(({ id, name }) => ({ value: id, label: nameOf(id, name) }))}
          />
          {entities.length > 0 ? (
            <FilterSelect
              value={filter.entity}
              onChange={(entity) => change({ entity })}
              label={word('filter.entity')}
              choices={entities.map(({ id, path }) => ({ value: String(id), label: path }))}
            />
          ) : null}
          <FilterSelect
            value={filter.state}
            onChange={(state) => change({ state })}
            label={word('filter.state')}
            choices={states.map((value) => ({ value, label: word(`state.${value}`) }))}
          />
        </FilterBar>
        {list.error ? (
          <ProblemState error={list.error} onRetry={list.refetch} />
        ) : (
          <DataTable<Member>
            label={word('title')}
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
      {dialog ? <MemberDialogs {...dialog} onClose={() => setDialog(undefined)} /> : null}
    </Page>
  );
}

function MemberMenu({ member, open }: { member: Member; open: (dialog: MemberDialog) => void }) {
  const intl = useIntl();
  const item = (what: MemberDialog['what'], danger = false) => (
    <Menu.Item {...(danger ? { className: 'menu-danger' } : {})} onClick={() => open({ what, member })}>
      <FormattedMessage id={`members.menu.${what}`} />
    </Menu.Item>
  );
  return (
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
        {item('role')}
        {item('access')}
        {member.state === 'active' ? item('viewAs') : null}
        {member.state === 'invited' ? item('invite') : null}
        {member.state === 'active' ? item('sessions') : null}
        {member.state === 'active' ? item('password') : null}
        {member.state === 'deactivated' ? item('activate') : item('deactivate', true)}
      </Menu.Dropdown>
    </Menu>
  );
}
