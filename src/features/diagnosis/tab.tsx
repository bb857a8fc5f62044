import { Button } from '@mantine/core';
import { IconFileDownload, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useWrite } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { formatBytes } from '../../../web/kit/num.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useOwnRole } from '../../../web/shell/role-name.ts';
import { useSession } from '../../../web/shell/session.tsx';
import type { TabProps } from '../tabs.ts';
import { AskDialog } from './ask-dialog.tsx';

type StationFile = ItemOf<RouteAt<'GET', '/stations/:stationId/files'>>;

const underWay = (file: StationFile) =>
  file.state === 'asked' || file.state === 'accepted' || file.state === 'uploading';
const tones = {
  asked: 'brand',
  accepted: 'brand',
  uploading: 'brand',
  received: 'ok',
  empty: 'mute',
  missing: 'warn',
  refused: 'bad',
  failed: 'bad',
  cancelled: 'mute',
  timedOut: 'warn',
  unknown: 'warn',
  removed: 'mute',
} as const;

/** Logs and diagnostics of the station: asked for, brought, downloaded. */
export function Tab({ stationId, station }: TabProps) {
  const intl = useIntl();
  const { rights } = useSession();
  const role = useOwnRole();
  const may = rights.includes('diagnosis.act');
  const [asking, setAsking] = useState(false);
  const [removing, setRemoving] = useState<StationFile | undefined>();
  const [waiting, setWaiting] = useState(false);
  // The file comes on a way of its own: what it brings is looked for as long as something is expected.
  const list = usePages(
    '/stations/:stationId/files',
    { params: { stationId }, query: { limit: 50 } },
    waiting ? { everyMs: 3000 } : {},
  );
  const expected = list.rows.some(underWay);
  if (expected !== waiting) setWaiting(expected);
  const invalidates = ['/stations/:stationId/files'] as const;
  const again = useWrite('POST', '/stations/:stationId/files/:fileId/again', { invalidates });
  const remove = useWrite('DELETE', '/stations/:stationId/files/:fileId', {
    invalidates,
    onDone: () => setRemoving(undefined),
  });
  const word = (id: string) => intl.formatMessage({ id: `diagnosis.${id}` });
  const columns: Column<StationFile>[] = [
    {
      id: 'asked',
      title: word('column.asked'),
      render: (file) => (
        <span>
          <Time at={file.askedAt} />
          {file.askedBy ? (
            <span className="dim small"> {intl.formatMessage({ id: 'diagnosis.by' }, { name: file.askedBy })}</span>
          ) : null}
        </span>
      ),
    },
    { id: 'log', title: word('column.log'), render: (file) => word(`log.${file.log}`) },
    { id: 'period', title: word('column.period'), minor: true, render: (file) => <Period file={file} /> },
    { id: 'state', title: word('column.state'), render: (file) => <FileStateCell file={file} /> },
    {
      id: 'file',
      title: word('column.file'),
      render: (file) =>
        file.file ? (
          <span title={intl.formatMessage({ id: 'diagnosis.checksum' }, { sum: file.file.sha256 })}>
            {may ? (
              <a
                href={`/api/v1/stations/${stationId}/files/${file.id}/content`}
                download
                aria-label={intl.formatMessage({ id: 'diagnosis.downloadOf' }, { name: file.file.name })}
              >
                {file.file.name}
              </a>
            ) : (
              file.file.name
            )}
          </span>
        ) : (
          <span className="dim">–</span>
        ),
    },
    {
      id: 'size',
      title: word('column.size'),
      align: 'right',
      minor: true,
      render: (file) => (file.file ? formatBytes(file.file.size, intl.locale) : <span className="dim">–</span>),
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      render: (file) => (may && file.state !== 'removed' ? actionsOf(file) : null),
    },
  ];
  const actionsOf = (file: StationFile) => (
    <span className="row-wrap" style={{ justifyContent: 'flex-end' }}>
      {underWay(file) || file.state === 'received' ? null : (
        <button
          type="button"
          className="linklike small"
          disabled={again.isPending}
          onClick={() => again.mutate({ params: { stationId, fileId: file.id } })}
        >
          {word('again')}
        </button>
      )}
      {file.file || underWay(file) ? (
        <button
          type="button"
          className="linklike small"
          aria-label={intl.formatMessage(
            { id: 'diagnosis.deleteOf' },
            { name: file.file?.name ?? word(`log.${file.log}`) },
          )}
          onClick={() => setRemoving(file)}
        >
          {word(file.file ? 'delete' : 'withdraw')}
        </button>
      ) : null}
    </span>
  );
  const ask = (
    <Button leftSection={<IconPlus size={16} stroke={2} />} disabled={!may} onClick={() => setAsking(true)}>
      {word('ask')}
    </Button>
  );
  return (
    <>
      <Card title={word('title')} note={word('note')} actions={ask} flush>
        {may ? null : (
          <p className="small soft" style={{ padding: '0 16px 10px' }}>
            <FormattedMessage id="diagnosis.role" values={{ role: role }} />
          </p>
        )}
        {again.error ? <ProblemText error={again.error} /> : null}
        {list.error ? (
          <ProblemState error={list.error} onRetry={list.refetch} />
        ) : (
          <DataTable<StationFile>
            label={word('title')}
            columns={columns}
            rows={list.rows}
            rowKey={(file) => file.id}
            loading={list.loading && list.rows.length === 0}
            more={list.more}
            onMore={list.onMore}
            empty={
              <EmptyState
                icon={<IconFileDownload size={20} stroke={1.6} />}
                title={word('empty.title')}
                text={word('empty.text')}
              />
            }
          />
        )}
      </Card>
      {asking ? <AskDialog stationId={stationId} station={station} onClose={() => setAsking(false)} /> : null}
      {removing ? (
        <ConfirmDialog
          opened
          onClose={() => setRemoving(undefined)}
          title={intl.formatMessage(
            { id: 'diagnosis.delete.title' },
            { name: removing.file?.name ?? word(`log.${removing.log}`) },
          )}
          confirm={word(removing.file ? 'delete.do' : 'withdraw.do')}
          destructive
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ params: { stationId, fileId: removing.id } })}
        >
          <p className="soft">{word(removing.file ? 'delete.text' : 'withdraw.text')}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function Period({ file: { from, until } }: { file: StationFile }) {
  const intl = useIntl();
  if (!from && !until) return <span className="soft">{intl.formatMessage({ id: 'diagnosis.period.all' })}</span>;
  return (
    <span className="small">
      {from ? (
        <>
          {intl.formatMessage({ id: 'diagnosis.period.from' })} <Time at={from} />{' '}
        </>
      ) : null}
      {until ? (
        <>
          {intl.formatMessage({ id: 'diagnosis.period.until' })} <Time at={until} />
        </>
      ) : null}
    </span>
  );
}

/** The state as a word, and beneath it why it is so. */
function FileStateCell({ file }: { file: StationFile }) {
  const intl = useIntl();
  const why = file.reason ?? (['missing', 'timedOut', 'empty'].includes(file.state) ? file.state : undefined);
  const known = why !== undefined && intl.messages[`diagnosis.why.${why}`] !== undefined;
  return (
    <span>
      <Tag tone={tones[file.state]}>{intl.formatMessage({ id: `diagnosis.state.${file.state}` })}</Tag>
      {why ? (
        <span className="small soft" style={{ display: 'block', marginTop: 3 }}>
          {known ? intl.formatMessage({ id: `diagnosis.why.${why}` }) : <span className="mono">{why}</span>}
        </span>
      ) : null}
    </span>
  );
}
