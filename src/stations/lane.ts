/** Takes in order what comes, and does so much of it side by side and no more. */
export interface Lane {
  readonly waiting: number;
  take<T>(work: () => Promise<T>): Promise<T>;
}

export function createLane(most: number): Lane {
  let waiting: (() => void)[] = [];
  let head = 0;
  let underWay = 0;
  const next = (): void => {
    if (head === waiting.length) underWay--;
    else waiting[head++]!();
    if (head < waiting.length && head < 1_000) return;
    waiting = waiting.slice(head);
    head = 0;
  };
  return {
    get waiting() {
      return waiting.length - head;
    },
    async take(work) {
      if (underWay < most) underWay++;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        next();
      }
    },
  };
}
