import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconMessages, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import type { HeardVendor, VendorRoute } from './contract.ts';
import { type Begun, RouteDialog } from './route-dialog.tsx';
import { texts } from './texts.ts';

export default function VendorsPage() {
  return (
    <WithTexts texts={texts}>
      <Vendors />
    </WithTexts>
  );
}

/** What is answered to messages of manufacturers, and which ones stations send. */
function Vendors() {
  const intl = useIntl();
  const mayChange = useRight('vendors.change');
  const [dialog, setDialog] = useState<Begun | undefined>();
  const [removing, setRemoving] = useState<VendorRoute | undefined>();
  const routes = useRead('/vendor-routes', {});
  const heard = useRead('/vendor-routes/heard', {}, { everyMs: 10_000 });
  const remove = useWrite('DELETE', '/vendor-routes/:routeId', {
    invalidates: ['/vendor-routes', '/vendor-routes/heard'],
    onDone: () => setRemoving(undefined),
  });
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `vendors.${id}` }, values);
  const nameOf = ({ vendorId, messageId }: { vendorId: string; messageId?: string | undefined }) =>
    visibleText(messageId ? `${vendorId} / ${messageId}` : vendorId);
  const routeColumns: Column<VendorRoute>[] = [
    { id: 'vendor', title: word('col.vendor'), render: ({ vendorId }) => <Name text={vendorId} /> },
    {
      id: 'message',
      title: word('col.message'),
      render: ({ messageId }) =>
        messageId ? <Name text={messageId} /> : <span className="dim">{word('everyOther')}</span>,
    },
    {
      id: 'answer',
      title: word('col.answer'),
      render: ({ accept, data }) => (
        <span className="row">
          <Tag tone={accept ? 'ok' : 'bad'}>{word(accept ? 'accept' : 'refuse')}</Tag>
          {data ? <span className="small dim">{word('withData')}</span> : null}
        </span>
      ),
    },
    {
      id: 'note',
      title: word('col.note'),
      minor: true,
      render: ({ note }) => (note ? visibleText(note) : <span className="dim">–</span>),
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '56px',
      render: (route) =>
        mayChange ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={28} aria-label={word('actions', { name: nameOf(route) })}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setDialog({ route })}>{word('change')}</Menu.Item>
              <Menu.Item className="menu-danger" onClick={() => setRemoving(route)}>
                {word('remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null,
    },
  ];
  const heardColumns: Column<HeardVendor>[] = [
    { id: 'vendor', title: word('col.vendor'), render: ({ vendorId }) => <Name text={vendorId} /> },
    {
      id: 'message',
      title: word('col.message'),
      render: ({ messageId }) =>
        messageId ? <Name text={messageId} /> : <span className="dim">{word('unnamed')}</span>,
    },
    {
      id: 'answered',
      title: word('col.answered'),
      render: ({ routed, accepted }) => (
        <Tag tone={routed ? (accepted ? 'ok' : 'bad') : 'warn'}>
          {word(routed ? (accepted ? 'accept' : 'refuse') : 'unknown')}
        </Tag>
      ),
    },
    { id: 'stations', title: word('col.stations'), align: 'right', minor: true, render: ({ stations }) => stations },
    {
      id: 'last',
      title: word('col.last'),
      minor: true,
      render: ({ stationId, stationName, lastAt, frameId }) => (
        <span className="row-wrap">
          <GoTo
            to={`/stations/${stationId}/communication-logs`}
            search={{ action: 'DataTransfer', ...(frameId ? { frame: frameId } : {}) }}
          >
            {stationName}
          </GoTo>
          <span className="dim">
            <Time at={lastAt} />
          </span>
        </span>
      ),
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      render: (one) =>
        mayChange && !one.routed ? (
          <button
            type="button"
            className="linklike small"
            onClick={() => setDialog({ vendorId: one.vendorId, messageId: one.messageId })}
            aria-label={word('routeOf', { name: nameOf(one) })}
          >
            {word('route')}
          </button>
        ) : null,
    },
  ];
  const add = mayChange ? (
    <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setDialog({})}>
      {word('add')}
    </Button>
  ) : null;
  return (
    <Page title={word('title')} note={word('note')} actions={add}>
      <Card flush title={word('routes')} note={word('routes.note')}>
        {routes.error ? (
          <ProblemState error={routes.error} onRetry={() => void routes.refetch()} />
        ) : (
          <DataTable<VendorRoute>
            label={word('routes')}
            columns={routeColumns}
            rows={routes.data?.items ?? []}
            rowKey={({ id }) => id}
            loading={routes.isPending}
            empty={
              <EmptyState
                icon={<IconMessages size={20} stroke={1.6} />}
                title={word('routes.empty.title')}
                text={word('routes.empty.text')}
                action={
                  mayChange ? (
                    <Button variant="default" onClick={() => setDialog({})}>
                      {word('add.first')}
                    </Button>
                  ) : null
                }
              />
            }
          />
        )}
      </Card>
      <Card flush title={word('heard')} note={word('heard.note')}>
        {heard.error ? (
          <ProblemState error={heard.error} onRetry={() => void heard.refetch()} />
        ) : (
          <DataTable<HeardVendor>
            label={word('heard')}
            columns={heardColumns}
            rows={heard.data?.items ?? []}
            rowKey={({ vendorId, messageId }) => `${vendorId} ${messageId}`}
            loading={heard.isPending}
            empty={
              <EmptyState
                icon={<IconMessages size={20} stroke={1.6} />}
                title={word('heard.empty.title')}
                text={word('heard.empty.text')}
              />
            }
          />
        )}
      </Card>
      {dialog ? <RouteDialog begun={dialog} onClose={() => setDialog(undefined)} /> : null}
      {removing ? (
        <ConfirmDialog
          opened
          title={word('remove.title', { name: nameOf(removing) })}
          confirm={word('remove.do')}
          destructive
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setRemoving(undefined)}
          onConfirm={() => remove.mutate({ params: { routeId: removing.id } })}
        >
          <p className="soft">
            <FormattedMessage id="vendors.remove.text" />
          </p>
        </ConfirmDialog>
      ) : null}
    </Page>
  );
}

/** A name that a station made up. */
const Name = ({ text }: { text: string }) => <span className="mono">{visibleText(text)}</span>;
