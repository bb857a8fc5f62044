import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { FilterSegments, FilterSelect } from '../../../web/kit/filter-bar.tsx';
import { FilterMany } from '../../../web/kit/filter-many.tsx';
import { RangePicker, useRange } from '../../../web/kit/range.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useCodeTitle } from './words.tsx';

const severities = ['critical', 'warning', 'info'] as const;
const sources = ['reported', 'derived'] as const;

/** The filters of the address as the API takes them. */
export function useErrorFilters() {
  const [{ state, code, severity, source }] = useUrlState();
  const { fromIso, untilIso } = useRange('all');
  return useMemo(
    () => ({
      isOpen: state === 'all' ? undefined : state !== 'closed',
      code,
      severity,
      source: source === 'reported' || source === 'derived' ? (source as 'reported' | 'derived') : undefined,
      from: fromIso,
      to: untilIso,
    }),
    [state, code, severity, source, fromIso, untilIso],
  );
}

/** Takes every filter out; all errors are then shown, not only the open ones. */
export const noErrorFilters = {
  state: 'all',
  code: undefined,
  severity: undefined,
  source: undefined,
  connector: undefined,
  station: undefined,
  range: undefined,
  from: undefined,
  until: undefined,
};

/** Open or closed, period, code, severity, source: for one station and for all. */
export function ErrorFilters({ codes }: { codes: readonly { readonly code: string; readonly open: number }[] }) {
  const intl = useIntl();
  const titleOf = useCodeTitle();
  const [values, change] = useUrlState();
  const state = values.state === 'closed' || values.state === 'all' ? values.state : 'open';
  return (
    <>
      <FilterSegments
        value={state}
        onChange={(next) => change({ state: next === 'open' ? undefined : next })}
        label={intl.formatMessage({ id: 'errors.filter.state' })}
        choices={(['open', 'closed', 'all'] as const).map((value) => ({
          value,
          label: intl.formatMessage({ id: `errors.state.${value}` }),
        }))}
      />
      <RangePicker fallback="all" />
      <FilterMany
        value={values.code}
        onChange={(code) => change({ code })}
        label={intl.formatMessage({ id: 'errors.filter.code' })}
        choices={codes.map(({ code, open }) => ({
          value: code,
          label: titleOf(code),
          ...(open > 0 ? { note: intl.formatNumber(open) } : {}),
        }))}
        width={150}
      />
      <FilterMany
        value={values.severity}
        onChange={(severity) => change({ severity })}
        label={intl.formatMessage({ id: 'errors.filter.severity' })}
        choices={severities.map((value) => ({ value, label: intl.formatMessage({ id: `errors.severity.${value}` }) }))}
        width={150}
      />
      <FilterSelect
        value={values.source}
        onChange={(source) => change({ source })}
        label={intl.formatMessage({ id: 'errors.filter.source' })}
        choices={sources.map((value) => ({ value, label: intl.formatMessage({ id: `errors.source.${value}` }) }))}
        width={150}
      />
    </>
  );
}
