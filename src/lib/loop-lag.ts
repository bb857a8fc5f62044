import type { Clock } from './time.ts';

/** How late the event loop is: the measure of whether this process can keep up. */
export interface LoopLag {
  /** Of the last second or so, ms; the worst counts, and fades. */
  readonly ms: number;
  start(): void;
  stop(): void;
}

const everyMs = 100;

export function createLoopLag(clock: Pick<Clock, 'monotonic'>): LoopLag {
  let timer: NodeJS.Timeout | undefined;
  let lag = 0;
  let last = 0;
  return {
    get ms() {
      // While the loop stands still nobody can look; right after it the timer has not run yet.
      return timer === undefined ? 0 : Math.max(lag, clock.monotonic() - last - everyMs);
    },
    start() {
      last = clock.monotonic();
      timer ??= setInterval(() => {
        const now = clock.monotonic();
        lag = Math.max(now - last - everyMs, lag * 0.85);
        last = now;
      }, everyMs).unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
      lag = 0;
    },
  };
}
