/** What was fetched, for a while: at most so many bytes, the longest unused goes first. */
export interface Memory<T> {
  /** The one that is known or on its way, or a new one; `keep` says until when a result may be used again, and how big it is. */
  get(key: string, make: () => Promise<Made<T>>): Promise<T>;
}

export interface Made<T> {
  readonly value: T;
  /** By the clock that never jumps, ms from now; 0: not at all. */
  readonly forMs: number;
  readonly bytes: number;
}

interface Entry<T> {
  readonly value: Promise<T>;
  until: number;
  bytes: number;
}

export function createMemory<T>(mostBytes: number, monotonic: () => number): Memory<T> {
  /** In the order of use. */
  const entries = new Map<string, Entry<T>>();
  let total = 0;
  const drop = (key: string, entry: Entry<T>): void => {
    if (entries.get(key) !== entry) return;
    entries.delete(key);
    total -= entry.bytes;
  };

  return {
    get(key, make) {
      const known = entries.get(key);
      if (known !== undefined && known.until > monotonic()) {
        entries.delete(key);
        entries.set(key, known);
        return known.value;
      }
      if (known !== undefined) drop(key, known);
      const making = make();
      // Whoever asks the same meanwhile waits for the same.
      const entry: Entry<T> = { value: making.then(({ value }) => value), until: Number.POSITIVE_INFINITY, bytes: 0 };
      entries.set(key, entry);
      making.then(
        ({ forMs, bytes }) => {
          if (entries.get(key) !== entry) return;
          entry.until = monotonic() + forMs;
          entry.bytes = bytes + key.length;
          total += entry.bytes;
          for (const [oldest, one] of entries) {
            if (total <= mostBytes) break;
            if (one.bytes > 0) drop(oldest, one);
          }
        },
        () => drop(key, entry),
      );
      return entry.value;
    },
  };
}
