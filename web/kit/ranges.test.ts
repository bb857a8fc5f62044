import { expect, test } from 'vitest';
import { rangeOf } from './ranges.ts';

const now = Date.UTC(2025, 10, 22, 15, 20, 17);

test('a named range begins its length before now, cut to a step', () => {
  expect(rangeOf({ range: '1h' }, '24h', now)).toEqual({
    key: '1h',
    from: Date.UTC(2025, 10, 22, 14, 20),
    until: undefined,
  });
  expect(rangeOf({ range: '7d' }, '24h', now).from).toBe(Date.UTC(2025, 10, 15, 15, 20));
});

test('without a word the page has its own range, and nonsense falls back to it', () => {
  expect(rangeOf({}, '30d', now).key).toBe('30d');
  expect(rangeOf({ range: '3 weeks' }, '24h', now).key).toBe('24h');
  expect(rangeOf({}, 'all', now)).toEqual({ key: 'all', from: undefined, until: undefined });
});

test('two moments make a custom range; one that cannot be read is open', () => {
  expect(rangeOf({ from: '2025-11-01T00:00:00.000Z', until: 'soon' }, '24h', now)).toEqual({
    key: 'custom',
    from: Date.UTC(2025, 10, 1),
    until: undefined,
  });
});
