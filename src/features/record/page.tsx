import { Button, Menu } from '@mantine/core';
import { IconDownload, IconHistory } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import { addressOf } from '../../../web/api/address.ts';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSelect, FilterText } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { RangePicker, useRange } from '../../../web/kit/range.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import type { RecordEntry } from './contract.ts';
import { EntryDialog, useEntryName } from './entry.tsx';
import { texts } from './texts.ts';

export default function AuditPage() {
  return (
    <WithTexts texts={texts}>
      <Audit />
    </WithTexts>
  );
}

/** Every change and every command: who, when, old and new. */
function Audit() {
  const intl = useIntl();
  const [values, change] = useUrlState();
  const range = useRange('all');
  const nameOf = useEntryName();
  const types = useRead('/audit/types', {}, { staleMs: 60_000 });
  const filter = {
    ...(values.person ? { userId: values.person } : {}),
    ...(values.type ? { type: [values.type] } : {}),
    ...(values.station ? { stationId: Number(values.station) } : {}),
    ...(values.text ? { text: values.text } : {}),
    ...(range.fromIso ? { from: range.fromIso } : {}),
    ...(range.untilIso ? { to: range.untilIso } : {}),
  };
  const list = usePages('/audit', { query: { ...filter, limit: 100 } });
  const filtered = Object.keys(filter).length > 0;
  const clear = () =>
    change({
      person: undefined,
      type: undefined,
      station: undefined,
      text: undefined,
      range: undefined,
      from: undefined,
      until: undefined,
    });
  const open = list.rows.find(({ id }) => id === values.entry);
  const word = (id: string) => intl.formatMessage({ id: `record.${id}` });
  const columns: Column<RecordEntry>[] = [
    { id: 'at', title: word('at'), width: '150px', render: ({ at }) => <Time at={at} exact /> },
    {
      id: 'who',
      title: word('who'),
      render: ({ userName, userId }) =>
        userName ?? (userId ? <span className="mono">{userId}</span> : <span className="dim">{word('program')}</span>),
    },
    { id: 'what', title: word('what'), render: (entry) => <span className="strong">{nameOf(entry.type)}</span> },
    {
      id: 'station',
      title: word('station'),
      minor: true,
      render: ({ stationId, stationName }) =>
        stationId === undefined ? null : (
          <GoTo to={`/stations/${stationId}`}>{visibleText(stationName ?? String(stationId))}</GoTo>
        ),
    },
    {
      id: 'values',
      title: word('values'),
      minor: true,
      render: ({ body }) => (
        <span className="mono small dim clip" style={{ display: 'block', maxWidth: 420 }}>
          {visibleText(JSON.stringify(body))}
        </span>
      ),
    },
  ];
  const fileOf = (format: 'csv' | 'ndjson') => addressOf('/audit/export', { query: { ...filter, format } });
  return (
    <Page
      title={word('title')}
      note={word('note')}
      actions={
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" leftSection={<IconDownload size={15} stroke={1.8} />}>
              {word('export')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(['csv', 'ndjson'] as const).map((format) => (
              <Menu.Item key={format} component="a" href={fileOf(format)} download>
                {word(`export.${format}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      }
    >
      <div className="card" style={{ overflow: 'hidden' }}>
        <FilterBar>
          <FilterText value={values.text} onChange={(text) => change({ text })} label={word('filter.text')} />
          <FilterSelect
            value={values.person}
            onChange={(person) => change({ person })}
            label={word('filter.person')}
            choices={(types.data?.people ?? []).map(({ userId, name }) => ({ value: userId, label: name }))}
          />
          <FilterSelect
            value={values.type}
            onChange={(type) => change({ type })}
            label={word('filter.type')}
            width={190}
            choices={(types.data?.types ?? []).map((value) => ({ value, label: nameOf(value) }))}
          />
          <RangePicker fallback="all" all />
        </FilterBar>
        {list.error ? (
          <ProblemState error={list.error} onRetry={list.refetch} />
        ) : (
          <DataTable<RecordEntry>
            label={word('title')}
            columns={columns}
            rows={list.rows}
            rowKey={({ id }) => id}
            loading={list.loading}
            more={list.more}
            onMore={list.onMore}
            onRow={({ id }) => change({ entry: id })}
            empty={
              filtered ? (
                <NoHits onClear={clear} />
              ) : (
                <EmptyState
                  icon={<IconHistory size={20} stroke={1.6} />}
                  title={<FormattedMessage id="record.empty.title" />}
                  text={<FormattedMessage id="record.empty.text" />}
                />
              )
            }
          />
        )}
      </div>
      {open ? <EntryDialog entry={open} onClose={() => change({ entry: undefined })} /> : null}
    </Page>
  );
}
