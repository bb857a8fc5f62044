import { describe, expect, it } from 'vitest';
import { decideAnswer, decideCommand } from '../command.ts';
import type { ChargingProfile } from '../commands/charging-profile.ts';
import type { StationMessage } from '../message.ts';
import { card, hear, noon, type Rig, record, rig, sent } from '../rig.ts';

const accepted = { outcome: 'accepted', status: 'Accepted' } as const;
const profile = (id: number, more: Partial<ChargingProfile> = {}): ChargingProfile => ({
  id,
  stackLevel: 0,
  purpose: 'txDefault',
  profileKind: 'absolute',
  schedules: [{ startsAt: noon, unit: 'A', periods: [{ startSeconds: 0, limit: 16 }] }],
  ...more,
});

function charging(): Rig {
  const on = rig();
  on.cards.CARD1 = card('CARD1');
  on.state.connection = { id: 'x', protocol: 'ocpp2.1', address: '', node: 'n', securityProfile: 1, since: noon };
  hear(on, { kind: 'status', evse: 1, connector: 1, status: 'occupied', time: sent(noon) });
  hear(on, { kind: 'status', evse: 2, connector: 1, status: 'available', time: sent(noon) });
  hear(on, {
    kind: 'transaction',
    phase: 'started',
    transactionId: 'T',
    seqNo: 0,
    place: { evse: 1, connector: 1 },
    time: sent(noon),
    token: { number: 'CARD1', type: 'iso14443' },
    samples: [],
  });
  return on;
}

let asked = 0;
function set(on: Rig, evse: number, one: ChargingProfile) {
  const commandId = `c${++asked}`;
  const ask = {
    commandId,
    command: { kind: 'setChargingProfile', evse, profile: one },
    whenOffline: 'refuse',
    timeoutMs: 30_000,
  } as const;
  const decision = decideCommand(on.state, ask, { now: on.now });
  if (!('facts' in decision)) return decision.detail;
  record(on, decision.facts);
  record(on, decideAnswer(on.state, commandId, accepted, on.now));
  return undefined;
}

const schedule = (startSeconds: number, more: object = {}) => [
  { unit: 'A' as const, periods: [{ startSeconds, limit: 6 }], ...more },
];

describe('a profile is checked before it is sent', () => {
  it.each<[string, number, ChargingProfile, RegExp]>([
    ['K01.FR.33', 1, profile(1, { purpose: 'tx', transactionId: 'X' }), /no such running session/],
    ['another charge point', 2, profile(1, { purpose: 'tx', transactionId: 'T' }), /another charge point/],
    [
      'K01.FR.38',
      0,
      profile(1, { purpose: 'stationMax', profileKind: 'relative', schedules: schedule(0) }),
      /relative/,
    ],
    ['no such place', 9, profile(1), /no such charge point/],
  ])('%s', (_, evse, one, words) => {
    expect(set(charging(), evse, one)).toMatch(words);
  });

  it('K01.FR.06 two of one purpose and level, valid at the same time, are refused with the other’s number', () => {
    const on = charging();
    expect(set(on, 1, profile(1, { validTo: noon + 1000 }))).toBeUndefined();
    expect(set(on, 1, profile(2))).toMatch(/Profile 1 has the same purpose/);
    expect(set(on, 1, profile(2, { stackLevel: 1 }))).toBeUndefined();
    expect(set(on, 1, profile(3, { validFrom: noon + 1000 }))).toBeUndefined();
    expect(set(on, 1, profile(1))).toMatch(/Profile 3/);
  });
  it('K01.FR.39 of one session too', () => {
    const on = charging();
    expect(set(on, 1, profile(1, { purpose: 'tx', transactionId: 'T' }))).toBeUndefined();
    expect(set(on, 1, profile(2, { purpose: 'tx', transactionId: 'T' }))).toMatch(/Profile 1/);
    // K01.FR.05: the same number takes its place.
    expect(set(on, 1, profile(1, { purpose: 'tx', transactionId: 'T' }))).toBeUndefined();
  });
  it('K01.FR.52, FR.53 for all charge points and for one', () => {
    const on = charging();
    expect(set(on, 0, profile(1))).toBeUndefined();
    expect(set(on, 2, profile(2))).toMatch(/for all charge points/);
    const other = charging();
    expect(set(other, 2, profile(1))).toBeUndefined();
    expect(set(other, 0, profile(2))).toMatch(/at charge point 2/);
  });
});

