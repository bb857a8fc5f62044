import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { FilterBar, FilterSegments, FilterSelect, FilterText } from '../kit/filter-bar.tsx';
import { FilterMany } from '../kit/filter-many.tsx';
import { RangePicker } from '../kit/range.tsx';
import type { useUrlState } from '../kit/url-state.ts';
import type { useChargePointChoices } from './log-parts.tsx';

const filters = ['text', 'action', 'direction', 'connector', 'transaction', 'range', 'from', 'until', 'frame'];

/** All filters of a log off, also `own`, the one that only this log has. */
export const withoutFilters = (own: string): Record<string, undefined> =>
  Object.fromEntries([...filters, own].map((name) => [name, undefined]));

/** What the messages of a station are filtered by, in words and on the wire alike; `children` is what only one of the two has. */
export function LogFilters({
  words,
  url: [values, change],
  actions,
  places,
  end,
  children,
}: {
  /** The beginning of the texts' ids. */
  words: 'comm' | 'logs';
  url: ReturnType<typeof useUrlState>;
  actions: readonly { readonly action: string; readonly count: number }[] | undefined;
  places: ReturnType<typeof useChargePointChoices>;
  end: ReactNode;
  children: ReactNode;
}) {
  const intl = useIntl();
  return (
    <FilterBar end={end}>
      <FilterText
        value={values.text}
        onChange={(text) => change({ text })}
        label={intl.formatMessage({ id: `${words}.filter.text` })}
        width={170}
      />
      <FilterMany
        value={values.action}
        onChange={(action) => change({ action })}
        label={intl.formatMessage({ id: `${words}.filter.action` })}
        choices={(actions ?? []).map(({ action, count }) => ({
          value: action,
          label: action,
          note: intl.formatNumber(count),
        }))}
        width={152}
      />
      <FilterSegments
        value={directionOf(values.direction) ?? 'all'}
        onChange={(direction) => change({ direction: direction === 'all' ? undefined : direction })}
        label={intl.formatMessage({ id: `${words}.direction` })}
        choices={(['all', 'in', 'out'] as const).map((value) => ({
          value,
          label: intl.formatMessage({ id: `${words}.direction.${value}` }),
        }))}
      />
      <RangePicker fallback="all" />
      {places.length > 1 ? (
        <FilterSelect
          value={values.connector}
          onChange={(connector) => change({ connector })}
          label={intl.formatMessage({ id: `${words}.filter.place` })}
          choices={places}
          width={152}
        />
      ) : null}
      {children}
      {values.transaction ? (
        <button type="button" className="linklike small" onClick={() => change({ transaction: undefined })}>
          <FormattedMessage id={`${words}.session.n`} values={{ number: values.transaction }} /> ✕
        </button>
      ) : null}
    </FilterBar>
  );
}

/** The direction of the address as the API takes it. */
export const directionOf = (value: string | undefined): 'in' | 'out' | undefined =>
  value === 'in' || value === 'out' ? value : undefined;
