import { useEffect } from 'react';
import { useUrlState } from '../kit/url-state.ts';
import type { LogRow } from './merge.ts';

const around = 5 * 60_000;

/** An address that names a row outside of the list, and no range: the minutes around it become the range. */
export function useJump(found: LogRow | undefined, rows: readonly LogRow[], loading: boolean): void {
  const [{ from, until, range }, change] = useUrlState();
  const chosen = from ?? until ?? range;
  useEffect(() => {
    if (!found || loading || chosen !== undefined || rows.some((row) => row.id === found.id)) return;
    const at = Date.parse(found.receivedAt);
    change({ from: new Date(at - around).toISOString(), until: new Date(at + around).toISOString() });
  }, [found, rows, loading, chosen, change]);
}
