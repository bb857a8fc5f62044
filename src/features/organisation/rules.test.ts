import { describe, expect, it } from 'vitest';
import { deepest, refusalToMove, withAllBelow } from './rules.ts';

describe('the tree of entities', () => {
  const parents = new Map<number, number | undefined>([
    [1, undefined],
    [2, 1],
    [3, 2],
    [4, undefined],
  ]);
  it('knows what is below', () => {
    expect([...withAllBelow(parents, 1)]).toEqual([1, 2, 3]);
    expect([...withAllBelow(parents, 4)]).toEqual([4]);
  });
  it('has no circles', () => {
    expect(refusalToMove(parents, 1, 3)).toContain('below itself');
    expect(refusalToMove(parents, 1, 1)).toContain('below itself');
    expect(refusalToMove(parents, 3, 4)).toBeUndefined();
    expect(refusalToMove(parents, 3, undefined)).toBeUndefined();
  });
  it('ends somewhere', () => {
    const chain = new Map(Array.from({ length: deepest }, (_, n) => [n + 1, n === 0 ? undefined : n] as const));
    expect(refusalToMove(chain, undefined, deepest - 1)).toBeUndefined();
    expect(refusalToMove(chain, undefined, deepest)).toContain('deep');
  });
});
