import type { Clock } from '../lib/time.ts';

/** Keeps an answer per operator for a moment; who asks meanwhile waits for the one question that is under way. */
export function remember<T>(
  clock: Clock,
  forMs: number,
  load: (operatorId: number) => Promise<T>,
): (operatorId: number) => Promise<T> {
  const kept = new Map<number, { until: number; answer: Promise<T> }>();
  return (operatorId) => {
    const now = clock.monotonic();
    const known = kept.get(operatorId);
    if (known && known.until > now) return known.answer;
    const answer = load(operatorId);
    const entry = { until: now + forMs, answer };
    kept.set(operatorId, entry);
    answer.catch(() => kept.get(operatorId) === entry && kept.delete(operatorId));
    return answer;
  };
}
