import fc from 'fast-check';
import { expect, it } from 'vitest';
import { iso } from '../lib/time.ts';
import { readTime } from './timestamp.ts';

const utc = (text: string) => Date.parse(text);

it.each([
  ['2026-03-01T10:20:30Z', '2026-03-01T10:20:30Z', undefined],
  ['2026-03-01T10:20:30.123456Z', '2026-03-01T10:20:30.123Z', undefined],
  ['2026-03-01T10:20:30,5Z', '2026-03-01T10:20:30.500Z', undefined],
  ['2026-03-01T10:20:30+02:00', '2026-03-01T08:20:30Z', undefined],
  ['2026-03-01T10:20:30-0530', '2026-03-01T15:50:30Z', undefined],
  ['2026-03-01T10:20:30+01', '2026-03-01T09:20:30Z', undefined],
  ['2026-03-01t10:20:30z', '2026-03-01T10:20:30Z', undefined],
  ['2026-03-01T10:20Z', '2026-03-01T10:20:00Z', undefined],
  ['2026-03-01T24:00:00Z', '2026-03-02T00:00:00Z', undefined],
  ['2026-12-31T23:59:60Z', '2027-01-01T00:00:00Z', undefined],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z', undefined],
  ['2026-03-01T10:20:30', '2026-03-01T10:20:30Z', 'time.noZone'],
  ['2026-03-01 10:20:30', '2026-03-01T10:20:30Z', 'time.noZone'],
  ['2100-12-31T23:00:00Z', '2100-12-31T23:00:00Z', undefined],
  ['222222017-10-27T19:10:11Z', undefined, 'time.outOfRange'],
  ['1970-01-01T00:00:00Z', undefined, 'time.outOfRange'],
  ['2101-01-01T00:00:00Z', undefined, 'time.outOfRange'],
  ['2026-02-30T00:00:00Z', undefined, 'time.unreadable'],
  ['2026-13-01T00:00:00Z', undefined, 'time.unreadable'],
  ['2026-03-01T24:00:01Z', undefined, 'time.unreadable'],
  ['2026-03-01T25:00:00Z', undefined, 'time.unreadable'],
  ['2026-03-01', undefined, 'time.unreadable'],
  ['yesterday', undefined, 'time.unreadable'],
  ['2026-03-01T10:20:30Z; DROP TABLE', undefined, 'time.unreadable'],
] as const)('T-13 %s', (raw, expected, suspect) => {
  const read = readTime(raw);
  expect(read.time.raw).toBe(raw);
  expect(read.time.at).toBe(expected === undefined ? undefined : utc(expected));
  expect(read.suspect).toBe(suspect);
});

it('T-13 a time that was not sent is not odd', () => {
  for (const absent of [undefined, null, '']) expect(readTime(absent)).toEqual({ time: {} });
});

it('T-13 any text and any value is read without a fault, and never to a time outside 2000 to 2100', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.anything(), fc.stringMatching(/^\d{1,9}-\d\d?-\d\d?T\d\d?:\d\d:\d\dZ?$/)),
      (raw) => {
        const { time } = readTime(typeof raw === 'symbol' || (typeof raw === 'object' && raw !== null) ? 1 : raw);
        if (time.at !== undefined) expect(iso(time.at)).toMatch(/^2(0\d\d|100)-/);
        expect((time.raw ?? '').length).toBeLessThanOrEqual(64);
      },
    ),
  );
});

it('T-13 every time in range comes back to the millisecond, whatever its zone', () => {
  const zones = fc.integer({ min: -14 * 60, max: 14 * 60 });
  const times = fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2100, 11, 30) });
  fc.assert(
    fc.property(times, zones, (at, zone) => {
      const sign = zone < 0 ? '-' : '+';
      const [hours, minutes] = [Math.trunc(Math.abs(zone) / 60), Math.abs(zone) % 60];
      const local = iso(at + zone * 60_000).slice(0, -1);
      const raw = `${local}${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
      expect(readTime(raw)).toEqual({ time: { raw, at } });
      expect(readTime(iso(at)).time.at).toBe(at);
    }),
  );
});
