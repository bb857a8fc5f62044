import { describe, expect, it } from 'vitest';
import { localTime } from '../../lib/local-time.ts';
import { letterOf } from './letter.ts';
import { asksFor, isQuiet, nextWallTime, type Quiet, readyAt, wallTime } from './rules.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
const zone = 'Europe/Berlin';
const night: Quiet = { from: 22 * 60, to: 7 * 60, meanwhile: 'wait', criticalThrough: true };
const now = { kind: 'now' } as const;

describe('quiet hours are those of the receiver’s wall', () => {
  it('over midnight, from and to', () => {
    const local = localTime(zone);
    for (const [text, quiet] of [
      ['2026-06-01T19:59:00Z', false],
      ['2026-06-01T20:00:00Z', true],
      ['2026-06-02T04:59:00Z', true],
      ['2026-06-02T05:00:00Z', false],
    ] as const)
      expect(isQuiet(night, local, at(text)), text).toBe(quiet);
  });

  it('what comes meanwhile waits for the end, in summer and winter, and through the night the clocks change', () => {
    expect(iso(readyAt(at('2026-06-01T21:00:00Z'), false, zone, now, [night]))).toBe('2026-06-02T05:00:00.000Z');
    expect(iso(readyAt(at('2026-01-01T22:00:00Z'), false, zone, now, [night]))).toBe('2026-01-02T06:00:00.000Z');
    // 2026-03-29: 02:00 becomes 03:00.
    expect(iso(readyAt(at('2026-03-28T22:00:00Z'), false, zone, now, [night]))).toBe('2026-03-29T05:00:00.000Z');
    // 2026-10-25: 03:00 becomes 02:00.
    expect(iso(readyAt(at('2026-10-24T21:00:00Z'), false, zone, now, [night]))).toBe('2026-10-25T06:00:00.000Z');
  });

  it('or is left out; what is critical comes through where that is wanted', () => {
    const strict = { ...night, meanwhile: 'leaveOut', criticalThrough: false } as const;
    const late = at('2026-06-01T21:00:00Z');
    expect(readyAt(late, false, zone, now, [strict])).toBeUndefined();
    expect(readyAt(late, true, zone, now, [strict])).toBeUndefined();
    expect(readyAt(late, true, zone, now, [night])).toBe(late);
    expect(readyAt(late, true, zone, now, [night, strict])).toBeUndefined();
    expect(readyAt(at('2026-06-01T12:00:00Z'), false, zone, now, [strict])).toBe(at('2026-06-01T12:00:00Z'));
  });
});

describe('digests', () => {
  it('every so many minutes together', () => {
    const every = { kind: 'every', minutes: 15 } as const;
    const first = readyAt(at('2026-06-01T10:01:00Z'), false, zone, every, []);
    expect(iso(first)).toBe('2026-06-01T10:15:00.000Z');
    expect(readyAt(at('2026-06-01T10:14:59Z'), false, zone, every, [])).toBe(first);
  });

  it('daily when the wall says so, on days of 23 and 25 hours too, and where that time does not exist', () => {
    const local = localTime(zone);
    expect(iso(nextWallTime(local, at('2026-03-28T12:00:00Z'), 8 * 60))).toBe('2026-03-29T06:00:00.000Z');
    expect(iso(nextWallTime(local, at('2026-10-24T12:00:00Z'), 8 * 60))).toBe('2026-10-25T07:00:00.000Z');
    // 02:30 is leapt over.
    expect(iso(wallTime(local, at('2026-03-29T12:00:00Z'), 150))).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(nextWallTime(local, at('2026-06-01T06:00:00Z'), 8 * 60))).toBe('2026-06-02T06:00:00.000Z');
    expect(iso(readyAt(at('2026-06-01T06:30:00Z'), false, zone, { kind: 'daily', at: 480 }, [night]))).toBe(
      '2026-06-02T06:00:00.000Z',
    );
  });
});

it('a critical error is asked for under both names', () => {
  expect(asksFor(['error.critical'], 'error.opened', true)).toBe(true);
  expect(asksFor(['error.critical'], 'error.opened', false)).toBe(false);
  expect(asksFor(['error.opened'], 'error.opened', false)).toBe(true);
});

describe('a mail', () => {
  const station = { id: 7, name: 'Köln 1' };
  const fault = (time: string) => ({
    event: 'error.opened',
    at: at(time),
    station,
    body: { code: 'GroundFailure', severity: 'critical', place: { evse: 2 } },
  });
  const links = { consoleUrl: 'https://yard.example', rule: 'Nights' };

  it('is grouped by station and cause, in the receiver’s language and zone, with links', () => {
    const { subject, text } = letterOf(
      [
        fault('2026-06-01T10:00:00Z'),
        fault('2026-06-01T10:05:00Z'),
        { event: 'station.online', at: at('2026-06-01T10:06:00Z'), station: { id: 8, name: 'Bonn' }, body: {} },
      ],
      { language: 'de', timeZone: zone },
      links,
    );
    expect(subject).toBe('3 Meldungen zu 2 Stationen');
    expect(text).toContain('2 × Störung GroundFailure an Ladepunkt 2 (kritisch), 01.06., 12:00 bis 01.06., 12:05');
    expect(text).toContain('https://yard.example/stations/7/errors');
    expect(text).toContain('Wieder verbunden');
    expect(text).toContain('Regel „Nights“');
    expect(text.indexOf('Köln 1')).toBeLessThan(text.indexOf('Bonn'));
  });

  it('A-04 what stations say of themselves is one line of text', () => {
    const { subject, text } = letterOf(
      [{ ...fault('2026-06-01T10:00:00Z'), station: { id: 7, name: 'A\r\nBcc: eve@x.example\u202e' } }],
      { language: 'en', timeZone: 'UTC' },
      links,
    );
    expect(subject).toBe('A Bcc: eve@x.example : Error GroundFailure at charge point 2 (critical)');
    expect(text).not.toMatch(/\nBcc/);
  });

  it('does not go on for ever', () => {
    const { text } = letterOf(
      Array.from({ length: 900 }, (_, n) => ({ ...fault('2026-06-01T10:00:00Z'), station: { id: n, name: `S${n}` } })),
      { language: 'en', timeZone: 'UTC' },
      links,
    );
    expect(text).toContain('and 700 more');
  });
});
