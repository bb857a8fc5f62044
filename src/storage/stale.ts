import { ownerOf } from './batch.ts';
import type { Waiting } from './waiting.ts';

/**
 * What fence_writes refused of a batch, because another node owns the station by now, and the rest, which may be tried again at once.
 * undefined: the fault is another one.
 */
export function staleOf(
  batch: readonly Waiting[],
  error: unknown,
): { readonly lost: readonly Waiting[]; readonly rest: readonly Waiting[] } | undefined {
  const { code, detail } = error as { code?: unknown; detail?: unknown };
  if (code !== 'VY001' || typeof detail !== 'string') return undefined;
  const stale = new Set(detail.split(','));
  const lost = batch.filter(({ parcel }) => stale.has(ownerOf(parcel)));
  return lost.length === 0 ? undefined : { lost, rest: batch.filter((one) => !lost.includes(one)) };
}
