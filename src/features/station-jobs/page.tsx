import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { ApiError } from '../../../web/api/problem.ts';
import { usePages } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { OneJob } from './job.tsx';
import { texts } from './texts.ts';
import { sendTable } from './transfer.tsx';

type Job = ItemOf<RouteAt<'GET', '/station-jobs'>>;

export default function ImportPage() {
  return (
    <WithTexts texts={texts}>
      <Import />
    </WithTexts>
  );
}

/** Tables of stations: brought in, looked through, begun. */
function Import() {
  const intl = useIntl();
  const client = useQueryClient();
  const [values, change] = useUrlState();
  const mayImport = useRight('stations.onboard');
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const field = useRef<HTMLInputElement>(null);
  const upload = useMutation<Awaited<ReturnType<typeof sendTable>>, ApiError, File>({
    mutationFn: sendTable,
    onSuccess: async ({ jobId, leftOut: headers }) => {
      setLeftOut(headers);
      await client.invalidateQueries({ queryKey: ['/station-jobs'] });
      change({ job: jobId });
    },
  });
  const language = intl.locale.startsWith('de') ? 'de' : 'en';
  const word = (id: string) => intl.formatMessage({ id: `stationJobs.${id}` });
  return (
    <Page
      title={word('title')}
      note={word('note')}
      actions={
        <>
          <Button
            component="a"
            c="var(--ink)"
            variant="default"
            href={`/api/v1/station-imports/stations.csv?language=${language}`}
            download
          >
            {word('export')}
          </Button>
          <Button
            component="a"
            c="var(--ink)"
            variant="default"
            href={`/api/v1/station-imports/template.csv?language=${language}`}
            download
          >
            {word('template')}
          </Button>
          {mayImport ? (
            <Button
              leftSection={<IconFileImport size={16} stroke={1.8} />}
              loading={upload.isPending}
              onClick={() => field.current?.click()}
            >
              {word('choose')}
            </Button>
          ) : null}
        </>
      }
    >
      <input
        ref={field}
        type="file"
        hidden
        aria-label={word('file')}
        accept=".csv,.xlsx,text/csv"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) upload.mutate(file);
        }}
      />
      <div className="stack">
        {upload.error ? <ProblemText error={upload.error} /> : null}
        {values.job ? (
          <>
            {leftOut.length > 0 ? (
              <p className="warn">
                <FormattedMessage id="stationJobs.leftOut" values={{ headers: intl.formatList(leftOut) }} />
              </p>
            ) : null}
            <OneJob key={values.job} jobId={values.job} onClose={() => change({ job: undefined })} />
          </>
        ) : (
          <Jobs onOpen={(job) => change({ job })} />
        )}
      </div>
    </Page>
  );
}

function Jobs({ onOpen }: { onOpen: (jobId: string) => void }) {
  const intl = useIntl();
  const list = usePages('/station-jobs', { query: { limit: 50 } }, { everyMs: 10_000 });
  const word = (id: string) => intl.formatMessage({ id: `stationJobs.${id}` });
  const number = (id: 'create' | 'change' | 'refuse' | 'done' | 'failed'): Column<Job> => ({
    id,
    title: word(`count.${id}`),
    align: 'right',
    minor: id !== 'done',
    width: '116px',
    render: ({ counts }) => intl.formatNumber(counts[id]),
  });
  const columns: Column<Job>[] = [
    {
      id: 'title',
      title: word('column.file'),
      render: (job) => (
        <button type="button" className="linklike" onClick={() => onOpen(job.id)}>
          {job.title}
        </button>
      ),
    },
    {
      id: 'state',
      title: word('column.state'),
      width: '140px',
      render: (job) => <Tag tone={job.state === 'done' ? 'ok' : 'mute'}>{word(`state.${job.state}`)}</Tag>,
    },
    number('create'),
    number('change'),
    number('refuse'),
    number('done'),
    number('failed'),
    {
      id: 'at',
      title: word('column.at'),
      minor: true,
      align: 'right',
      width: '130px',
      render: (job) => <Time at={job.createdAt} />,
    },
  ];
  return (
    <Card flush title={word('jobs')}>
      <DataTable<Job>
        label={word('jobs')}
        columns={columns}
        rows={list.rows}
        rowKey={(job) => job.id}
        loading={list.loading}
        more={list.more}
        onMore={list.onMore}
        empty={
          <EmptyState
            icon={<IconFileImport size={20} stroke={1.6} />}
            title={word('empty.title')}
            text={word('empty.text')}
          />
        }
      />
    </Card>
  );
}
