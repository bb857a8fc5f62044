import { expect, test } from 'vitest';
import { heatStep } from './heat-map.tsx';
import { niceTicks } from './ticks.ts';

test('an axis has round numbers and reaches over the largest value', () => {
  expect(niceTicks(1120)).toEqual([0, 500, 1000, 1500]);
  expect(niceTicks(196, 4)).toEqual([0, 50, 100, 150, 200]);
  expect(niceTicks(0.3)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(niceTicks(0)).toEqual([0, 1]);
});

test('the colour scale keeps zero apart from little', () => {
  expect(heatStep(0, 10)).toBe(0);
  expect(heatStep(0.01, 10)).toBe(1);
  expect(heatStep(10, 10)).toBe(5);
  expect(heatStep(null, 10)).toBe(0);
  expect(heatStep(12, 10)).toBe(5);
});
