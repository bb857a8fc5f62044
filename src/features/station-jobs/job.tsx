import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { ApiError } from '../../../web/api/problem.ts';
import { usePages, useRead, useWrite } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSelect } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { useServerWords } from '../../../web/kit/server-words.ts';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import { savePasswords } from './transfer.tsx';

type Row = ItemOf<RouteAt<'GET', '/station-jobs/:jobId/rows'>>;
const actions = ['create', 'change', 'none', 'refuse'] as const;
const tones = { create: 'ok', change: 'brand', none: 'mute', refuse: 'bad' } as const;

/** What a table would do, row by row; then how far it is; then what became of it. */
export function OneJob({ jobId, onClose }: { jobId: string; onClose: () => void }) {
  const intl = useIntl();
  const client = useQueryClient();
  const mayImport = useRight('stations.onboard');
  const [action, setAction] = useState<string | undefined>();
  const [running, setRunning] = useState(false);
  const job = useRead('/station-jobs/:jobId', { params: { jobId } }, { everyMs: running ? 1000 : 15_000 });
  const renew = () =>
    Promise.all(
      ['/station-jobs', '/station-jobs/:jobId', '/station-jobs/:jobId/rows', '/stations', '/stations/counts'].map(
        (read) => client.invalidateQueries({ queryKey: [read] }),
      ),
    );
  const begin = useWrite('POST', '/station-jobs/:jobId/begin', { onDone: () => void renew() });
  const end = useWrite('POST', '/station-jobs/:jobId/end', { onDone: () => void renew() });
  const passwords = useMutation<void, ApiError>({ mutationFn: () => savePasswords(jobId), onSuccess: () => renew() });
  const word = (id: string) => intl.formatMessage({ id: `stationJobs.${id}` });
  if (job.error) return <ProblemState error={job.error} onRetry={() => void job.refetch()} />;
  if (!job.data) return <SkeletonCard lines={6} />;
  const { state, counts, credentials, title } = job.data;
  if (running !== (state === 'running')) setRunning(state === 'running');
  const todo = counts.create + counts.change;
  const error = begin.error ?? end.error ?? passwords.error;
  return (
    <Card
      flush
      title={title}
      note={
        <span role="status">
          <FormattedMessage id={`stationJobs.says.${state}`} values={{ ...counts, todo }} />
        </span>
      }
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {word('back')}
          </Button>
          {mayImport && (state === 'planned' || state === 'running') ? (
            <Button variant="default" loading={end.isPending} onClick={() => end.mutate({ params: { jobId } })}>
              {word(state === 'planned' ? 'drop' : 'stop')}
            </Button>
          ) : null}
          {state === 'done' || state === 'ended' ? (
            <Button
              component="a"
              c="var(--ink)"
              variant="default"
              href={`/api/v1/station-jobs/${jobId}/results.csv`}
              download
            >
              {word('results')}
            </Button>
          ) : null}
          {mayImport && credentials ? (
            <Button loading={passwords.isPending} onClick={() => passwords.mutate()}>
              {word('passwords')}
            </Button>
          ) : null}
          {mayImport && state === 'planned' ? (
            <Button disabled={todo === 0} loading={begin.isPending} onClick={() => begin.mutate({ params: { jobId } })}>
              <FormattedMessage id="stationJobs.begin" values={{ todo }} />
            </Button>
          ) : null}
        </>
      }
    >
      <FilterBar>
        <FilterSelect
          label={word('filter')}
          value={action}
          onChange={setAction}
          choices={actions.map((each) => ({
            value: each,
            label: `${word(`action.${each}`)} (${intl.formatNumber(counts[each])})`,
          }))}
          width={200}
        />
        {credentials ? <span className="small warn">{word('once')}</span> : null}
      </FilterBar>
      {error ? <ProblemText error={error} /> : null}
      <Rows jobId={jobId} action={action} live={running} onClear={() => setAction(undefined)} />
    </Card>
  );
}

function Rows({
  jobId,
  action,
  live,
  onClear,
}: {
  jobId: string;
  action: string | undefined;
  live: boolean;
  onClear: () => void;
}) {
  const intl = useIntl();
  const say = useServerWords();
  const list = usePages(
    '/station-jobs/:jobId/rows',
    { params: { jobId }, query: { action: actions.find((each) => each === action), limit: 100 } },
    live ? { everyMs: 2000 } : {},
  );
  const word = (id: string) => intl.formatMessage({ id: `stationJobs.${id}` });
  const told = (text: string) => say(text) ?? text;
  const columns: Column<Row>[] = [
    { id: 'row', title: word('column.row'), align: 'right', width: '72px', minor: true, render: (row) => row.row },
    {
      id: 'label',
      title: word('column.identity'),
      width: '190px',
      render: (row) =>
        row.stationId === undefined ? (
          <span className="mono">{row.label || '–'}</span>
        ) : (
          <GoTo to={`/stations/${row.stationId}/information`} className="mono">
            {row.label}
          </GoTo>
        ),
    },
    {
      id: 'action',
      title: word('column.action'),
      width: '132px',
      render: (row) => (
        <Tag tone={row.state === 'failed' ? 'bad' : tones[row.action]}>
          {word(row.state === 'failed' ? 'failed' : `action.${row.action}`)}
        </Tag>
      ),
    },
    {
      id: 'says',
      title: word('column.says'),
      render: (row) => (
        <span>
          {row.detail ? <span className="bad">{told(row.detail)} </span> : null}
          {row.problems.map(({ field, detail }) => (
            <span key={`${field} ${detail}`} className="bad">
              {told(detail)}{' '}
            </span>
          ))}
          {row.says.map(({ field, from, to }) => (
            <span key={field} className="small soft">
              {fieldName(field, word)}: {from == null ? '' : `${from} → `}
              {to ?? word('emptied')}
              {'; '}
            </span>
          ))}
          {row.notes.map((note) => (
            <span key={note} className="small dim">
              {told(note)}{' '}
            </span>
          ))}
        </span>
      ),
    },
  ];
  return (
    <DataTable<Row>
      label={word('rows')}
      columns={columns}
      rows={list.rows}
      rowKey={(row) => row.row}
      loading={list.loading}
      more={list.more}
      onMore={list.onMore}
      empty={<NoHits onClear={onClear} />}
    />
  );
}

const fieldName = (field: string, word: (id: string) => string): string =>
  field.startsWith('evseId ') ? `EVSE ${field.slice(7)}` : word(`field.${field}`);
