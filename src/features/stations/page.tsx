import { Button } from '@mantine/core';
import { IconPlug, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, type MouseEvent, Suspense, useMemo, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { formatPower } from '../../../web/kit/num.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { StandingChips } from './chips.tsx';
import { type Field, type StationRow, useColumns } from './columns.tsx';
import { ListFilters } from './filters.tsx';
import { columnsOf, filterNames, filterOf, isFiltered, shownFields, sortOf } from './list-state.tsx';
import { useLiveRows } from './live-rows.tsx';
import { texts } from './texts.ts';
import { SavedViews } from './views.tsx';
import './page.css';

const AddStation = lazy(() => import('./add-station.tsx'));
const MoveStations = lazy(() => import('./move-stations.tsx'));

export default function StationsPage() {
  return (
    <WithTexts texts={texts}>
      <StationList />
    </WithTexts>
  );
}

const noFields: readonly Field[] = [];

/** All stations: found, filtered and sorted on the server; what is shown lives in the address. */
function StationList() {
  const intl = useIntl();
  const navigate = useNavigate();
  const mayAdd = useRight('stations.onboard');
  const mayChange = useRight('stations.change');
  const maySeeLocations = useRight('locations.see');
  const [moving, setMoving] = useState(false);
  const [values, change] = useUrlState();
  const [adding, setAdding] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const counts = useRead('/stations/counts', {}, { staleMs: 10_000 });
  const maySeeFields = useRight('additionalInformation.see');
  const fields = useRead('/station-fields', {}, { enabled: maySeeFields, staleMs: 60_000 });
  const query = useMemo(
    () => ({ ...filterOf(values), ...sortOf(values), show: shownFields(values), limit: 100 }),
    [values],
  );
  const list = usePages('/stations', { query });
  const filtered = useRead(
    '/stations/filtered',
    { query: filterOf(values) },
    { enabled: isFiltered(values), keep: true },
  );
  useLiveRows(list.rows, query.show);
  const ids = useMemo(() => columnsOf(values), [values]);
  const columns = useColumns(ids, fields.data?.items ?? noFields, selected, setSelected, list.rows);
  const toImport = (event: MouseEvent) => {
    event.preventDefault();
    void navigate({ to: '/stations/import' as never });
  };

  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, undefined])));
  const all = counts.data?.stations;
  const shown = isFiltered(values) ? filtered.data?.stations : all;
  const empty = list.settled && list.rows.length === 0;
  const none = empty && !isFiltered(values);
  return (
    <Page
      fill
      title={intl.formatMessage({ id: 'stations.title' })}
      note={
        counts.data ? (
          <>
            <FormattedMessage
              id="stations.note"
              values={{ stations: counts.data.stations, chargePoints: counts.data.chargePoints }}
            />
            {counts.data.powerW === undefined ? null : (
              <>
                {' · '}
                <FormattedMessage
                  id="stations.powerNow"
                  values={{ power: formatPower(counts.data.powerW, intl.locale) }}
                />
              </>
            )}
          </>
        ) : (
          '\u00a0'
        )
      }
      actions={
        <>
          <SavedViews values={values} />
          {mayAdd ? (
            <Button component="a" c="var(--ink)" variant="default" href="/stations/import" onClick={toImport}>
              <FormattedMessage id="stations.import" />
            </Button>
          ) : null}
          {mayAdd ? (
            <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setAdding(true)}>
              <FormattedMessage id="stations.add" />
            </Button>
          ) : null}
        </>
      }
    >
      {none ? null : (
        <div className="list-filters">
          <StandingChips counts={counts.data?.byStanding} values={values} onChange={change} />
          <ListFilters
            values={values}
            fields={fields.data?.items ?? noFields}
            onChange={change}
            onClear={clear}
            shown={shown}
            all={all}
          />
        </div>
      )}
      <div className="card list-card">
        {list.error && list.rows.length === 0 ? (
          <ProblemState error={list.error} onRetry={list.refetch} />
        ) : (
          <DataTable<StationRow>
            fill
            label={intl.formatMessage({ id: 'stations.title' })}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            rowHeight={52}
            loading={list.loading}
            more={list.more}
            onMore={list.onMore}
            sort={values.sort ?? 'standing'}
            onSort={(sort) => change({ sort: sort === 'standing' ? undefined : sort })}
            onRow={(row) => void navigate({ to: `/stations/${row.id}/information` as never })}
            empty={
              isFiltered(values) ? (
                <NoHits onClear={clear} />
              ) : (
                <EmptyState
                  icon={<IconPlug size={20} stroke={1.6} />}
                  title={<FormattedMessage id="stations.empty.title" />}
                  text={<FormattedMessage id="stations.empty.text" />}
                  action={
                    mayAdd ? (
                      <Button
                        variant="default"
                        leftSection={<IconPlus size={16} stroke={2} />}
                        onClick={() => setAdding(true)}
                      >
                        <FormattedMessage id="stations.add" />
                      </Button>
                    ) : undefined
                  }
                />
              )
            }
          />
        )}
      </div>
      {selected.size > 0 ? (
        <div className="list-selected" role="status">
          <strong className="num">
            <FormattedMessage id="stations.selected" values={{ count: selected.size }} />
          </strong>
          {mayChange && maySeeLocations ? (
            <button type="button" className="linklike" onClick={() => setMoving(true)}>
              <FormattedMessage id="stations.move" />
            </button>
          ) : null}
          <button type="button" className="linklike" onClick={() => setSelected(new Set())}>
            <FormattedMessage id="stations.deselect" />
          </button>
        </div>
      ) : null}
      <Suspense>{adding ? <AddStation onClose={() => setAdding(false)} /> : null}</Suspense>
      <Suspense>
        {moving ? (
          <MoveStations
            stationIds={[...selected]}
            onClose={() => setMoving(false)}
            onMoved={() => setSelected(new Set())}
          />
        ) : null}
      </Suspense>
    </Page>
  );
}
