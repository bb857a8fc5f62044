import { expect, test } from 'vitest';
import { matchOf, numbersIn, serialKey, warrantyFrom } from './rules.ts';

test('CMP-4 a number is the same however it is written', () => {
  expect(serialKey(' m-100/b ')).toBe('M100B');
  expect(serialKey('--')).toBeUndefined();
  const declared = [
    { id: 1, serialKey: 'M100B', iccid: undefined },
    { id: 2, serialKey: undefined, iccid: '8943 01' },
  ];
  expect([
    matchOf(declared, 'M 100 b'),
    matchOf(declared, '894301'),
    matchOf(declared, 'x'),
    matchOf(declared, undefined),
  ]).toEqual([1, 2, undefined, undefined]);
});

test('a warranty ends on the same day of its last month, or on the last day of a shorter one', () => {
  expect(warrantyFrom('2026-12-01', 24)).toBe('2028-12-01');
  expect(warrantyFrom('2026-08-31', 6)).toBe('2027-02-28');
});

test('CMP-3 the numbers of a change are read from what the error tells', () => {
  expect(numbersIn('a → b')).toEqual({ before: 'a', now: 'b' });
  expect(numbersIn('b')).toEqual({ now: 'b' });
});
