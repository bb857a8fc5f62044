import { describe, expect, it } from 'vitest';
import { hourSlots, localTime } from './local-time.ts';
import { hour } from './time.ts';

const at = (text: string) => Date.parse(text);
const vienna = localTime('Europe/Vienna');

describe('wall clock', () => {
  it('knows days that have 23, 24 and 25 hours', () => {
    const length = (text: string) => (vienna.startOfDay(at(text), 1) - vienna.startOfDay(at(text))) / hour;
    expect(length('2026-03-29T10:00:00Z')).toBe(23);
    expect(length('2026-03-30T10:00:00Z')).toBe(24);
    expect(length('2026-10-25T10:00:00Z')).toBe(25);
  });

  it('starts the day where midnight does not exist', () => {
    const santiago = localTime('America/Santiago');
    // 2025-09-07 00:00 is skipped: the day begins at 01:00, UTC 04:00.
    expect(santiago.startOfDay(at('2025-09-07T15:00:00Z'))).toBe(at('2025-09-07T04:00:00Z'));
    expect(santiago.dayOf(at('2025-09-07T04:00:00Z'))).toBe('2025-09-07');
    expect(santiago.dayOf(at('2025-09-07T03:59:59Z'))).toBe('2025-09-06');
  });

  it('keeps the time of day when it goes back over a change', () => {
    expect(vienna.shiftDays(at('2026-03-31T08:00:00Z'), -7)).toBe(at('2026-03-24T09:00:00Z'));
    expect(vienna.shiftDays(at('2026-10-28T09:00:00Z'), -7)).toBe(at('2026-10-21T08:00:00Z'));
  });
});

describe('hour slots', () => {
  it('INF-4 gives 02:00 no slot in the spring night and two in the autumn night', () => {
    const night = (day: string) => {
      const start = vienna.startOfDay(at(`${day}T12:00:00Z`));
      return hourSlots(vienna, start, vienna.startOfDay(start, 1)).filter((slot) => slot.hour >= 1 && slot.hour <= 3);
    };
    expect(night('2026-03-29').map((slot) => slot.hour)).toEqual([1, 3]);
    expect(night('2026-10-25').map((slot) => slot.hour)).toEqual([1, 2, 2, 3]);
    expect(night('2026-10-25').map((slot) => slot.weekday)).toEqual([6, 6, 6, 6]);
  });

  it('cuts at the local full hour in zones with half hours and leaves no gap', () => {
    const kolkata = localTime('Asia/Kolkata');
    const slots = hourSlots(kolkata, at('2026-01-05T00:10:00Z'), at('2026-01-05T02:00:00Z'));
    expect(slots.map((slot) => [new Date(slot.from).toISOString().slice(11, 16), slot.weekday, slot.hour])).toEqual([
      ['00:10', 0, 5],
      ['00:30', 0, 6],
      ['01:30', 0, 7],
    ]);
    expect(slots.at(-1)?.to).toBe(at('2026-01-05T02:00:00Z'));
  });

  it('covers 90 days without gap or overlap, also where the clock moves by half an hour', () => {
    for (const zone of ['Europe/Vienna', 'Australia/Lord_Howe', 'America/St_Johns', 'UTC']) {
      const slots = hourSlots(localTime(zone), at('2026-02-01T00:07:00Z'), at('2026-05-02T00:00:00Z'));
      let cursor = at('2026-02-01T00:07:00Z');
      for (const slot of slots) {
        expect(slot.from).toBe(cursor);
        expect(slot.to - slot.from).toBeLessThanOrEqual(hour);
        cursor = slot.to;
      }
      expect(cursor).toBe(at('2026-05-02T00:00:00Z'));
    }
  });
});
