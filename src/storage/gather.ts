/**
 * Answers many single questions with few queries: what is asked while a query is under way goes with the next one. At most
 * `parallel` queries at once, `size` questions each.
 */
export function createGatherer<Q, A>(
  fetch: (questions: readonly Q[]) => Promise<readonly A[]>,
  { size = 200, parallel = 2 }: { readonly size?: number; readonly parallel?: number } = {},
): (question: Q) => Promise<A> {
  let waiting: { question: Q; resolve: (answer: A) => void; reject: (error: unknown) => void }[] = [];
  let running = 0;
  let scheduled = false;

  const next = (): void => {
    scheduled = false;
    while (running < parallel && waiting.length > 0) {
      const these = waiting.slice(0, size);
      waiting = waiting.slice(size);
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
          next();
        });
    }
  };

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (scheduled) return;
      scheduled = true;
      // Everything that is asked in this turn of the loop goes together.
      setImmediate(next);
    });
}
