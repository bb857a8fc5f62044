import type { Clock } from '../lib/time.ts';
import type { Wall } from '../storage/as-operator.ts';

/** Keeps an answer per operator and entities for a moment; who asks meanwhile waits for the one question that is under way. */
export function remember<T>(clock: Clock, forMs: number, load: (wall: Wall) => Promise<T>): (wall: Wall) => Promise<T> {
  const kept = new Map<string, { until: number; answer: Promise<T> }>();
  return ({ operatorId, entities }) => {
    const now = clock.monotonic();
    const key = `${operatorId}.${entities ?? 'all'}`;
    const known = kept.get(key);
    if (known && known.until > now) return known.answer;
    if (kept.size >= mostKept) kept.clear();
    const answer = load({ operatorId, entities });
    const entry = { until: now + forMs, answer };
    kept.set(key, entry);
    answer.catch(() => kept.get(key) === entry && kept.delete(key));
    return answer;
  };
}

const mostKept = 1000;
