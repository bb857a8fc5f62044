import { Button } from '@mantine/core';
import { IconMailOff, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead, useWrite } from '../../../web/api/queries.ts';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSelect, FilterText } from '../../../web/kit/filter-bar.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { SplitPane } from '../../../web/kit/split-pane.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import type { OutRow } from './contract.ts';
import { Detail } from './detail.tsx';
import { texts } from './texts.ts';
import { kinds, states, tones, useTopic } from './words.tsx';

export default function OutboxPage() {
  return (
    <WithTexts texts={texts}>
      <Outbox />
    </WithTexts>
  );
}

/** What leaves by mail or webhook: what waits and why, what was given up. An address that is looked for never stands in the page's own. */
function Outbox() {
  const intl = useIntl();
  const topic = useTopic();
  const mayAct = useRight('outbox.act');
  const seesPeople = useRight('personalData.see');
  const [values, change] = useUrlState();
  const [to, setTo] = useState<string | undefined>();
  const [retrying, setRetrying] = useState(false);
  const state = states.find((each) => each === values.state);
  const kind = kinds.find((each) => each === values.kind);
  const summary = useRead('/outbox/summary', {}, { everyMs: 10_000 });
  const list = usePages('/outbox', { query: { limit: 100, state, kind, to } }, { everyMs: 5_000 });
  const retryAll = useWrite('POST', '/outbox/retry', {
    invalidates: ['/outbox', '/outbox/summary'],
    onDone: () => setRetrying(false),
  });
  const word = (id: string, given?: Record<string, string | number>) =>
    intl.formatMessage({ id: `outbox.${id}` }, given);
  const filtered = state !== undefined || kind !== undefined || to !== undefined;
  const clear = () => {
    setTo(undefined);
    change({ state: undefined, kind: undefined });
  };
  const columns: Column<OutRow>[] = [
    {
      id: 'created',
      title: word('column.created'),
      width: '124px',
      render: (row) => <Time at={row.createdAt} />,
    },
    {
      id: 'topic',
      title: word('column.topic'),
      render: (row) => <span className="clip">{topic(row.topic)}</span>,
    },
    {
      id: 'to',
      title: word('column.to'),
      minor: true,
      render: (row) => <span className="clip">{visibleText(row.to)}</span>,
    },
    {
      id: 'kind',
      title: word('column.kind'),
      minor: true,
      width: '104px',
      render: (row) => word(`kind.${row.kind}`),
    },
    {
      id: 'state',
      title: word('column.state'),
      width: '150px',
      render: (row) => <Tag tone={tones[row.state]}>{word(`state.${row.state}`)}</Tag>,
    },
    {
      id: 'why',
      title: word('column.why'),
      minor: true,
      render: (row) => (row.fault ? <span className="soft clip">{word(`fault.${row.fault}`)}</span> : null),
    },
  ];
  const { waiting = 0, dead = 0, leftOut = 0, mail } = summary.data ?? {};
  return (
    <Page
      fill
      title={word('title')}
      note={word('note')}
      actions={
        mayAct && dead > 0 ? (
          <Button variant="default" onClick={() => setRetrying(true)}>
            {word('retryAll')}
          </Button>
        ) : null
      }
    >
      {mail && !mail.configured ? (
        <div className="outbox-notice" role="status">
          <IconMailOff size={16} stroke={1.8} aria-hidden />
          <span>
            <strong>{word('noMail')}</strong>{' '}
            <FormattedMessage
              id="outbox.noMail.text"
              values={{ code: (text) => <code className="mono">{text}</code> }}
            />
          </span>
        </div>
      ) : null}
      <SplitPane
        sideTitle={values.id ? word('detail') : undefined}
        onClose={() => change({ id: undefined })}
        side={values.id ? <Detail key={values.id} id={values.id} /> : undefined}
      >
        <div className="card fill-card">
          <FilterBar
            end={
              <span className="small soft">
                {word('counts', { waiting, dead })}
                {leftOut > 0 ? ` · ${word('leftOut', { count: leftOut })}` : null}
              </span>
            }
          >
            {seesPeople ? <FilterText value={to} onChange={setTo} label={word('search')} width={240} /> : null}
            <FilterSelect
              label={word('column.state')}
              value={state}
              onChange={(next) => change({ state: next })}
              choices={states.map((value) => ({ value, label: word(`state.${value}`) }))}
              width={150}
            />
            <FilterSelect
              label={word('column.kind')}
              value={kind}
              onChange={(next) => change({ kind: next })}
              choices={kinds.map((value) => ({ value, label: word(`kind.${value}`) }))}
            />
          </FilterBar>
          <div className="fill-body">
            {list.error && list.rows.length === 0 ? (
              <ProblemState error={list.error} onRetry={list.refetch} />
            ) : (
              <DataTable<OutRow>
                fill
                label={word('title')}
                columns={columns}
                rows={list.rows}
                rowKey={(row) => row.id}
                onRow={(row) => change({ id: row.id })}
                selected={values.id}
                loading={list.loading}
                more={list.more}
                onMore={list.onMore}
                empty={
                  filtered ? (
                    <NoHits onClear={clear} />
                  ) : (
                    <EmptyState
                      icon={<IconSend size={20} stroke={1.6} />}
                      title={word('empty.title')}
                      text={word('empty.text')}
                    />
                  )
                }
              />
            )}
          </div>
        </div>
      </SplitPane>
      {retrying ? (
        <ConfirmDialog
          opened
          onClose={() => setRetrying(false)}
          title={word('retryAll.title', { count: dead })}
          confirm={word('retryAll.do', { count: dead })}
          busy={retryAll.isPending}
          error={retryAll.error}
          onConfirm={() => retryAll.mutate({ body: {} })}
        >
          <p className="soft">{word('retryAll.text')}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  );
}
