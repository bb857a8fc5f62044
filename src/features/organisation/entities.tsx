import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconSitemap } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Num } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import type { Entity } from './contract.ts';
import { EntityDialog } from './entity-dialog.tsx';
import { inTreeOrder, type Placed } from './tree.tsx';

/** The tree of entities, each with what belongs to it. */
export function Entities({ adding, onAdded }: { adding: boolean; onAdded: () => void }) {
  const intl = useIntl();
  const may = useRight('organisation.administer');
  const entities = useRead('/entities', { query: { limit: 500 } });
  const [editing, setEditing] = useState<{ entity?: Entity; parentId?: number } | undefined>();
  const [removing, setRemoving] = useState<Entity | undefined>();
  const remove = useWrite('DELETE', '/entities/:entityId', {
    invalidates: ['/entities'],
    onDone: () => setRemoving(undefined),
  });
  const word = (id: string, values?: Record<string, string>) =>
    intl.formatMessage({ id: `organisation.entities.${id}` }, values);
  const rows = inTreeOrder(entities.data?.items ?? []);
  const columns: Column<Placed>[] = [
    {
      id: 'name',
      title: word('name'),
      render: ({ entity, depth }) => (
        <span style={{ paddingLeft: depth * 22 }}>
          {depth > 0 ? (
            <span className="dim" aria-hidden>
              └{' '}
            </span>
          ) : null}
          <span className="strong">{entity.name}</span>
          {entity.note ? <span className="small dim"> {entity.note}</span> : null}
        </span>
      ),
    },
    {
      id: 'stations',
      title: word('stations'),
      align: 'right',
      render: ({ entity }) => <Num value={entity.stations} />,
    },
    {
      id: 'members',
      title: word('members'),
      align: 'right',
      render: ({ entity }) => (
        <GoTo to="/members" search={{ entity: String(entity.id) }}>
          <Num value={entity.members} />
        </GoTo>
      ),
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '60px',
      render: ({ entity }) =>
        may ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={28} aria-label={word('actions', { name: entity.name })}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setEditing({ entity })}>{word('change')}</Menu.Item>
              <Menu.Item onClick={() => setEditing({ parentId: entity.id })}>{word('addBelow')}</Menu.Item>
              <Menu.Item className="menu-danger" onClick={() => setRemoving(entity)}>
                {word('remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null,
    },
  ];
  const dialog = editing ?? (adding ? {} : undefined);
  return (
    <>
      <div className="card" style={{ overflow: 'hidden' }}>
        {entities.error ? (
          <ProblemState error={entities.error} onRetry={() => void entities.refetch()} />
        ) : (
          <DataTable<Placed>
            label={intl.formatMessage({ id: 'organisation.entities' })}
            columns={columns}
            rows={rows}
            rowKey={({ entity }) => String(entity.id)}
            loading={entities.isPending}
            more={false}
            onMore={() => {}}
            empty={
              <EmptyState
                icon={<IconSitemap size={20} stroke={1.6} />}
                title={<FormattedMessage id="organisation.entities.empty.title" />}
                text={<FormattedMessage id="organisation.entities.empty.text" />}
              />
            }
          />
        )}
      </div>
      {dialog ? (
        <EntityDialog
          {...dialog}
          all={rows}
          onClose={() => {
            setEditing(undefined);
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
        onConfirm={() => removing && remove.mutate({ params: { entityId: removing.id } })}
      >
        <p className="soft">{word('remove.text')}</p>
      </ConfirmDialog>
    </>
  );
}
