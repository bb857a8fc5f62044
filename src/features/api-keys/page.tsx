import { Button, TextInput } from '@mantine/core';
import { IconExternalLink, IconKey, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useWrite } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { ConfirmDialog, Dialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useRoleName } from '../../../web/shell/role-name.ts';
import { StandingFields } from '../../../web/shell/standing/fields.tsx';
import { WithStanding } from '../../../web/shell/standing/with-standing.tsx';
import { texts } from './texts.ts';

type ApiKey = ItemOf<RouteAt<'GET', '/api-keys'>>;

const stateOf = (key: ApiKey) =>
  key.revokedAt ? 'revoked' : key.expiresAt && Date.parse(key.expiresAt) < Date.now() ? 'expired' : 'active';

export default function ApiKeysPage() {
  return (
    <WithStanding texts={texts}>
      <ApiKeys />
    </WithStanding>
  );
}

/** Keys of machines: made, seen once, revoked. */
function ApiKeys() {
  const intl = useIntl();
  const nameOf = useRoleName();
  const list = usePages('/api-keys', { query: { limit: 100 } });
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | undefined>();
  const revoke = useWrite('DELETE', '/api-keys/:keyId', {
    invalidates: ['/api-keys'],
    onDone: () => setRevoking(undefined),
  });
  const title = (id: string) => intl.formatMessage({ id: `api-keys.column.${id}` });
  const never = <span className="dim">{intl.formatMessage({ id: 'api-keys.never' })}</span>;
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      title: title('name'),
      render: (key) => (
        <span>
          <span className="strong">{key.name}</span> <span className="mono dim">{key.prefix}…</span>
        </span>
      ),
    },
    { id: 'role', title: title('role'), render: (key) => nameOf(key.role, key.roleName) },
    {
      id: 'entity',
      title: title('entity'),
      minor: true,
      render: (key) =>
        key.entityName ?? <span className="dim">{intl.formatMessage({ id: 'shell.standing.none' })}</span>,
    },
    {
      id: 'state',
      title: title('state'),
      render: (key) => (
        <Tag tone={stateOf(key) === 'active' ? 'ok' : 'mute'}>
          {intl.formatMessage({ id: `api-keys.state.${stateOf(key)}` })}
        </Tag>
      ),
    },
    {
      id: 'created',
      title: title('created'),
      minor: true,
      align: 'right',
      render: (key) => <Time at={key.createdAt} />,
    },
    {
      id: 'used',
      title: title('used'),
      minor: true,
      align: 'right',
      render: (key) => (key.lastUsedAt ? <Time at={key.lastUsedAt} /> : never),
    },
    {
      id: 'expires',
      title: title('expires'),
      minor: true,
      align: 'right',
      render: (key) => (key.expiresAt ? <Time at={key.expiresAt} exact="day" /> : never),
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      render: (key) =>
        stateOf(key) === 'active' ? (
          <button
            type="button"
            className="linklike small"
            aria-label={intl.formatMessage({ id: 'api-keys.revokeOf' }, { name: key.name })}
            onClick={() => setRevoking(key)}
          >
            <FormattedMessage id="api-keys.revoke" />
          </button>
        ) : null,
    },
  ];
  return (
    <Page
      title={intl.formatMessage({ id: 'api-keys.title' })}
      note={intl.formatMessage({ id: 'api-keys.note' })}
      actions={
        <>
          <Button
            variant="default"
            component="a"
            href="/api/docs"
            target="_blank"
            rel="noreferrer"
            leftSection={<IconExternalLink size={15} stroke={1.8} />}
          >
            <FormattedMessage id="api-keys.docs" />
          </Button>
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setAdding(true)}>
            <FormattedMessage id="api-keys.add" />
          </Button>
        </>
      }
    >
      <div className="card" style={{ overflow: 'hidden' }}>
        {list.error ? (
          <ProblemState error={list.error} onRetry={list.refetch} />
        ) : (
          <DataTable<ApiKey>
            label={intl.formatMessage({ id: 'api-keys.title' })}
            columns={columns}
            rows={list.rows}
            rowKey={(key) => key.id}
            loading={list.loading}
            more={list.more}
            onMore={list.onMore}
            empty={
              <EmptyState
                icon={<IconKey size={20} stroke={1.6} />}
                title={<FormattedMessage id="api-keys.empty.title" />}
                text={<FormattedMessage id="api-keys.empty.text" />}
              />
            }
          />
        )}
      </div>
      {adding ? <AddKey onClose={() => setAdding(false)} /> : null}
      <ConfirmDialog
        opened={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={intl.formatMessage({ id: 'api-keys.revoke.title' }, { name: revoking?.name })}
        confirm={intl.formatMessage({ id: 'api-keys.revoke.do' })}
        destructive
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoking && revoke.mutate({ params: { keyId: revoking.id } })}
      >
        <p className="soft">
          <FormattedMessage id="api-keys.revoke.text" />
        </p>
      </ConfirmDialog>
    </Page>
  );
}

function AddKey({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const [name, setName] = useState('');
  const [role, setRole] = useState('readOnly');
  const [entityId, setEntity] = useState<number | undefined>();
  const [expires, setExpires] = useState('');
  const create = useWrite('POST', '/api-keys', { invalidates: ['/api-keys'] });
  const word = (id: string) => intl.formatMessage({ id: `api-keys.add.${id}` });
  if (create.data) {
    return (
      <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'api-keys.added.title' }, { name })}>
        <p className="small warn">
          <FormattedMessage id="api-keys.added.text" />
        </p>
        <Details
          rows={[
            [
              intl.formatMessage({ id: 'api-keys.key' }),
              <Mono key="key" copy>
                {create.data.key}
              </Mono>,
            ],
          ]}
        />
      </Dialog>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      body: {
        name: name.trim(),
        role: role as 'readOnly',
        ...(entityId === undefined ? {} : { entityId }),
        ...(expires ? { expiresAt: new Date(`${expires}T23:59:59.999`).toISOString() } : {}),
      },
    });
  };
  return (
    <Dialog opened onClose={onClose} title={word('title')}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={word('name')}
          description={word('nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          required
          data-autofocus
          error={create.error?.fields.name}
        />
        <StandingFields
          role={role}
          entityId={entityId}
          onRole={setRole}
          onEntity={setEntity}
          errors={create.error?.fields}
        />
        <TextInput
          type="date"
          label={word('expires')}
          value={expires}
          onChange={(event) => setExpires(event.currentTarget.value)}
          error={create.error?.fields.expiresAt}
        />
        {create.error ? <ProblemText error={create.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={create.isPending}>
            {word('do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
