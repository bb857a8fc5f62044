import { IconShieldCheck } from '@tabler/icons-react';
import { useCallback } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSelect } from '../../../web/kit/filter-bar.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { SplitPane } from '../../../web/kit/split-pane.tsx';
import { StatusText, Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useChargePointChoices, usePlaceName } from '../../../web/log/log-parts.tsx';
import type { TabProps } from '../tabs.ts';
import { useErrorColumns } from './columns.tsx';
import type { ErrorRow, ErrorSummary } from './contract.ts';
import { ErrorDetail } from './detail.tsx';
import { ErrorFilters, noErrorFilters, useErrorFilters } from './filters.tsx';
import { useCodeTitle } from './words.tsx';
import './tab.css';

/** What is wrong with this station now, and what was. */
export function Tab({ stationId, station }: TabProps) {
  const intl = useIntl();
  const titleOf = useCodeTitle();
  const [values, change] = useUrlState();
  const filters = useErrorFilters();
  const places = useChargePointChoices(station);
  const nameOf = usePlaceName(station);
  const placeName = useCallback((row: ErrorRow) => nameOf(row.evse, row.connector), [nameOf]);
  const columns = useErrorColumns<ErrorRow>(placeName, values.error !== undefined);
  const summary = useRead('/stations/:stationId/errors/summary', { params: { stationId } });
  const pages = usePages('/stations/:stationId/errors', {
    params: { stationId },
    query: { ...filters, connector: values.connector },
  });
  const selected = pages.rows.find((row) => row.id === values.error);
  const never = summary.data?.codes.length === 0;
  const where = [...places, { value: '0', label: intl.formatMessage({ id: 'errors.place.station' }) }];

  return (
    <Card flush className="errors-card">
      {summary.data ? <Summary summary={summary.data} /> : null}
      <FilterBar>
        <ErrorFilters codes={summary.data?.codes ?? []} />
        <FilterSelect
          value={values.connector}
          onChange={(connector) => change({ connector })}
          label={intl.formatMessage({ id: 'errors.filter.place' })}
          choices={where}
          width={140}
        />
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
                never || values.state === undefined ? (
                  <EmptyState
                    icon={<IconShieldCheck size={20} stroke={1.6} />}
                    title={<FormattedMessage id={never ? 'errors.empty.title' : 'errors.open.none'} />}
                    text={<FormattedMessage id="errors.empty.text" />}
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
  );
}

/** Open errors by severity, and the connection state beside them: it is no error, but the first thing to know. */
function Summary({ summary }: { summary: ErrorSummary }) {
  const { open, connected, since } = summary;
  return (
    <div className="errors-summary">
      {open.critical > 0 ? (
        <Tag tone="bad">
          <FormattedMessage id="errors.open.critical" values={{ count: open.critical }} />
        </Tag>
      ) : null}
      {open.warning > 0 ? (
        <Tag tone="warn">
          <FormattedMessage id="errors.open.warning" values={{ count: open.warning }} />
        </Tag>
      ) : null}
      {open.info > 0 ? (
        <Tag tone="brand">
          <FormattedMessage id="errors.open.info" values={{ count: open.info }} />
        </Tag>
      ) : null}
      <StatusText
        standing={connected ? 'available' : 'offline'}
        label={
          since === undefined ? (
            <FormattedMessage id="errors.neverConnected" />
          ) : (
            <>
              <FormattedMessage id={connected ? 'errors.online' : 'errors.offline'} /> <Time at={since} exact />
            </>
          )
        }
      />
    </div>
  );
}
