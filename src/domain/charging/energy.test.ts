import { describe, expect, it } from 'vitest';
import { decideAnswer, decideCommand } from '../command.ts';
import type { ChargingProfile } from '../commands/charging-profile.ts';
import type { Command } from '../commands.ts';
import type { ReportedVariable, StationMessage } from '../message.ts';
import { card, hear, noon, type Rig, rebuilt, record, rig, sent, truth } from '../rig.ts';

const accepted = { outcome: 'accepted', status: 'Accepted' } as const;
const at1 = { evse: 1, connector: 1 } as const;
const start = (more: object = {}): StationMessage => ({
  kind: 'transaction',
  phase: 'started',
  transactionId: 'T',
  seqNo: 0,
  place: at1,
  time: sent(noon + 5000),
  token: { number: 'CARD1', type: 'iso14443' },
  samples: [],
  ...more,
});

function station(dischargeAllowed = false): Rig {
  const on = rig();
  on.cards.CARD1 = card('CARD1', { dischargeAllowed });
  on.state.connection = { id: 'x', protocol: 'ocpp2.1', address: '', node: 'n', securityProfile: 1, since: noon };
  for (const evse of [1, 2]) hear(on, { kind: 'status', evse, connector: 1, status: 'available', time: sent(noon) });
  return on;
}

const actual = (component: string, variable: string, value: string, more: object = {}): ReportedVariable => ({
  component,
  variable,
  attribute: 'Actual',
  value,
  ...more,
});
const report = (on: Rig, ...variables: readonly ReportedVariable[]) =>
  hear(on, { kind: 'report', requestId: 1, last: true, variables });

let asked = 0;
function give(on: Rig, command: Command): string | undefined {
  const commandId = `c${++asked}`;
  const ask = { commandId, command, whenOffline: 'refuse', timeoutMs: 30_000 } as const;
  const decision = decideCommand(on.state, ask, { now: on.now });
  if (!('facts' in decision)) return decision.detail;
  record(on, decision.facts);
  record(on, decideAnswer(on.state, commandId, accepted, on.now));
  return undefined;
}
const profile = (id: number, more: Partial<ChargingProfile> = {}): ChargingProfile => ({
  id,
  stackLevel: 0,
  purpose: 'txDefault',
  profileKind: 'absolute',
  schedules: [{ startsAt: noon, unit: 'A', periods: [{ startSeconds: 0, limit: 16 }] }],
  ...more,
});
const setProfile = (on: Rig, one: ChargingProfile) => give(on, { kind: 'setChargingProfile', evse: 1, profile: one });

const needs = (transfer = 'DC', more: object = {}): StationMessage => ({
  kind: 'chargingNeeds',
  evse: 1,
  needs: { transfer, maxPowerW: 50_000 },
  ...more,
});
const sentProfiles = (facts: ReturnType<typeof hear>['facts']) =>
  facts.flatMap(({ body }) =>
    body.type === 'command.asked' && body.command.kind === 'setChargingProfile' ? [body.command.profile] : [],
  );

