import { describe, expect, it } from 'vitest';
import { descriptions } from '../commands/fields/index.ts';
import { readForm } from '../commands/fields/read.ts';
import type { Profile } from './contract.ts';
import { limitProfile } from './limit.tsx';
import { rawProfile } from './raw.tsx';

const now = Date.parse('2026-03-01T12:00:00.400Z');
const profile = (over: Partial<Profile>): Profile => ({
  id: 7,
  evse: 1,
  purpose: 'txDefault',
  profileKind: 'absolute',
  stackLevel: 3,
  schedules: [{ unit: 'W', startsAt: '2026-03-01T10:00:00.000Z', periods: [{ startSeconds: 0, limit: 22_000 }] }],
  source: 'CSO',
  by: 'command',
  at: '2026-03-01T10:00:00.000Z',
  ...over,
});

describe('one limit from now on, as a profile', () => {
  it('of the whole station, a charge point or a session, each with its purpose', () => {
    const of = (over: object) => limitProfile({ evse: 2, value: 11_000, unit: 'W', ...over }, [], now).body;
    expect(of({ evse: 0 })).toEqual({
      evse: 0,
      purpose: 'stationMax',
      profileKind: 'absolute',
      stackLevel: 0,
      schedules: [{ unit: 'W', startsAt: '2026-03-01T12:00:00.000Z', periods: [{ startSeconds: 0, limit: 11_000 }] }],
    });
    expect(of({})).toMatchObject({ evse: 2, purpose: 'txDefault' });
    expect(of({ sessionNumber: 9, unit: 'A', value: 16 })).toMatchObject({
      purpose: 'tx',
      transactionNumber: 9,
      schedules: [{ unit: 'A', periods: [{ limit: 16 }] }],
    });
  });

  it('ends by itself where an end is given', () => {
    const until = '2026-03-01T14:00:00.000Z';
    expect(limitProfile({ evse: 1, value: 1, unit: 'W', until }, [], now).body).toMatchObject({
      validTo: until,
      schedules: [{ durationSeconds: 7200 }],
    });
  });

  it('K01.FR.06: takes the place of our highest one there, and stands above what is not ours or not there', () => {
    const limit = { evse: 1, value: 1, unit: 'W' } as const;
    const mine = profile({});
    expect(limitProfile(limit, [profile({ id: 1, stackLevel: 0 }), mine], now)).toMatchObject({
      replaces: mine,
      body: { id: 7, stackLevel: 3 },
    });
    for (const other of [profile({ source: 'EMS' }), profile({ evse: 0 })]) {
      const { replaces, body } = limitProfile(limit, [other], now);
      expect(replaces).toBeUndefined();
      expect(body.stackLevel).toBe(4);
      expect(body).not.toHaveProperty('id');
    }
    // What concerns another charge point, purpose or session does not count.
    for (const other of [profile({ evse: 2 }), profile({ purpose: 'tx', sessionNumber: 4 })])
      expect(limitProfile(limit, [other], now).body.stackLevel).toBe(0);
  });
});

it('a profile in the form of its command gives the same profile again', () => {
  const local = (at: number) => new Date(at).toISOString().slice(0, 16);
  const whole = profile({
    profileKind: 'recurring',
    recurrency: 'weekly',
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2027-01-01T00:00:00.000Z',
    schedules: [
      {
        unit: 'A',
        startsAt: '2026-03-01T10:00:00.000Z',
        durationSeconds: 3600,
        minRate: 6,
        periods: [
          { startSeconds: 0, limit: 16, phases: 3 },
          { startSeconds: 600, limit: 8.5, phases: 1, phaseToUse: 2 },
        ],
      },
    ],
  });
  const { body, faults } = readForm(descriptions.setChargingProfile, rawProfile(whole, local), {
    protocol: 'ocpp2.0.1',
    instantOf: (text) => `${text}:00.000Z`,
  });
  expect(faults).toEqual({});
  const { source: _, by: _by, at: _at, ...sent } = whole;
  expect(body).toEqual(sent);
});
