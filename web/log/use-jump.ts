import { useEffect } from 'react';
import { useUrlState } from '../kit/url-state.ts';
import type { LogRow } from './merge.ts';

/** Context around a row that was jumped to: more before it than after, because the list begins with the newest. */
export const jumpRange = (receivedAt: string): { readonly from: string; readonly until: string } => ({
  from: new Date(Date.parse(receivedAt) - 300_000).toISOString(),
  until: new Date(Date.parse(receivedAt) + 10_000).toISOString(),
});

/**
 * An address names a row: without a range, the minutes around it become the range if the row is not in the list; with
 * one, older pages are read until the row is there.
 */
export function useJump(
  found: LogRow | undefined,
  log: {
    readonly rows: readonly LogRow[];
    readonly loading: boolean;
    readonly more: boolean;
    readonly onMore: () => void;
  },
): void {
  const [{ from, until, range }, change] = useUrlState();
  const chosen = from ?? until ?? range;
  const { rows, loading, more, onMore } = log;
  useEffect(() => {
    if (!found || loading || rows.some((row) => row.id === found.id)) return;
    if (chosen === undefined) change(jumpRange(found.receivedAt));
    else if (more && rows.length < 3000 && (rows.at(-1)?.receivedAt ?? '') >= found.receivedAt) onMore();
  }, [found, rows, loading, more, onMore, chosen, change]);
}
