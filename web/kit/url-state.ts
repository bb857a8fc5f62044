import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

export type UrlValues = Readonly<Record<string, string | undefined>>;

/**
 * What a page shows lives in its address: `const [values, change] = useUrlState()`. `change({ text: undefined })`
 * takes one out. Replaces the current entry unless `push` is set, so that Back leaves the page and not one keystroke.
 */
export function useUrlState(): [UrlValues, (patch: UrlValues, options?: { push?: boolean }) => void] {
  const search = useRouterState({ select: (state) => state.location.search }) as unknown as Record<string, unknown>;
  const navigate = useNavigate();
  const values = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(search).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
      ),
    [search],
  );
  const change = useCallback(
    (patch: UrlValues, options: { push?: boolean } = {}) => {
      void navigate({
        to: '.',
        replace: !options.push,
        resetScroll: false,
        search: ((before: Record<string, unknown>) => {
          const after: Record<string, unknown> = { ...before };
          for (const [name, value] of Object.entries(patch)) {
            if (value === undefined || value === '') delete after[name];
            else after[name] = value;
          }
          return after;
        }) as never,
      });
    },
    [navigate],
  );
  return [values, change];
}
