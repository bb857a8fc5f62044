import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChargingProfile } from '../commands/charging-profile.ts';
import { type Circumstances, compositeSchedule, convert, type Installed, limitAt } from './composite.ts';

const noon = Date.UTC(2026, 10, 25, 12);
const hour = 3600;
const where: Circumstances = { evse: 1, unit: 'A', session: { transactionId: 'T', startedAt: noon } };

const profile = (id: number, limit: number, more: Partial<ChargingProfile> = {}): ChargingProfile => ({
  id,
  stackLevel: 0,
  purpose: 'txDefault',
  profileKind: 'absolute',
  schedules: [{ startsAt: noon - 86_400_000, unit: 'A', periods: [{ startSeconds: 0, limit }] }],
  ...more,
});
const at = (evse: number, one: ChargingProfile): Installed => ({ evse, profile: one });
const limits = (installed: readonly Installed[], circumstances: Circumstances = where, seconds = 24 * hour) =>
  compositeSchedule(installed, circumstances, noon, seconds).map(({ startSeconds, limit }) => [startSeconds, limit]);

describe('what profiles allow together', () => {
  it('nothing limits where there is none', () => {
    expect(limits([])).toEqual([[0, undefined]]);
  });
  it('K01.FR.17 the higher level wins, whatever it says', () => {
    expect(limits([at(0, profile(1, 16)), at(1, profile(2, 32, { stackLevel: 1 }))])).toEqual([[0, 32]]);
  });
  it('2.0.1 K 3.5 the session’s own profile wins over the default, the station’s limit over both', () => {
    const tx = profile(2, 20, { purpose: 'tx', transactionId: 'T' });
    expect(limits([at(0, profile(1, 10)), at(1, tx)])).toEqual([[0, 20]]);
    expect(limits([at(0, profile(1, 10)), at(1, tx), at(0, profile(3, 8, { purpose: 'stationMax' }))])).toEqual([
      [0, 8],
    ]);
    expect(limits([at(0, profile(4, 6, { purpose: 'stationExternal' })), at(1, tx)])).toEqual([[0, 6]]);
  });
  it('profiles of another session, of another charge point and of another time do not count', () => {
    const tx = profile(2, 20, { purpose: 'tx', transactionId: 'OTHER' });
    const over = profile(4, 5, { validTo: noon });
    expect(limits([at(1, tx), at(2, profile(3, 1)), at(1, over)])).toEqual([[0, undefined]]);
  });
  it('K01.FR.36, FR.37 validity begins and ends within', () => {
    const one = profile(1, 6, { validFrom: noon + 3600_000, validTo: noon + 7200_000 });
    expect(limits([at(1, one)])).toEqual([
      [0, undefined],
      [hour, 6],
      [2 * hour, undefined],
    ]);
  });
  it('K01.FR.11 to FR.13 periods, duration, then the level below', () => {
    const one = profile(1, 0, {
      stackLevel: 1,
      schedules: [
        {
          startsAt: noon,
          durationSeconds: 2 * hour,
          unit: 'A',
          periods: [
            { startSeconds: 0, limit: 10 },
            { startSeconds: hour, limit: 12 },
            { startSeconds: 9 * hour, limit: 1 },
          ],
        },
      ],
    });
    expect(limits([at(1, one), at(0, profile(2, 16))])).toEqual([
      [0, 10],
      [hour, 12],
      [2 * hour, 16],
    ]);
  });
  it('a profile recurs every day, also from long ago', () => {
    const night = profile(1, 0, {
      profileKind: 'recurring',
      recurrency: 'daily',
      schedules: [
        {
          startsAt: noon - 30 * 86_400_000 + 10 * 3600_000,
          durationSeconds: 8 * hour,
          unit: 'A',
          periods: [{ startSeconds: 0, limit: 32 }],
        },
      ],
    });
    expect(limits([at(1, night)], where, 48 * hour)).toEqual([
      [0, undefined],
      [10 * hour, 32],
      [18 * hour, undefined],
      [34 * hour, 32],
      [42 * hour, undefined],
    ]);
  });
  it('a relative one begins with the session, and without a session says nothing', () => {
    const { session: _, ...nobody } = where;
    const one = profile(1, 0, {
      profileKind: 'relative',
      schedules: [
        {
          unit: 'A',
          periods: [
            { startSeconds: 0, limit: 32 },
            { startSeconds: hour, limit: 16 },
          ],
        },
      ],
    });
    expect(limits([at(0, one)])).toEqual([
      [0, 32],
      [hour, 16],
    ]);
    expect(limits([at(0, one)], nobody)).toEqual([[0, undefined]]);
  });
  it('K01.FR.49 to FR.51 watts and amperes by phases and voltage', () => {
    const one = profile(1, 0, {
      schedules: [
        {
          startsAt: noon,
          unit: 'W',
          periods: [
            { startSeconds: 0, limit: 11_040 },
            { startSeconds: hour, limit: 3680, phases: 1 },
          ],
        },
      ],
    });
    expect(limits([at(1, one)])).toEqual([[0, 16]]);
    expect(limits([at(1, one)], { ...where, unit: 'W' })).toEqual([
      [0, 11_040],
      [hour, 3680],
    ]);
  });
});

