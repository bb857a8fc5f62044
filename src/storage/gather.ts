/**
 * Answers many single questions with few queries: what is asked while a query is under way goes with the next one. At most
 * `parallel` queries at once, `size` questions each. Between a query that several shared and the next lies at least `pauseMs`: single
 * questions never wait, and when many come at once (a storm of returning stations) ever more of them share a query.
 */
export function createGatherer<Q, A>(
  fetch: (questions: readonly Q[]) => Promise<readonly A[]>,
  {
    size = 200,
    parallel = 2,
    pauseMs = 0,
  }: { readonly size?: number; readonly parallel?: number; readonly pauseMs?: number } = {},
): (question: Q) => Promise<A> {
  let waiting: { question: Q; resolve: (answer: A) => void; reject: (error: unknown) => void }[] = [];
  let running = 0;
  let scheduled = false;
  let startedAt = Number.NEGATIVE_INFINITY;
  let shared = false;

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    const early = shared ? startedAt + pauseMs - performance.now() : 0;
    // Everything that is asked in this turn of the loop goes together.
    if (early > 0) setTimeout(next, early);
    else setImmediate(next);
  };

  const next = (): void => {
    scheduled = false;
    while (running < parallel && waiting.length > 0) {
      startedAt = performance.now();
      const these = waiting.slice(0, size);
      waiting = waiting.slice(size);
      shared = these.length > 1;
      running++;
      fetch(these.map(({ question }) => question))
        .then(
          (answers) => {
            for (let i = 0; i < these.length; i++) these[i]!.resolve(answers[i]!);
          },
          (error) => {
            for (const { reject } of these) reject(error);
          },
        )
        .finally(() => {
          running--;
          if (waiting.length > 0) schedule();
        });
    }
  };

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      schedule();
    });
}
