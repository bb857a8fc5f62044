import type { Instant } from '../../lib/time.ts';

/** A time in which the station was connected; without `to` it still is. */
export interface ConnectedSpan {
  readonly from: Instant;
  readonly to?: Instant;
}

export interface AvailabilityFigures {
  /** Connected share of each step, 0 to 1; null where the station had never connected yet. */
  readonly steps: (number | null)[];
  /** Connected share since the first connection or the beginning of the range; absent when it never connected. */
  readonly share?: number;
  readonly interruptions: number;
  readonly longestMs: number;
}

/**
 * How much of [from, to) a station was connected. `spans` may overlap (a station replaces its connection before the old
 * one is gone) and may begin before the range; `firstEver` is its first connection of all.
 */
export function availabilityOf(
  spans: readonly ConnectedSpan[],
  firstEver: Instant | undefined,
  from: Instant,
  to: Instant,
  stepMs: number,
): AvailabilityFigures {
  const count = Math.ceil((to - from) / stepMs);
  if (firstEver === undefined || firstEver >= to)
    return { steps: Array.from({ length: count }, () => null), interruptions: 0, longestMs: 0 };
  const begin = Math.max(from, firstEver);
  const merged = mergeSpans(spans, begin, to);
  const gaps = gapsBetween(merged, begin, to);
  const connected = merged.reduce((sum, span) => sum + span.to - span.from, 0);
  return {
    steps: Array.from({ length: count }, (_, index) => stepShare(merged, from + index * stepMs, stepMs, begin, to)),
    share: to === begin ? 1 : connected / (to - begin),
    interruptions: gaps.length,
    longestMs: gaps.reduce((longest, gap) => Math.max(longest, gap), 0),
  };
}

type Closed = { from: Instant; to: Instant };

function mergeSpans(spans: readonly ConnectedSpan[], begin: Instant, end: Instant): Closed[] {
  const inside = spans
    .map((span) => ({ from: Math.max(span.from, begin), to: Math.min(span.to ?? end, end) }))
    .filter((span) => span.to > span.from)
    .sort((a, b) => a.from - b.from);
  const merged: Closed[] = [];
  for (const span of inside) {
    const last = merged.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push(span);
  }
  return merged;
}

function gapsBetween(merged: readonly Closed[], begin: Instant, end: Instant): number[] {
  const edges = [{ from: begin, to: begin }, ...merged, { from: end, to: end }];
  return edges.slice(1).flatMap((span, index) => {
    const gap = span.from - edges[index]!.to;
    return gap > 0 ? [gap] : [];
  });
}

function stepShare(
  merged: readonly Closed[],
  from: Instant,
  stepMs: number,
  begin: Instant,
  end: Instant,
): number | null {
  const start = Math.max(from, begin);
  const stop = Math.min(from + stepMs, end);
  if (stop <= start) return null;
  let connected = 0;
  for (const span of merged) connected += Math.max(0, Math.min(span.to, stop) - Math.max(span.from, start));
  return connected / (stop - start);
}

/** How long a connection held, or has held until now. */
export const durationOf = (openedAt: Instant, closedAt: Instant | undefined, now: Instant): number =>
  Math.max(0, (closedAt ?? now) - openedAt);
