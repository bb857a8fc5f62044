import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

/** How much of the memory this process may have is in use. */
export interface MemoryWatch {
  /** 0 to 1, as it was a moment ago. */
  readonly share: number;
  start(): void;
  stop(): void;
}

const everyMs = 1000;

export function createMemoryWatch(look: () => number = usedShare): MemoryWatch {
  let timer: NodeJS.Timeout | undefined;
  let share = 0;
  return {
    get share() {
      return share;
    },
    start() {
      timer ??= setInterval(() => {
        share = look();
      }, everyMs).unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
      share = 0;
    },
  };
}

/** V8 ends the process where its heap is full, the system where a container's bound is reached: whichever is nearer. */
export function usedShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  const bound = process.constrainedMemory();
  const contained = bound > 0 && bound < totalmem() ? process.memoryUsage.rss() / bound : 0;
  return Math.max(used / limit, contained);
}
