import { Button } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead, useWrite } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { Num } from '../../../web/kit/num.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { AdoptDialog } from './adopt.tsx';
import { texts } from './texts.ts';

export type Knocking = ItemOf<RouteAt<'GET', '/onboarding'>>;

export default function OnboardingPage() {
  return (
    <WithTexts texts={texts}>
      <Inbox />
    </WithTexts>
  );
}

/** Unknown stations: one press takes one in. */
function Inbox() {
  const intl = useIntl();
  const list = usePages('/onboarding', { query: { limit: 100 } }, { everyMs: 10_000 });
  const setup = useRead('/setup', {}, { staleMs: 600_000 });
  const [adopting, setAdopting] = useState<Knocking | undefined>();
  const [refusing, setRefusing] = useState<Knocking | undefined>();
  const dismiss = useWrite('DELETE', '/onboarding/:stationId', {
    invalidates: ['/onboarding', '/stations/counts'],
    onDone: () => setRefusing(undefined),
  });
  const title = (id: string) => intl.formatMessage({ id: `onboarding.column.${id}` });
  const columns: Column<Knocking>[] = [
    { id: 'station', title: title('station'), render: (row) => <Mono copy>{row.identity}</Mono> },
    {
      id: 'model',
      title: title('model'),
      minor: true,
      render: (row) =>
        row.vendor || row.model ? (
          <span>
            {[row.vendor, row.model].filter(Boolean).join(' ')} <span className="dim mono">{row.firmware}</span>
          </span>
        ) : (
          <NotReported />
        ),
    },
    {
      id: 'state',
      title: title('state'),
      render: (row) => (
        <Tag tone={row.connected ? 'ok' : 'mute'}>
          {<FormattedMessage id={row.connected ? 'onboarding.connected' : 'onboarding.away'} />}
        </Tag>
      ),
    },
    {
      id: 'points',
      title: title('points'),
      align: 'right',
      minor: true,
      render: (row) => <Num value={row.chargePoints} />,
    },
    { id: 'frames', title: title('frames'), align: 'right', minor: true, render: (row) => <Num value={row.frames} /> },
    { id: 'address', title: title('address'), minor: true, render: (row) => <Mono>{row.address}</Mono> },
    { id: 'first', title: title('first'), minor: true, align: 'right', render: (row) => <Time at={row.firstSeenAt} /> },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      render: (row) => (
        <span className="row" style={{ justifyContent: 'flex-end' }}>
          <Button
            size="xs"
            variant="subtle"
            aria-label={intl.formatMessage({ id: 'onboarding.dismissOf' }, { identity: row.identity })}
            onClick={() => setRefusing(row)}
          >
            <FormattedMessage id="onboarding.dismiss" />
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={intl.formatMessage({ id: 'onboarding.adoptOf' }, { identity: row.identity })}
            onClick={() => setAdopting(row)}
          >
            <FormattedMessage id="onboarding.adopt" />
          </Button>
        </span>
      ),
    },
  ];
  return (
    <Page title={intl.formatMessage({ id: 'onboarding.title' })} note={intl.formatMessage({ id: 'onboarding.note' })}>
      <div className="card" style={{ overflow: 'hidden' }}>
        {list.error && list.rows.length === 0 ? (
          <ProblemState error={list.error} onRetry={list.refetch} />
        ) : (
          <DataTable<Knocking>
            label={intl.formatMessage({ id: 'onboarding.title' })}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.stationId}
            loading={list.loading}
            more={list.more}
            onMore={list.onMore}
            empty={
              <EmptyState
                icon={<IconInbox size={20} stroke={1.6} />}
                title={<FormattedMessage id="onboarding.empty.title" />}
                text={<FormattedMessage id="onboarding.empty.text" />}
                action={
                  setup.data ? (
                    <span className="row-wrap soft small" style={{ justifyContent: 'center' }}>
                      <FormattedMessage id="onboarding.url" values={{ url: <Mono copy>{setup.data.ocppUrl}</Mono> }} />
                    </span>
                  ) : undefined
                }
              />
            }
          />
        )}
      </div>
      {adopting ? <AdoptDialog station={adopting} onClose={() => setAdopting(undefined)} /> : null}
      <ConfirmDialog
        opened={refusing !== undefined}
        onClose={() => setRefusing(undefined)}
        title={intl.formatMessage({ id: 'onboarding.dismiss.title' }, { identity: refusing?.identity })}
        confirm={intl.formatMessage({ id: 'onboarding.dismiss.do' })}
        destructive
        busy={dismiss.isPending}
        error={dismiss.error}
        onConfirm={() => refusing && dismiss.mutate({ params: { stationId: refusing.stationId } })}
      >
        <p className="soft">
          <FormattedMessage id="onboarding.dismiss.text" />
        </p>
      </ConfirmDialog>
    </Page>
  );
}
