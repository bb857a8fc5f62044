import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { api } from '../../../web/api/client.ts';
import { useLiveChanges } from '../../../web/live.ts';
import type { StationRow } from './columns.tsx';

const renewEveryMs = 1000;
const mostAtOnce = 200;

type Pages = InfiniteData<{ items: StationRow[]; next?: string }>;

/** Brings rows on the screen up to date in place as their stations change; their order stays until the list is asked for again. */
export function useLiveRows(rows: readonly StationRow[], show: readonly number[] | undefined): void {
  const client = useQueryClient();
  const shown = useRef<ReadonlySet<number>>(new Set());
  shown.current = new Set(rows.map((row) => row.id));
  const fields = useRef(show as number[] | undefined);
  fields.current = show as number[] | undefined;
  const waiting = useRef(new Set<number>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const renew = useCallback(async () => {
    timer.current = undefined;
    const ids = [...waiting.current].slice(0, mostAtOnce);
    for (const id of ids) waiting.current.delete(id);
    if (ids.length === 0) return;
    const { items } = await api.get('/stations/rows', { query: { ids, show: fields.current } });
    const fresh = new Map(items.map((item) => [item.id, item]));
    client.setQueriesData<Pages>({ queryKey: ['/stations'] }, (data) =>
      data?.pages
        ? {
            ...data,
            pages: data.pages.map((page) => ({ ...page, items: page.items.map((item) => fresh.get(item.id) ?? item) })),
          }
        : data,
    );
  }, [client]);

  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveChanges((changes) => {
    for (const change of changes) if (shown.current.has(change.station)) waiting.current.add(change.station);
    // A failed renewal is made good by the next change or resync.
    if (waiting.current.size > 0) timer.current ??= setTimeout(() => void renew().catch(() => undefined), renewEveryMs);
  });
}
