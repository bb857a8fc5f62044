import { IconReceipt2 } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSelect, FilterText } from '../../../web/kit/filter-bar.tsx';
import { formatEnergy } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { RangePicker, useRange } from '../../../web/kit/range.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { placeKeyOf, placeName } from '../../../web/sheet/places.ts';
import type { StationHead, TabProps } from '../tabs.ts';
import { useColumns } from './columns.tsx';
import { SessionDialog } from './session-dialog.tsx';
import './charge-logs.css';

/** What the address says the list shows. */
function useFilter() {
  const [values, change] = useUrlState();
  const range = useRange('all');
  const { chargePoint, card, state, flagged, session } = values;
  return {
    values,
    change,
    session: session !== undefined && /^\d+$/.test(session) ? Number(session) : undefined,
    filtered: [chargePoint, card, state, flagged].some(Boolean) || range.key !== 'all',
    query: {
      chargePoint: /^\d{1,5}\.\d{1,5}$/.test(chargePoint ?? '') ? chargePoint : undefined,
      card,
      state: state === 'running' || state === 'ended' ? state : undefined,
      flagged: flagged === 'true' ? true : flagged === 'false' ? false : undefined,
      from: range.fromIso,
      to: range.untilIso,
    } as const,
  };
}

/** Running and finished sessions; the filter and the open session live in the address. */
export function Tab({ stationId, station }: TabProps) {
  const intl = useIntl();
  const { values, change, session, filtered, query } = useFilter();
  const pages = usePages('/stations/:stationId/charge-logs', { params: { stationId }, query: { ...query, limit: 50 } });
  const open = (number: number | undefined) =>
    change({ session: number === undefined ? undefined : String(number) }, { push: number !== undefined });
  const columns = useColumns(station);
  const clear = () =>
    change({
      chargePoint: undefined,
      card: undefined,
      state: undefined,
      flagged: undefined,
      range: undefined,
      from: undefined,
      until: undefined,
    });
  const say = (id: string) => intl.formatMessage({ id: `charge-logs.${id}` });

  return (
    <Card flush className="cl-card">
      <FilterBar end={<SumsOf stationId={stationId} query={query} />}>
        <FilterText value={values.card} onChange={(card) => change({ card })} label={say('filter.card')} width={200} />
        <FilterSelect
          value={values.chargePoint}
          onChange={(chargePoint) => change({ chargePoint })}
          label={say('filter.chargePoint')}
          choices={placesOf(station).map((point) => ({
            value: placeKeyOf(point),
            label: placeName(intl, point, station.chargePoints),
          }))}
        />
        <RangePicker fallback="all" />
        <FilterSelect
          value={values.state}
          onChange={(state) => change({ state })}
          label={say('filter.state')}
          width={190}
          choices={(['running', 'ended'] as const).map((value) => ({ value, label: say(`filter.${value}`) }))}
        />
        <FilterSelect
          value={values.flagged}
          onChange={(flagged) => change({ flagged })}
          label={say('filter.flagged')}
          width={180}
          choices={(['true', 'false'] as const).map((value) => ({ value, label: say(`filter.flagged.${value}`) }))}
        />
      </FilterBar>
      {pages.error && pages.rows.length === 0 ? (
        <ProblemState error={pages.error} onRetry={pages.refetch} />
      ) : (
        <DataTable
          label={say('list')}
          columns={columns}
          rows={pages.rows}
          rowKey={(row) => row.number}
          loading={pages.loading}
          more={pages.more}
          onMore={pages.onMore}
          onRow={(row) => open(row.number)}
          rowClass={(row) => (row.endedAt === undefined ? 'cl-running' : undefined)}
          empty={
            filtered ? (
              <NoHits onClear={clear} />
            ) : (
              <EmptyState
                icon={<IconReceipt2 size={20} stroke={1.6} />}
                title={<FormattedMessage id="charge-logs.none.title" />}
                text={<FormattedMessage id="charge-logs.none.text" />}
              />
            )
          }
        />
      )}
      {session === undefined ? null : (
        <SessionDialog station={station} number={session} onClose={() => open(undefined)} />
      )}
    </Card>
  );
}

const placesOf = (station: StationHead) => station.chargePoints;

/** The sums of the whole filter, not only of the rows that are loaded. */
function SumsOf({ stationId, query }: { stationId: number; query: ReturnType<typeof useFilter>['query'] }) {
  const intl = useIntl();
  const { data } = useRead('/stations/:stationId/charge-logs/sums', { params: { stationId }, query }, { keep: true });
  if (!data) return null;
  const energy =
    data.energyWh === undefined
      ? intl.formatMessage({ id: 'charge-logs.sums.noEnergy' })
      : formatEnergy(data.energyWh, intl.locale);
  return (
    <span
      className="soft num nowrap"
      title={
        data.withoutEnergy > 0
          ? intl.formatMessage({ id: 'charge-logs.sums.without' }, { count: data.withoutEnergy })
          : undefined
      }
    >
      <FormattedMessage id="charge-logs.sums" values={{ count: data.sessions, energy }} />
    </span>
  );
}
