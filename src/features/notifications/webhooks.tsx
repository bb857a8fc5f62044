import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { IconDots, IconWebhook } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import type { Webhook } from './contract.ts';

/** Where other programs take notifications. */
export function Webhooks() {
  const intl = useIntl();
  const mayChange = useRight('notifications.change');
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | undefined>();
  const invalidates = ['/webhooks', '/notification-rules/choices'] as const;
  const list = useRead('/webhooks');
  const change = useWrite('PATCH', '/webhooks/:webhookId', { invalidates });
  const remove = useWrite('DELETE', '/webhooks/:webhookId', { invalidates });
  const test = useWrite('POST', '/webhooks/:webhookId/test');
  const renew = useWrite('POST', '/webhooks/:webhookId/secret', { onDone: (reply) => setSecret(reply.secret) });
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `notifications.${id}` }, values);
  const error = change.error ?? remove.error ?? test.error ?? renew.error;
  const columns: Column<Webhook>[] = [
    {
      id: 'name',
      title: word('webhooks.name'),
      render: (one) => (
        <span className="row">
          {one.name}
          <Tag tone={one.active ? 'ok' : 'mute'}>{word(one.active ? 'on' : 'off')}</Tag>
        </span>
      ),
    },
    { id: 'host', title: word('webhooks.url'), minor: true, render: (one) => <Mono>{one.host}</Mono> },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '56px',
      render: (one) => {
        const params = { webhookId: one.id };
        return mayChange ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={28} aria-label={word('actions', { name: one.name })}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => test.mutate({ params })}>{word('test')}</Menu.Item>
              <Menu.Item onClick={() => change.mutate({ params, body: { active: !one.active } })}>
                {word(one.active ? 'webhooks.switchOff' : 'webhooks.switchOn')}
              </Menu.Item>
              <Menu.Item onClick={() => renew.mutate({ params })}>{word('webhooks.renew')}</Menu.Item>
              <Menu.Item className="menu-danger" onClick={() => remove.mutate({ params })}>
                {word('remove.do')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null;
      },
    },
  ];
  return (
    <Card
      flush
      title={word('webhooks')}
      note={word('webhooks.note')}
      actions={
        mayChange ? (
          <Button variant="default" onClick={() => setAdding(true)}>
            {word('webhooks.add')}
          </Button>
        ) : null
      }
    >
      {list.error ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <DataTable<Webhook>
          label={word('webhooks')}
          columns={columns}
          rows={list.data?.items ?? []}
          rowKey={({ id }) => id}
          loading={list.isPending}
          empty={
            <EmptyState
              icon={<IconWebhook size={20} stroke={1.6} />}
              title={word('webhooks.empty.title')}
              text={word('webhooks.empty.text')}
            />
          }
        />
      )}
      {error ? <ProblemText error={error} /> : null}
      {adding ? <Add onClose={() => setAdding(false)} onSecret={setSecret} /> : null}
      {secret ? (
        <Dialog opened onClose={() => setSecret(undefined)} title={word('webhooks.secret')}>
          <div className="stack">
            <p className="soft">{word('webhooks.secret.text')}</p>
            <Mono copy>{secret}</Mono>
            <div className="dialog-actions">
              <Button onClick={() => setSecret(undefined)}>{word('webhooks.done')}</Button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </Card>
  );
}

function Add({ onClose, onSecret }: { onClose: () => void; onSecret: (secret: string) => void }) {
  const intl = useIntl();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('https://');
  const word = (id: string) => intl.formatMessage({ id: `notifications.webhooks.${id}` });
  const create = useWrite('POST', '/webhooks', {
    invalidates: ['/webhooks', '/notification-rules/choices'],
    onDone: (reply) => {
      onClose();
      onSecret(reply.secret);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ body: { name: name.trim(), url: url.trim() } });
  };
  return (
    <Dialog opened onClose={onClose} title={word('add')}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={word('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={create.error?.fields.name}
          maxLength={120}
          required
          withAsterisk={false}
          data-autofocus
        />
        <TextInput
          label={word('url')}
          description={word('url.hint')}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          error={create.error?.fields.url}
          maxLength={1000}
          required
          withAsterisk={false}
        />
        {create.error ? <ProblemText error={create.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={create.isPending}>
            <FormattedMessage id="notifications.save" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
