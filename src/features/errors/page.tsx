import { IconShieldCheck } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterText } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { SplitPane } from '../../../web/kit/split-pane.tsx';
import { StatusIcon } from '../../../web/kit/status.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { useErrorColumns } from './columns.tsx';
import type { FleetErrorRow } from './contract.ts';
import { ErrorDetail } from './detail.tsx';
import { ErrorFilters, noErrorFilters, useErrorFilters } from './filters.tsx';
import { texts } from './texts.ts';
import { useCodeTitle } from './words.tsx';
import './tab.css';

/** The errors of all stations. */
export default function ErrorsPage() {
  return (
    <WithTexts texts={texts}>
      <FleetErrors />
    </WithTexts>
  );
}

function FleetErrors() {
  const intl = useIntl();
  const titleOf = useCodeTitle();
  const [values, change] = useUrlState();
  const filters = useErrorFilters();
  const placeName = useCallback(
    (row: FleetErrorRow) =>
      row.connectorName ??
      intl.formatMessage(
        { id: row.evse === 0 ? 'errors.place.station' : row.connector > 1 ? 'errors.place.nn' : 'errors.place.n' },
        { evse: row.evse, connector: row.connector },
      ),
    [intl],
  );
  const common = useErrorColumns<FleetErrorRow>(placeName, values.error !== undefined);
  const columns = useMemo(
    () => [stationColumn(intl.formatMessage({ id: 'errors.station' })), ...common],
    [common, intl],
  );
  const summary = useRead('/errors/summary');
  const pages = usePages('/errors', { query: { ...filters, station: values.station } });
  const selected = pages.rows.find((row) => row.id === values.error);
  const never = summary.data?.codes.length === 0;
  const open = summary.data
    ? summary.data.open.critical + summary.data.open.warning + summary.data.open.info
    : undefined;

  return (
    <Page
      fill
      title={intl.formatMessage({ id: 'errors.fleet.title' })}
      note={
        open === undefined ? null : open === 0 ? (
          <FormattedMessage id="errors.open.none" />
        ) : (
          <FormattedMessage id="errors.fleet.note" values={{ open, stations: summary.data?.stations ?? 0 }} />
        )
      }
    >
      <Card flush className="errors-card">
        <FilterBar>
          <FilterText
            value={values.station}
            onChange={(station) => change({ station })}
            label={intl.formatMessage({ id: 'errors.filter.station' })}
            width={200}
          />
          <ErrorFilters codes={summary.data?.codes ?? []} />
        </FilterBar>
        <div className="errors-list">
          {pages.error ? (
            <ProblemState error={pages.error} onRetry={pages.refetch} />
          ) : (
            <SplitPane
              side={selected ? <ErrorDetail error={selected} place={placeName(selected)} /> : undefined}
              sideTitle={selected ? titleOf(selected.code) : undefined}
              onClose={() => change({ error: undefined })}
            >
              <DataTable
                label={intl.formatMessage({ id: 'errors.table' })}
                columns={columns}
                rows={pages.rows}
                rowKey={(row) => row.id}
                selected={selected?.id}
                onRow={(row) => change({ error: row.id })}
                loading={pages.loading}
                more={pages.more}
                onMore={pages.onMore}
                rowHeight={52}
                empty={
                  never || (values.state === undefined && values.station === undefined) ? (
                    <EmptyState
                      icon={<IconShieldCheck size={20} stroke={1.6} />}
                      title={<FormattedMessage id={never ? 'errors.empty.title' : 'errors.open.none'} />}
                      text={<FormattedMessage id="errors.fleet.empty.text" />}
                    />
                  ) : (
                    <NoHits onClear={() => change(noErrorFilters)} />
                  )
                }
              />
            </SplitPane>
          )}
        </div>
      </Card>
    </Page>
  );
}

const stationColumn = (title: string): Column<FleetErrorRow> => ({
  id: 'station',
  title,
  width: '210px',
  render: (row) => (
    <span className="errors-words errors-station">
      <span className="row">
        <GoTo to={`/stations/${row.stationId}/errors`}>{visibleText(row.stationName)}</GoTo>
        {row.connected ? null : <StatusIcon standing="offline" />}
      </span>
      <span className="mono dim">{visibleText(row.identity)}</span>
    </span>
  ),
});
