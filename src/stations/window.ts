import type { Clock } from '../lib/time.ts';

export interface Window {
  /** Counts one more; false when this name had its share. */
  take(name: string): boolean;
  /** Its count begins anew. */
  forget(name: string): void;
}

/** So many per name in a fixed window of time. Bounded: with too many names it begins anew. */
export function createWindow({
  clock,
  limit,
  windowMs,
}: {
  readonly clock: Clock;
  readonly limit: number;
  readonly windowMs: number;
}): Window {
  const counts = new Map<string, number>();
  let since = clock.monotonic();
  return {
    take(name) {
      if (clock.monotonic() - since > windowMs || counts.size > 50_000) {
        counts.clear();
        since = clock.monotonic();
      }
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return count <= limit;
    },
    forget: (name) => void counts.delete(name),
  };
}
