import { expect, test } from 'vitest';
import { moved } from './order.tsx';
import { withoutChoices } from './rules.ts';

test('ADD-1 a field goes to the place of another, up or down', () => {
  expect(moved([1, 2, 3, 4], 1, 3)).toEqual([2, 3, 1, 4]);
  expect(moved([1, 2, 3, 4], 4, 2)).toEqual([1, 4, 2, 3]);
  expect(moved([1, 2], 1, 2)).toEqual([2, 1]);
});

test('a choice that is only written in another way is still there', () => {
  expect(withoutChoices(['Gold', 'Silver'], ['gold', 'Bronze'])).toEqual(['Silver']);
});