describe('what a station said of itself', () => {
  const onePhase = profile(9, {
    schedules: [{ startsAt: noon, unit: 'A', periods: [{ startSeconds: 0, limit: 6, phases: 1, phaseToUse: 2 }] }],
  });
  it('K01.FR.20 a phase is chosen only where the charge point said that it can', () => {
    const on = station();
    expect(setProfile(on, onePhase)).toMatch(/ACPhaseSwitchingSupported/);
    report(on, actual('SmartChargingCtrlr', 'ACPhaseSwitchingSupported', 'true', { evse: 2 }));
    expect(setProfile(on, onePhase)).toMatch(/ACPhaseSwitchingSupported/);
    report(on, actual('SmartChargingCtrlr', 'ACPhaseSwitchingSupported', 'true', { evse: 1 }));
    expect(setProfile(on, onePhase)).toBeUndefined();
    report(on, actual('SmartChargingCtrlr', 'ACPhaseSwitchingSupported', 'false', { evse: 1 }));
    expect(setProfile(on, { ...onePhase, id: 10, stackLevel: 1 })).toMatch(/ACPhaseSwitchingSupported/);
  });
  it('2.1:K01.FR.80 the lower numbers are for profiles of its own', () => {
    const on = station();
    report(on, actual('SmartChargingCtrlr', 'MaxExternalConstraintsId', '1000'));
    expect(setProfile(on, profile(1000))).toMatch(/up to 1000/);
    expect(setProfile(on, profile(1001))).toBeUndefined();
    const limits = { unit: 'A', periods: [{ startSeconds: 0, limit: 6 }] } as const;
    const own = profile(5, { purpose: 'tx', profileKind: 'relative', schedules: [limits] });
    const begin = { kind: 'start', token: { number: 'CARD1', type: 'central' }, remoteStartId: 1 } as const;
    expect(give(on, { ...begin, evse: 1, profile: own })).toMatch(/up to 1000/);
    expect(give(on, { ...begin, evse: 1, profile: { ...own, id: 1005 } })).toBeUndefined();
    hear(on, start());
    report(on, actual('SmartChargingCtrlr', 'MaxExternalConstraintsId', String(2 ** 30 + 5000)));
    expect(sentProfiles(hear(on, needs()).facts)[0]!.id).toBeGreaterThan(2 ** 30 + 5000);
  });
  it('K17.FR.07 a schedule has no more periods than it can take', () => {
    const on = station();
    hear(on, start());
    const periods = [40, 20, 8, 12].map((limit, index) => ({ startSeconds: index * 3600, limit: limit * 1000 }));
    give(on, {
      kind: 'setChargingProfile',
      evse: 0,
      profile: profile(1, { purpose: 'stationMax', schedules: [{ startsAt: noon, unit: 'W', periods }] }),
    });
    report(on, actual('SmartChargingCtrlr', 'PeriodsPerSchedule', '3'));
    const [made] = sentProfiles(hear(on, needs('DC', { maxPeriods: 10 })).facts);
    expect(made!.schedules[0]!.periods.map(({ limit }) => limit)).toEqual([40_000, 20_000, 8000]);
    report(on, actual('SmartChargingCtrlr', 'PeriodsPerSchedule', 'many'));
    const [again] = sentProfiles(hear(on, needs('DC', { maxPeriods: 10 })).facts);
    expect(again!.schedules[0]!.periods).toHaveLength(4);
  });
  it('2.1:E17.FR.15 profiles that it keeps over a restart are not sent again', () => {
    const on = station();
    hear(on, start());
    setProfile(on, profile(7, { purpose: 'tx', transactionId: 'T' }));
    const resumed = (seqNo: number) =>
      hear(on, start({ phase: 'updated', seqNo, time: sent(noon + 9000 + seqNo), trigger: 'TxResumed' }));
    expect(sentProfiles(resumed(1).facts)).toHaveLength(1);
    const kept = actual('SmartChargingCtrlr', 'ChargingProfilePersistence', 'true', { variableInstance: 'TxProfile' });
    report(on, kept);
    expect(sentProfiles(resumed(2).facts)).toEqual([]);
  });
  it('is bounded, and the same when it is folded again', () => {
    const on = station();
    const many = Array.from({ length: 500 }, (_, evse) =>
      actual('SmartChargingCtrlr', 'PeriodsPerSchedule', '24', { evse }),
    );
    report(on, ...many, actual('Other', 'Enabled', 'true'), actual('ISO15118Ctrlr', 'Enabled', 'x'.repeat(501)));
    const held = on.state.held!['abilities all']!;
    expect(Object.keys(held.value)).toHaveLength(200);
    expect(truth(rebuilt(on).held)).toBe(truth(on.state.held));
  });
});

describe('K15.FR.05 a car tells its needs before its session begins', () => {
  it('the profile is promised, and follows with the session’s name', () => {
    const on = station();
    expect(hear(on, needs()).answer).toEqual({ kind: 'chargingNeeds', status: 'processing' });
    expect(on.state.held).toHaveProperty('waitingNeeds 1');
    expect(sentProfiles(hear(on, start({ place: { evse: 2, connector: 1 }, transactionId: 'X' })).facts)).toEqual([]);
    const begun = hear(on, start({ time: sent(noon + 8000) }));
    expect(sentProfiles(begun.facts)).toMatchObject([
      { purpose: 'tx', transactionId: 'T', schedules: [{ unit: 'W', periods: [{ limit: 50_000 }] }] },
    ]);
    expect(on.state.held).not.toHaveProperty('waitingNeeds 1');
    expect(truth(rebuilt(on).held)).toBe(truth(on.state.held));
  });
  it('newer needs take the place of those that wait', () => {
    const on = station();
    hear(on, needs());
    hear(on, { kind: 'chargingNeeds', evse: 1, needs: { transfer: 'DC', maxPowerW: 20_000 } });
    expect(sentProfiles(hear(on, start()).facts)).toMatchObject([{ schedules: [{ periods: [{ limit: 20_000 }] }] }]);
    expect(hear(on, { kind: 'chargingNeeds', evse: 2, needs: { transfer: 'DC' } }).answer).toMatchObject({
      status: 'noProfile',
    });
  });
});