const needs = (more: object = {}): StationMessage => ({
  kind: 'chargingNeeds',
  evse: 1,
  needs: { transfer: 'AC_three_phase', maxCurrentA: 32, ...more },
});
const sentProfiles = (facts: ReturnType<typeof hear>['facts']) =>
  facts.flatMap(({ body }) =>
    body.type === 'command.asked' && body.command.kind === 'setChargingProfile' ? [body.command] : [],
  );

describe('K15 a car tells what it needs', () => {
  it('and gets a profile of its session within what is allowed there and what it can take', () => {
    const on = charging();
    set(
      on,
      0,
      profile(1, {
        purpose: 'stationMax',
        schedules: [
          {
            startsAt: noon,
            unit: 'A',
            periods: [
              { startSeconds: 0, limit: 63 },
              { startSeconds: 3600, limit: 10 },
            ],
          },
        ],
      }),
    );
    const { answer, facts } = hear(on, needs({ departureAt: noon + 4 * 3_600_000 }));
    expect(answer).toEqual({ kind: 'chargingNeeds', status: 'accepted' });
    const [command] = sentProfiles(facts);
    expect(command).toMatchObject({ evse: 1, profile: { purpose: 'tx', transactionId: 'T', stackLevel: 0 } });
    const [made] = command!.profile.schedules;
    expect(made!.unit).toBe('A');
    expect(made!.periods.map(({ limit }) => limit)).toEqual([32, 10]);
  });
  it('K15.FR.07 no more periods than it can take: the rest holds the smallest limit', () => {
    const on = charging();
    const periods = [40, 20, 8, 12].map((limit, index) => ({ startSeconds: index * 3600, limit }));
    set(on, 0, profile(1, { purpose: 'stationMax', schedules: [{ startsAt: noon, unit: 'A', periods }] }));
    const { facts } = hear(on, { ...needs(), maxPeriods: 2 } as StationMessage);
    expect(sentProfiles(facts)[0]!.profile.schedules[0]!.periods.map(({ limit }) => limit)).toEqual([32, 8]);
  });
  it('a DC car gets watts; a place’s own power counts', () => {
    const on = charging();
    on.state.connectors['1.1']!.maxPowerW = 50_000;
    const { facts } = hear(on, needs({ transfer: 'DC', maxCurrentA: 400, maxVoltageV: 400 }));
    expect(sentProfiles(facts)[0]!.profile.schedules[0]).toMatchObject({ unit: 'W', periods: [{ limit: 50_000 }] });
  });
  it('K16.FR.12 the profile that was set for its session is sent once more', () => {
    const on = charging();
    set(on, 1, profile(7, { purpose: 'tx', transactionId: 'T' }));
    expect(sentProfiles(hear(on, needs()).facts)).toMatchObject([{ profile: { id: 7 } }]);
  });
  it('K15.FR.04 when nothing is known there is no profile', () => {
    const on = charging();
    expect(hear(on, needs({ maxCurrentA: undefined })).answer).toEqual({ kind: 'chargingNeeds', status: 'noProfile' });
  });
  it.each([
    [10, true],
    [16, true],
    [20, false],
  ])('K15.FR.11 to FR.13 a car that will draw %s A of 16: %s', (limit, fine) => {
    const on = charging();
    set(on, 1, profile(7, { purpose: 'tx', transactionId: 'T' }));
    const { answer, facts } = hear(on, {
      kind: 'carSchedule',
      evse: 1,
      time: sent(noon + 1000),
      schedule: { unit: 'A', periods: [{ startSeconds: 0, limit }] },
    });
    expect(answer).toEqual({ kind: 'consent', accepted: fine });
    expect(sentProfiles(facts)).toHaveLength(fine ? 0 : 1);
  });
});

describe('2.1 E17.FR.14, FR.15 T-17 a session goes on after a restart', () => {
  const resumed = {
    kind: 'transaction',
    phase: 'updated',
    transactionId: 'T',
    seqNo: 1,
    time: sent(noon + 5000),
    samples: [],
    trigger: 'TxResumed',
  } as const;
  it('its profile is sent once more, not for a repetition, not once it has ended', () => {
    const on = charging();
    set(on, 1, profile(7, { purpose: 'tx', transactionId: 'T' }));
    expect(sentProfiles(hear(on, resumed).facts)).toMatchObject([{ evse: 1, profile: { id: 7 } }]);
    expect(sentProfiles(hear(on, resumed).facts)).toEqual([]);
    hear(on, {
      kind: 'transaction',
      phase: 'ended',
      transactionId: 'T',
      seqNo: 2,
      time: sent(noon + 9000),
      samples: [],
    });
    expect(Object.keys(on.state.held ?? {})).toEqual([]);
  });
});
