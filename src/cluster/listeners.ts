import type { Log } from '../lib/log.ts';

export interface Listeners<T> {
  /** Returns what ends the listening. */
  add(listener: (thing: T) => void): () => void;
  tell(thing: T): void;
}

/** Plain calls, one after the other; the bug of one listener reaches neither the others nor whoever tells. */
export function createListeners<T>(log: Log): Listeners<T> {
  const listeners = new Set<(thing: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(thing) {
      for (const listener of listeners) {
        try {
          listener(thing);
        } catch (error) {
          // It must not reach the station whose message is being answered.
          log.error({ err: error }, 'A listener of the bus failed');
        }
      }
    },
  };
}
