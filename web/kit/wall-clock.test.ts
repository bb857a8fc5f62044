import { describe, expect, it } from 'vitest';
import { momentAt, wallClock } from './wall-clock.ts';

describe('a wall clock in the zone of a site', () => {
  it.each([
    ['2026-06-01T12:00', 'Europe/Vienna', '2026-06-01T10:00:00.000Z'],
    ['2026-01-01T12:00', 'Europe/Vienna', '2026-01-01T11:00:00.000Z'],
    ['2026-01-01T00:30', 'America/New_York', '2026-01-01T05:30:00.000Z'],
    ['2026-01-01T00:30', 'Asia/Kolkata', '2025-12-31T19:00:00.000Z'],
    ['2026-01-01T00:30', 'UTC', '2026-01-01T00:30:00.000Z'],
  ])('%s in %s is %s and back', (local, zone, iso) => {
    expect(momentAt(local, zone)).toBe(iso);
    expect(wallClock(Date.parse(iso), zone)).toBe(local);
  });

  it('JOB-5 knows the nights when clocks change', () => {
    expect(momentAt('2026-03-29T02:30', 'Europe/Vienna'), 'is left out').toBeUndefined();
    expect(momentAt('2026-03-29T03:00', 'Europe/Vienna')).toBe('2026-03-29T01:00:00.000Z');
    expect(momentAt('2026-10-25T02:30', 'Europe/Vienna'), 'comes twice: the first').toBe('2026-10-25T00:30:00.000Z');
  });

  it('takes nothing that is no time', () => {
    for (const text of ['', 'tomorrow', '2026-13-01T12:00', '2026-01-01'])
      expect(momentAt(text, 'UTC')).toBeUndefined();
  });
});