const seconds = fc.integer({ min: -100, max: 200 }).map((n) => n * 900);
const anyProfile: fc.Arbitrary<Installed> = fc
  .record({
    id: fc.integer({ min: 1, max: 999 }),
    evse: fc.constantFrom(0, 1, 1, 2),
    stackLevel: fc.nat(2),
    purpose: fc.constantFrom('stationMax' as const, 'stationExternal' as const, 'txDefault' as const, 'tx' as const),
    profileKind: fc.constantFrom('absolute' as const, 'recurring' as const, 'relative' as const),
    recurrency: fc.constantFrom('daily' as const, 'weekly' as const),
    from: fc.option(seconds, { nil: undefined }),
    to: fc.option(seconds, { nil: undefined }),
    starts: seconds,
    duration: fc.option(
      fc.integer({ min: 1, max: 100 }).map((n) => n * 900),
      { nil: undefined },
    ),
    unit: fc.constantFrom('A' as const, 'W' as const),
    steps: fc.array(
      fc.record({ gap: fc.integer({ min: 1, max: 20 }), limit: fc.nat(32), phases: fc.constantFrom(undefined, 1, 3) }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map((one) => {
    let start = 0;
    const periods = one.steps.map(({ gap, limit, phases }, index) => {
      if (index > 0) start += gap * 900;
      return {
        startSeconds: start,
        limit: one.unit === 'W' ? limit * 690 : limit,
        ...(phases === undefined ? {} : { phases }),
      };
    });
    return at(one.evse, {
      id: one.id,
      stackLevel: one.stackLevel,
      purpose: one.purpose,
      profileKind: one.profileKind,
      recurrency: one.recurrency,
      transactionId: 'T',
      ...(one.from === undefined ? {} : { validFrom: noon + one.from * 1000 }),
      ...(one.to === undefined ? {} : { validTo: noon + one.to * 1000 }),
      schedules: [
        {
          unit: one.unit,
          periods,
          ...(one.profileKind === 'relative' ? {} : { startsAt: noon + one.starts * 1000 }),
          ...(one.duration === undefined ? {} : { durationSeconds: one.duration }),
        },
      ],
    });
  });

describe('whatever profiles there are', () => {
  const installed = fc.array(anyProfile, { maxLength: 6 });
  it('the curve says at every moment what the limit of that moment is', () => {
    fc.assert(
      fc.property(
        installed,
        fc.constantFrom('A' as const, 'W' as const),
        fc.integer({ min: 0, max: 48 * hour - 1 }),
        (profiles, unit, offset) => {
          const periods = compositeSchedule(profiles, { ...where, unit }, noon, 48 * hour);
          expect(periods[0]?.startSeconds).toBe(0);
          for (const [index, period] of periods.entries())
            if (index > 0) expect(period.startSeconds).toBeGreaterThan(periods[index - 1]!.startSeconds);
          const now = periods.findLast(({ startSeconds }) => startSeconds <= offset);
          expect(now?.limit).toBe(limitAt(profiles, { ...where, unit }, noon + offset * 1000).limit);
        },
      ),
      { numRuns: 500 },
    );
  });
  it('one more limit of the station never allows more', () => {
    const max = anyProfile.map(({ profile: one }) => at(0, { ...one, purpose: 'stationMax', stackLevel: 9 }));
    fc.assert(
      fc.property(
        installed.map((all) => all.filter((one) => one.profile.purpose !== 'stationMax')),
        max,
        fc.integer({ min: 0, max: 48 * hour }),
        (profiles, more, offset) => {
          const moment = noon + offset * 1000;
          const without = limitAt(profiles, where, moment).limit ?? Number.POSITIVE_INFINITY;
          expect(limitAt([...profiles, more], where, moment).limit ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(
            without,
          );
        },
      ),
    );
  });
  it('amperes to watts and back is the same', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 3 }), (limit, phases) => {
        expect(convert(convert(limit, 'A', 'W', { phases }), 'W', 'A', { phases })).toBeCloseTo(limit, 6);
      }),
    );
  });
});
