import { describe, expect, it } from 'vitest';
import { AttemptLimiter, refill } from './limits.ts';

describe('refused attempts', () => {
  it('are limited within a minute and forgiven after it', () => {
    const limiter = new AttemptLimiter(3);
    expect([1, 2, 3, 4].map((now) => limiter.note('a', now))).toEqual([false, false, false, true]);
    expect(limiter.isOver('a', 5)).toBe(true);
    expect(limiter.isOver('b', 5)).toBe(false);
    expect(limiter.isOver('a', 60_001)).toBe(false);
    expect(limiter.note('a', 60_001)).toBe(false);
  });

  it('are counted in bounded memory, the oldest is forgotten first', () => {
    const limiter = new AttemptLimiter(1, 100);
    for (let i = 0; i < 10_000; i++) limiter.note(`name ${i}`, 0);
    expect(limiter.size).toBe(100);
    expect(limiter.isOver('name 9999', 1)).toBe(true);
    expect(limiter.isOver('name 0', 1)).toBe(false);
  });
});

describe('the message rate', () => {
  it.each([
    ['fills with time', 0, 1000, 100],
    ['is bounded by the burst', 0, 60_000, 300],
    ['is not changed by a clock that steps back', 7, -1000, 7],
  ])('%s', (_, tokens, elapsed, expected) => {
    expect(refill(tokens, elapsed, 100, 300)).toBe(expected);
  });
});
