import { expect, test } from 'vitest';
import { millisecondsOf, relativeText, spanText } from './moments.ts';

const now = Date.UTC(2025, 10, 22, 15, 20);

test('what was just now, or just ahead because clocks differ, is never yet to come', () => {
  expect(relativeText(now, now, 'en-GB')).toBe('0s ago');
  expect(relativeText(now + 4000, now, 'en-GB')).toBe('0s ago');
  expect(relativeText(now - 8000, now, 'en-GB')).toBe('8s ago');
  expect(relativeText(now - 8000, now, 'de-DE')).toBe('vor 8 s');
  expect(relativeText(now + 3 * 3_600_000, now, 'en-GB')).toBe('in 3h');
});

test('a duration has its two largest parts', () => {
  expect(spanText(38)).toBe('38 ms');
  expect(spanText(14 * 60_000)).toBe('14 min');
  expect(spanText(96 * 60_000)).toBe('1 h 36 min');
  expect(spanText(65_000)).toBe('1 min 5 s');
  expect(spanText(49 * 3_600_000)).toBe('2 d 1 h');
});

test('moments come as text or number; what cannot be read is none', () => {
  expect(millisecondsOf('2025-11-22T15:20:00.000Z')).toBe(now);
  expect(millisecondsOf('yesterday')).toBeUndefined();
  expect(millisecondsOf(null)).toBeUndefined();
});
