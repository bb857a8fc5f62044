import { IconMessages } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterSelect } from '../../../web/kit/filter-bar.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { useRange } from '../../../web/kit/range.tsx';
import { SplitPane } from '../../../web/kit/split-pane.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { LiveButton } from '../../../web/log/live-button.tsx';
import { directionOf, LogFilters, withoutFilters } from '../../../web/log/log-filters.tsx';
import { LogList } from '../../../web/log/log-list.tsx';
import { isOld, SearchedTo, useChargePointChoices } from '../../../web/log/log-parts.tsx';
import { useJump } from '../../../web/log/use-jump.ts';
import { useLog } from '../../../web/log/use-log.ts';
import type { TabProps } from '../tabs.ts';
import { useExchangeColumns } from './columns.tsx';
import type { ExchangeRow } from './contract.ts';
import { ExchangeDetail } from './detail.tsx';
import { ExportMenu } from './export-menu.tsx';
import './tab.css';

/** Everything that went over the wire, call and answer in one row, newest on top. */
export function Tab({ stationId, station }: TabProps) {
  const intl = useIntl();
  const url = useUrlState();
  const [values, change] = url;
  const [live, setLive] = useState(true);
  const range = useRange('all');
  const places = useChargePointChoices(station);
  const actions = useRead('/stations/:stationId/frames/actions', { params: { stationId } }, { staleMs: 60_000 });
  const filters = useFilters(values, range);
  const language: 'en' | 'de' = intl.locale.startsWith('de') ? 'de' : 'en';
  const ended = range.until !== undefined;
  const log = useLog<ExchangeRow>({
    url: '/stations/:stationId/frames',
    stationId,
    query: { ...filters, language },
    live: live && !ended,
    waits: (row) => row.kind === 'call' && row.latencyMs === undefined,
  });
  const columns = useExchangeColumns(values.frame !== undefined, isOld(log.rows));
  const selected = values.frame;
  const detail = useRead(
    '/stations/:stationId/frames/:frameId',
    { params: { stationId, frameId: selected ?? '' }, query: { language } },
    { enabled: selected !== undefined, keep: true },
  );
  useJump(selected === undefined ? undefined : detail.data, log);
  const filtered = Object.values(filters).some((value) => value !== undefined);
  const clear = () => change(withoutFilters('kind'));
  const row = log.rows.find((each) => each.id === selected);
  const none = log.rows.length === 0 && !log.loading;

  return (
    <Card flush className="log-card">
      <LogFilters
        words="comm"
        url={url}
        actions={actions.data?.items}
        places={places}
        end={
          <>
            <LiveButton live={live} missed={log.missed} onChange={setLive} ended={ended} />
            <ExportMenu stationId={stationId} station={station} filters={filters} />
          </>
        }
      >
        <FilterSelect
          value={values.kind}
          onChange={(kind) => change({ kind })}
          label={intl.formatMessage({ id: 'comm.filter.kind' })}
          choices={['errors', 'malformed'].map((value) => ({
            value,
            label: intl.formatMessage({ id: `comm.filter.${value}` }),
          }))}
          width={112}
        />
      </LogFilters>
      <div className="log-body">
        {log.error ? (
          <ProblemState error={log.error} onRetry={log.retry} />
        ) : none && !log.searchedTo ? (
          filtered ? (
            <NoHits onClear={clear} />
          ) : (
            <EmptyState
              icon={<IconMessages size={20} stroke={1.6} />}
              title={<FormattedMessage id="comm.empty.title" />}
              text={<FormattedMessage id="comm.empty.text" />}
            />
          )
        ) : (
          <SplitPane
            side={
              selected === undefined || !detail.data ? undefined : (
                <ExchangeDetail exchange={detail.data} stationId={stationId} station={station} />
              )
            }
            sideTitle={visibleText(detail.data?.action ?? intl.formatMessage({ id: 'comm.malformed' }))}
            onClose={() => change({ frame: undefined })}
          >
            <LogList
              label={intl.formatMessage({ id: 'comm.table' })}
              columns={columns}
              rows={log.rows}
              selected={row?.id}
              onSelect={({ id }) => change({ frame: id })}
              loading={log.loading}
              more={log.more && log.searchedTo === undefined}
              onMore={log.onMore}
              rowClass={(each) => (each.weight === 2 || each.malformed || each.errorCode ? 'comm-bad' : undefined)}
              end={log.searchedTo ? <SearchedTo at={log.searchedTo} onMore={log.onMore} /> : null}
            />
          </SplitPane>
        )}
      </div>
    </Card>
  );
}

/** The filters of the address as the API takes them. */
function useFilters(values: ReturnType<typeof useUrlState>[0], range: ReturnType<typeof useRange>) {
  const { text, action, direction, connector, kind, transaction } = values;
  const { fromIso, untilIso } = range;
  return useMemo(
    () => ({
      text,
      action,
      direction: directionOf(direction),
      connector,
      transaction: transaction === undefined ? undefined : Number(transaction),
      errors: kind === 'errors' ? true : undefined,
      malformed: kind === 'malformed' ? true : undefined,
      from: fromIso,
      to: untilIso,
    }),
    [text, action, direction, connector, kind, transaction, fromIso, untilIso],
  );
}
