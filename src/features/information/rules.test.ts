import { describe, expect, it } from 'vitest';
import { localTime } from '../../lib/local-time.ts';
import { hour } from '../../lib/time.ts';
import {
  availability,
  complement,
  deliveredUntil,
  energyWithin,
  firmwareChanges,
  lastDays,
  powerSteps,
  type SessionSpan,
  sessionsAcross,
  union,
  utilisation,
} from './rules.ts';

const at = (text: string) => Date.parse(text);
const vienna = localTime('Europe/Vienna');
const monday = 0;
const saturday = 5;
const sunday = 6;
let number = 0;
const session = (from: string, to: string, evse?: number, energyWh?: number): SessionSpan => ({
  number: ++number,
  from: at(from),
  to: at(to),
  ...(evse === undefined ? {} : { evse }),
  ...(energyWh === undefined ? {} : { energyWh }),
});

describe('utilisation by weekday and hour', () => {
  // One week with the spring change: Monday 23 March 00:00 to Monday 30 March 00:00, Vienna. Sunday has no 02:00.
  const spring = { from: at('2026-03-22T23:00:00Z'), to: at('2026-03-29T22:00:00Z') };
  // One week with the autumn change: Monday 19 October 00:00 to Monday 26 October 00:00. Sunday has 02:00 twice.
  const autumn = { from: at('2026-10-18T22:00:00Z'), to: at('2026-10-25T23:00:00Z') };

  it('INF-4 equals a hand count over the spring change', () => {
    const { inUse } = utilisation(
      [
        // Monday 06:30-08:00 local (UTC+1) at the first of two charge points: half of 06 and all of 07
        session('2026-03-23T05:30:00Z', '2026-03-23T07:00:00Z', 1),
        // Saturday 23:00 to Sunday 04:00 local: 4 real hours, because 02:00-03:00 does not exist
        session('2026-03-28T22:00:00Z', '2026-03-29T02:00:00Z', 2),
      ],
      2,
      spring,
      vienna,
    );
    expect(inUse[monday]!.slice(5, 9)).toEqual([0, 0.25, 0.5, 0]);
    expect(inUse[saturday]![23]).toBe(0.5);
    expect(inUse[sunday]!.slice(0, 5)).toEqual([0.5, 0.5, null, 0.5, 0]);
    const busyHours = inUse.flat().reduce<number>((sum, cell) => sum + (cell ?? 0) * 2, 0);
    expect(busyHours).toBeCloseTo(1.5 + 4, 9);
  });

  it('INF-4 equals a hand count over the autumn change', () => {
    const { inUse } = utilisation(
      // Sunday 02:00 CEST to 02:00 CET: the first of the two hours called 02
      [session('2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z', 1)],
      1,
      autumn,
      vienna,
    );
    expect(inUse[sunday]!.slice(1, 4)).toEqual([0, 0.5, 0]);
    expect(inUse.flat().every((cell) => cell !== null)).toBe(true);
  });

  it('INF-4 counts a charge point once where sessions overlap there', () => {
    const { inUse } = utilisation(
      [
        session('2026-03-23T05:00:00Z', '2026-03-23T06:00:00Z', 1),
        session('2026-03-23T05:15:00Z', '2026-03-23T06:00:00Z', 1),
      ],
      1,
      spring,
      vienna,
    );
    expect(inUse[monday]![6]).toBe(1);
  });

  it('cuts sessions at the edges of the window', () => {
    const { inUse } = utilisation([session('2026-03-01T00:00:00Z', '2026-03-22T23:30:00Z', 1)], 1, spring, vienna);
    expect(inUse[monday]!.slice(0, 2)).toEqual([0.5, 0]);
  });

  it('gives energy per hour, and none where no session reported any', () => {
    const charged = session('2026-03-23T05:30:00Z', '2026-03-23T07:30:00Z', 1, 20_000);
    const { energyWh } = utilisation([charged], 1, spring, vienna);
    expect(energyWh![monday]!.slice(6, 9)).toEqual([5000, 10_000, 5000]);
    expect(
      utilisation([session('2026-03-23T05:30:00Z', '2026-03-23T07:30:00Z', 1)], 1, spring, vienna).energyWh,
    ).toBeUndefined();
  });
});

