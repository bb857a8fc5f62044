import { expect, test } from 'vitest';
import { ringOf } from './ring-shapes.ts';

test('shares add up to one and nothing has no piece', () => {
  const slices = ringOf([3, 0, null, 1], undefined);
  expect(slices.map((slice) => [slice.index, slice.share])).toEqual([
    [0, 0.75],
    [3, 0.25],
  ]);
});

test('a single value is a whole ring, no values are no ring', () => {
  expect(ringOf([5], undefined)[0]?.path.match(/Z/g)).toHaveLength(2);
  expect(ringOf([0, null], undefined)).toEqual([]);
});

test('the highlighted piece stands out', () => {
  const [first, second] = ringOf([1, 1], 0);
  expect(first?.path).toContain('97 97');
  expect(second?.path).toContain('92 92');
});