describe('2.1 Q cars that give energy back', () => {
  const v2x = (modes: string, evse = 1) => [
    actual('ISO15118Ctrlr', 'Enabled', 'true', { evse }),
    actual('V2XChargingCtrlr', 'Enabled', 'true', { evse }),
    actual('V2XChargingCtrlr', 'SupportedEnergyTransferModes', modes, { evse }),
  ];
  const present = (on: Rig) =>
    (hear(on, { kind: 'authorize', token: { number: 'CARD1', type: 'iso14443' } }).answer as { transfers?: unknown })
      .transfers;

  it.each([
    [true, ['DC', 'DC_BPT']],
    [false, ['DC']],
  ])('Q01.FR.01 the card says whether its car may: %s', (may, transfers) => {
    const on = station(may);
    report(on, ...v2x('DC,DC_BPT,Nonsense', 1), ...v2x('DC,DC_BPT,Nonsense', 2));
    expect(present(on)).toEqual(transfers);
  });
  it('Q01.FR.08, Q02.FR.03 nothing is said where it cannot be determined', () => {
    const on = station(true);
    expect(present(on)).toBeUndefined();
    report(on, ...v2x('DC,DC_BPT', 1));
    expect(present(on)).toBeUndefined();
    report(on, ...v2x('AC_single_phase', 2));
    expect(present(on)).toBeUndefined();
    report(on, ...v2x('DC,DC_BPT', 2));
    expect(present(on)).toBeDefined();
    on.cards.CARD1 = card('CARD1', { status: 'blocked', dischargeAllowed: true });
    expect(present(on)).toBeUndefined();
  });
  it('Q01.FR.04, K18.FR.22, K19.FR.15 a car that may not is told so, and gets no profile', () => {
    const on = station();
    hear(on, start());
    const { answer, facts } = hear(on, needs('DC_BPT'));
    expect(answer).toEqual({ kind: 'chargingNeeds', status: 'rejected' });
    expect(sentProfiles(facts)).toEqual([]);
  });
  it('Q01.FR.07 one that may gets a profile that only charges it', () => {
    const on = station(true);
    hear(on, start());
    const { answer, facts } = hear(on, needs('DC_BPT'));
    expect(answer).toEqual({ kind: 'chargingNeeds', status: 'accepted' });
    expect(sentProfiles(facts)[0]!.schedules[0]!.periods).toEqual([{ startSeconds: 0, limit: 50_000 }]);
  });
  it('Q02.FR.05 a list that a session was told later counts, until it ends', () => {
    const on = station();
    hear(on, start());
    const told = { kind: 'notifyAllowedEnergyTransfer', transactionId: 'T', allowed: ['DC', 'DC_BPT'] } as const;
    expect(give(on, told)).toBeUndefined();
    expect(hear(on, needs('DC_BPT')).answer).toMatchObject({ status: 'accepted' });
    expect(hear(on, needs('AC_three_phase')).answer).toMatchObject({ status: 'rejected' });
    hear(on, start({ phase: 'ended', seqNo: 1, time: sent(noon + 60_000) }));
    expect(on.state.held).toEqual({});
  });
});

describe('2.1 K28 a dynamic profile', () => {
  const dynamic = profile(7, {
    profileKind: 'dynamic',
    schedules: [{ unit: 'W', periods: [{ startSeconds: 0, setpoint: 5000, operationMode: 'CentralSetpoint' }] }],
  });
  it('K28.FR.07 says what it was set to and what it was told since', () => {
    const on = station();
    expect(setProfile(on, dynamic)).toBeUndefined();
    const pull = () => hear(on, { kind: 'scheduleWanted', profileId: 7 }).answer;
    expect(pull()).toEqual({ kind: 'schedule', update: { setpoint: { value: 5000 } } });
    const update = { setpoint: { value: -3000, l2: -2000 }, setpointReactive: { value: 100 } };
    give(on, { kind: 'updateDynamicSchedule', profileId: 7, update });
    expect(pull()).toEqual({ kind: 'schedule', update });
    give(on, { kind: 'updateDynamicSchedule', profileId: 7, update: { limit: { value: 9 } } });
    expect(pull()).toEqual({ kind: 'schedule', update: { ...update, limit: { value: 9 } } });
    expect(truth(rebuilt(on).held)).toBe(truth(on.state.held));
  });
  it('K28.FR.12 one that is not dynamic, or not there, has nothing to say', () => {
    const on = station();
    setProfile(on, profile(8));
    for (const profileId of [8, 99])
      expect(hear(on, { kind: 'scheduleWanted', profileId }).answer).toEqual({ kind: 'schedule' });
  });
});