describe('energy of a day', () => {
  const midnight = at('2026-03-23T23:00:00Z');
  const night = session('2026-03-23T21:00:00Z', '2026-03-24T05:00:00Z', 1, 16_000);

  it('follows the meter where readings are known', () => {
    const readings = [
      { at: at('2026-03-23T22:00:00Z'), wh: 10_000 },
      { at: at('2026-03-24T00:00:00Z'), wh: 16_000 },
    ];
    expect(deliveredUntil(night, midnight, readings)).toBe(13_000);
  });

  it('is spread evenly where none are known, and ignores readings that go back', () => {
    expect(deliveredUntil(night, midnight, [])).toBe(4000);
    expect(
      deliveredUntil(night, midnight, [
        { at: midnight, wh: 4000 },
        { at: midnight + 1, wh: 2 },
      ]),
    ).toBe(4000);
  });

  it('adds up to the whole over the days, also when the day has 23 hours', () => {
    const over = session('2026-03-28T20:00:00Z', '2026-03-30T04:00:00Z', 1, 32_000);
    const days = lastDays(vienna, at('2026-03-30T10:00:00Z'), 4);
    expect(days.map((one) => one.day)).toEqual(['2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30']);
    const parts = days.map((one) => energyWithin([over], one, new Map()) ?? 0);
    expect(parts).toEqual([0, 3000, 23_000, 6000]);
  });

  it('is not known when no session of the day reported energy, and zero when there was no session', () => {
    const silent = session('2026-03-24T08:00:00Z', '2026-03-24T09:00:00Z', 1);
    const today = { from: midnight, to: midnight + 24 * hour };
    expect(energyWithin([silent], today, new Map())).toBeUndefined();
    expect(energyWithin([], today, new Map())).toBe(0);
    expect(
      energyWithin([silent, session('2026-03-24T08:00:00Z', '2026-03-24T09:00:00Z', 2, 700)], today, new Map()),
    ).toBe(700);
  });

  it('asks for the meter only of sessions that a cut goes through', () => {
    const day = session('2026-03-24T08:00:00Z', '2026-03-24T09:00:00Z', 1, 5);
    expect(sessionsAcross([night, day], [midnight])).toEqual([night]);
  });
});

describe('availability', () => {
  const window = { from: 0, to: 10 * hour };

  it('counts offline time once, and faults only at their charge point', () => {
    const result = availability(
      [1, 2],
      [
        { from: -hour, to: 4 * hour },
        { from: 5 * hour, to: 12 * hour },
      ],
      [
        // From 3:30 to 5:30 at EVSE 1: one hour of it is offline anyway
        { evse: 1, from: 3.5 * hour, to: 5.5 * hour },
        { evse: 1, from: 3.75 * hour, to: 4.25 * hour },
      ],
      window,
    );
    expect(result).toEqual({ share: 1 - 3 / 20, offlineMs: hour, faultMs: hour });
  });

  it('a fault of the station itself counts at every charge point', () => {
    const result = availability([1, 2], [window], [{ evse: 0, from: 0, to: hour }], window);
    expect(result).toEqual({ share: 1 - 2 / 20, offlineMs: 0, faultMs: 2 * hour });
  });

  it('is not known for a station without charge points or without a window', () => {
    expect(availability([], [window], [], window)).toBeUndefined();
    expect(availability([1], [window], [], { from: 5, to: 5 })).toBeUndefined();
  });
});

describe('spans', () => {
  it('unites and complements', () => {
    expect(
      union([
        { from: 4, to: 5 },
        { from: 1, to: 2 },
        { from: 2, to: 4 },
        { from: 7, to: 7 },
      ]),
    ).toEqual([{ from: 1, to: 5 }]);
    expect(
      complement(
        [
          { from: 2, to: 3 },
          { from: -5, to: 1 },
        ],
        { from: 0, to: 4 },
      ),
    ).toEqual([
      { from: 1, to: 2 },
      { from: 3, to: 4 },
    ]);
  });
});

it('INF-5 firmware changes are told newest first with the version they replaced', () => {
  expect(
    firmwareChanges([
      { version: '2.8.0', since: 1 },
      { version: '2.8.1', since: 2 },
      { version: '2.8.0', since: 3 },
    ]),
  ).toEqual([
    { from: '2.8.1', to: '2.8.0', at: 3 },
    { from: '2.8.0', to: '2.8.1', at: 2 },
    { to: '2.8.0', at: 1 },
  ]);
});

it('power in steps holds the last reading, and tells silence from zero', () => {
  const sessions: SessionSpan[] = [
    { number: 1, from: 0, to: 30 },
    { number: 2, from: 20, to: 50 },
  ];
  const points = [
    { number: 1, at: 5, w: 100 },
    { number: 2, at: 35, w: 7 },
  ];
  expect(powerSteps(sessions, points, { from: 0, to: 60 }, 6)).toEqual([100, 100, 100, 7, 7, 0]);
  expect(powerSteps([{ number: 3, from: 0, to: 30 }], points, { from: 0, to: 30 }, 3)).toEqual([null, null, null]);
});
