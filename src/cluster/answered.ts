import { type Clock, second } from '../lib/time.ts';

/** A question that comes twice (a redelivery, a repetition on the way) is answered once. */
export interface Answered<T> {
  once(id: string, work: () => Promise<T>): Promise<T>;
}

const keptMs = 30 * second;
const mostKept = 10_000;

export function createAnswered<T>(clock: Clock): Answered<T> {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<T> }>();
  return {
    once(id, work) {
      const known = kept.get(id);
      if (known !== undefined) return known.answer;
      const answer = work();
      const now = clock.monotonic();
      kept.set(id, { until: now + keptMs, answer });
      // In the order of arrival: the first ones are the oldest.
      for (const [old, { until }] of kept) {
        if (until > now && kept.size <= mostKept) break;
        kept.delete(old);
      }
      return answer;
    },
  };
}
