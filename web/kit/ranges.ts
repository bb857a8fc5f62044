export const rangeKeys = ['1h', '24h', '7d', '30d', '90d'] as const;
export type RangeKey = (typeof rangeKeys)[number];

const hour = 3_600_000;
const lengths: Readonly<Record<RangeKey, number>> = {
  '1h': hour,
  '24h': 24 * hour,
  '7d': 168 * hour,
  '30d': 720 * hour,
  '90d': 2160 * hour,
};

export interface Range {
  readonly key: RangeKey | 'custom' | 'all';
  /** Milliseconds since 1970; absent: from the beginning. */
  readonly from: number | undefined;
  /** Absent: until now, and on. */
  readonly until: number | undefined;
}

/**
 * The range an address names: `?range=7d`, or `?from=...&until=...`. `from` of a named range is cut to the step below, so that the
 * same question is asked for a while and its answer can be kept.
 */
export function rangeOf(
  values: Readonly<Record<string, string | undefined>>,
  fallback: RangeKey | 'all',
  now: number,
): Range {
  if (values.from || values.until) {
    const from = values.from ? Date.parse(values.from) : Number.NaN;
    const until = values.until ? Date.parse(values.until) : Number.NaN;
    return {
      key: 'custom',
      from: Number.isNaN(from) ? undefined : from,
      until: Number.isNaN(until) ? undefined : until,
    };
  }
  const key = rangeKeys.includes(values.range as RangeKey)
    ? (values.range as RangeKey)
    : values.range === 'all'
      ? 'all'
      : fallback;
  if (key === 'all') return { key, from: undefined, until: undefined };
  const step = key === '1h' ? 60_000 : 300_000;
  return { key, from: Math.floor((now - lengths[key]) / step) * step, until: undefined };
}
