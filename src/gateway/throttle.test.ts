import { describe, expect, it } from 'vitest';
import { Throttle } from './throttle.ts';

const at = { now: 1000 };
const clock = { now: () => 0, monotonic: () => at.now };
const taken = (throttle: Throttle, tries: number) =>
  Array.from({ length: tries }, () => throttle.take()).filter(Boolean).length;

describe('a station’s pace', () => {
  it('W-19 is a burst, then the rate', () => {
    const throttle = new Throttle(clock, { messagesPerSecond: 100, messageBurst: 300, floodMs: 60_000 });
    expect(taken(throttle, 1000)).toBe(300);
    at.now += 500;
    expect(taken(throttle, 1000)).toBe(50);
    at.now += 3_600_000;
    expect(taken(throttle, 1000)).toBe(300);
  });

  it('W-19 above its rate for a minute without a break is a flood', () => {
    const throttle = new Throttle(clock, { messagesPerSecond: 100, messageBurst: 300, floodMs: 60_000 });
    expect(throttle.floods()).toBe(false);
    for (let second = 0; second < 60; second++) {
      taken(throttle, 1000);
      expect(throttle.floods()).toBe(false);
      at.now += 1000;
    }
    taken(throttle, 1000);
    at.now += 10;
    expect(throttle.floods()).toBe(true);
  });

  it('W-19 a break forgives', () => {
    const throttle = new Throttle(clock, { messagesPerSecond: 100, messageBurst: 300, floodMs: 60_000 });
    taken(throttle, 1000);
    expect(throttle.floods()).toBe(false);
    at.now += 70_000;
    taken(throttle, 1000);
    expect(throttle.floods()).toBe(false);
  });

  it('pauses as long as the desk asked', () => {
    const throttle = new Throttle(clock, { messagesPerSecond: 1, messageBurst: 1, floodMs: 1 });
    throttle.holdFor(100);
    expect(throttle.onHold).toBe(true);
    at.now += 100;
    expect(throttle.onHold).toBe(false);
  });
});
