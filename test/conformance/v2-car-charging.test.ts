import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { until } from '../until.ts';
import { type Bench, type Conforming, gives, iso, startBench } from './rig.ts';
import { charging2, type Transaction2, tokenOf, transaction2, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const accepted = { status: 'Accepted' };
const ac = {
  requestedEnergyTransfer: 'AC_three_phase',
  acChargingParameters: { energyAmount: 20_000, evMinCurrent: 6, evMaxCurrent: 16, evMaxVoltage: 400 },
};
const dc = { requestedEnergyTransfer: 'DC', dcChargingParameters: { evMaxCurrent: 200, evMaxVoltage: 400 } };
/** ISO 15118-20 */
const v2x = (requestedEnergyTransfer: string, controlMode = 'ScheduledControl'): Json => ({
  requestedEnergyTransfer,
  controlMode,
  v2xChargingParameters: { maxChargePower: 50_000, maxDischargePower: 20_000 },
});

const tells = (one: Conforming, chargingNeeds: Json, more: Json = {}): Promise<Json> =>
  one.say('NotifyEVChargingNeeds', { evseId: 1, chargingNeeds, ...more });
const profiles = (one: Conforming): Json[] => one.asked('SetChargingProfile');
/** The profile that follows, as the station got it. */
const next = async (one: Conforming, before: number): Promise<Json> => {
  await until(async () => profiles(one).length > before);
  return profiles(one).at(-1);
};

async function ready(protocol: (typeof versions2)[number]): Promise<Conforming> {
  const one = await bench.station(protocol);
  one.answers('SetChargingProfile', accepted);
  return one;
}

/** A car that told its needs and got its profile: what OCTT calls ISO15118SmartCharging. */
async function negotiated(one: Conforming, session: Transaction2, needs: Json = ac): Promise<Json> {
  const before = profiles(one).length;
  expect(await tells(one, needs, { maxScheduleTuples: 8 })).toEqual(accepted);
  const sent = await next(one, before);
  expect(sent).toMatchObject({
    evseId: 1,
    chargingProfile: { chargingProfilePurpose: 'TxProfile', transactionId: session.id },
  });
  expect(await draws(one, sent.chargingProfile)).toEqual(accepted);
  await session.tell('Updated', 'ChargingRateChanged');
  return sent.chargingProfile;
}

/** The car will draw what its profile allows, `times` as much. */
const draws = (one: Conforming, { chargingSchedule: [schedule] }: Json, times = 1): Promise<Json> =>
  one.say('NotifyEVChargingSchedule', {
    timeBase: iso(),
    evseId: 1,
    chargingSchedule: {
      ...schedule,
      chargingSchedulePeriod: schedule.chargingSchedulePeriod.map((period: Json) => ({
        ...period,
        limit: period.limit * times,
      })),
    },
  });

/** The device model as far as the test wants it. */
const reports = (
  one: Conforming,
  ...variables: (readonly [component: string, variable: string, value: string, more?: Json])[]
) =>
  one.say('NotifyReport', {
    requestId: 1,
    generatedAt: iso(),
    seqNo: 0,
    tbc: false,
    reportData: variables.map(([component, variable, value, more = {}]) => ({
      component: { name: component, ...(more.evse && { evse: { id: more.evse } }) },
      variable: { name: variable, ...(more.instance && { instance: more.instance }) },
      variableAttribute: [{ type: 'Actual', value, mutability: 'ReadOnly' }],
      variableCharacteristics: { dataType: 'string', supportsMonitoring: false },
    })),
  });

describe.each(versions2)('%s', (protocol) => {
  describe('limits from elsewhere', () => {
    test('TC_K_52_CSMS are read as what they are', async () => {
      const one = await ready(protocol);
      const filter = { evse: 0, purpose: 'stationMax' };
      const { call, id } = await gives(
        one,
        'readChargingProfiles',
        filter,
        ['GetChargingProfiles', accepted],
        'answered',
      );
      const external = {
        id: 5,
        stackLevel: 0,
        chargingProfilePurpose: 'ChargingStationExternalConstraints',
        chargingProfileKind: 'Absolute',
        chargingSchedule: [
          {
            id: 1,
            startSchedule: iso(),
            chargingRateUnit: 'A',
            chargingSchedulePeriod: [{ startPeriod: 0, limit: 20 }],
          },
        ],
      };
      const report = { requestId: call.requestId, chargingLimitSource: 'EMS', evseId: 0, chargingProfile: [external] };
      expect(await one.say('ReportChargingProfiles', report)).toEqual({});
      await one.reaches(id, 'done');
      const { rows } = await bench.flow.pool.query(
        "SELECT value FROM holdings WHERE station_id = $1 AND kind = 'chargingProfile'",
        [one.stationId],
      );
      expect(rows).toMatchObject([{ value: { profile: { purpose: 'stationExternal' }, source: 'EMS' } }]);
    });

    test('TC_K_70_CSMS two profiles of one purpose differ in level and number', async () => {
      const one = await ready(protocol);
      const body = {
        evse: 1,
        purpose: 'txDefault',
        profileKind: 'absolute',
        schedules: [{ unit: 'A', startsAt: iso(), durationSeconds: 300, periods: [{ startSeconds: 0, limit: 6 }] }],
      };
      for (const stackLevel of [1, 2])
        await gives(one, 'setChargingProfile', { ...body, stackLevel }, ['SetChargingProfile', accepted], 'done');
      const [first, second] = profiles(one).map(({ chargingProfile }) => chargingProfile);
      expect([first.stackLevel, second.stackLevel]).toEqual([1, 2]);
      expect(first.id).not.toBe(second.id);
    });
  });

  describe('a car that negotiates', () => {
    test('TC_K_53_CSMS, K15.FR.02 its needs are answered and its profile follows', async () => {
      const one = await ready(protocol);
      const session = await charging2(one, bench.card);
      const profile = await negotiated(one, session);
      expect(profile.chargingSchedule).toHaveLength(1);
      expect(profile.chargingSchedule[0].chargingSchedulePeriod).toEqual([{ startPeriod: 0, limit: 16 }]);
    });

    test('TC_K_55_CSMS one that would draw more is told no, and its profile once more', async () => {
      const one = await ready(protocol);
      const session = await charging2(one, bench.card);
      expect(await tells(one, dc, { maxScheduleTuples: 8 })).toEqual(accepted);
      const first = await next(one, 0);
      expect(await draws(one, first.chargingProfile, 2)).toMatchObject({ status: 'Rejected' });
      await session.tell('Updated', 'ChargingStateChanged', { transactionInfo: { chargingState: 'Charging' } });
      const again = await next(one, 1);
      expect(again).toMatchObject({
        evseId: 1,
        chargingProfile: { chargingProfilePurpose: 'TxProfile', transactionId: session.id },
      });
      expect(await draws(one, again.chargingProfile)).toEqual(accepted);
      await session.tell('Updated', 'ChargingRateChanged');
    });

    test('TC_K_57_CSMS, K17.FR.02, K17.FR.03, K17.FR.07 one that wants something else gets another profile', async () => {
      const one = await ready(protocol);
      const session = await charging2(one, bench.card);
      const first = await negotiated(one, session);
      const second = await negotiated(one, session, {
        ...ac,
        acChargingParameters: { ...ac.acChargingParameters, evMaxCurrent: 10 },
      });
      expect(second.id).toBe(first.id);
      expect(second.chargingSchedule[0].chargingSchedulePeriod).toEqual([{ startPeriod: 0, limit: 10 }]);
    });

    const lower = (number: number): Json => ({
      evse: 1,
      purpose: 'tx',
      profileKind: 'relative',
      stackLevel: 1,
      transactionNumber: number,
      schedules: [{ unit: 'A', durationSeconds: 3600, periods: [{ startSeconds: 0, limit: 8 }] }],
    });

    test('TC_K_58_CSMS the operator changes its limits', async () => {
      const one = await ready(protocol);
      const session = await charging2(one, bench.card);
      await negotiated(one, session);
      const [{ number }] = await one.sessions();
      const { call } = await gives(one, 'setChargingProfile', lower(number), ['SetChargingProfile', accepted], 'done');
      expect(call).toMatchObject({
        evseId: 1,
        chargingProfile: { chargingProfilePurpose: 'TxProfile', transactionId: session.id },
      });
      expect(await draws(one, call.chargingProfile)).toEqual(accepted);
      expect(await draws(one, call.chargingProfile, 2)).toMatchObject({ status: 'Rejected' });
    });

    test('TC_K_59_CSMS and a car that tells its needs once more gets the operator’s again', async () => {
      const one = await ready(protocol);
      const session = await charging2(one, bench.card);
      await negotiated(one, session);
      const [{ number }] = await one.sessions();
      const { call } = await gives(one, 'setChargingProfile', lower(number), ['SetChargingProfile', accepted], 'done');
      const before = profiles(one).length;
      expect(await tells(one, ac, { maxScheduleTuples: 8 })).toEqual(accepted);
      expect(await next(one, before)).toEqual(call);
      expect(await draws(one, call.chargingProfile)).toEqual(accepted);
    });

    test('K17.FR.07 no more periods than the car and the station can take', async () => {
      const one = await ready(protocol);
      const session = await charging2(one, bench.card);
      const startsAt = iso();
      const periods = [14, 12, 10, 8, 7].map((limit, index) => ({ startSeconds: index * 600, limit }));
      await gives(
        one,
        'setChargingProfile',
        {
          evse: 0,
          purpose: 'stationMax',
          profileKind: 'absolute',
          stackLevel: 0,
          schedules: [{ unit: 'A', startsAt, periods }],
        },
        ['SetChargingProfile', accepted],
        'done',
      );
      const lengths: number[] = [];
      for (const [most, maxScheduleTuples] of [
        ['100', 3],
        ['2', 1024],
      ] as const) {
        await reports(one, ['SmartChargingCtrlr', 'PeriodsPerSchedule', most]);
        const before = profiles(one).length;
        await tells(one, ac, { maxScheduleTuples });
        const { chargingProfile } = await next(one, before);
        expect(chargingProfile.transactionId).toBe(session.id);
        lengths.push(chargingProfile.chargingSchedule[0].chargingSchedulePeriod.length);
      }
      expect(lengths).toEqual([3, 2]);
    });

    test('K17.FR.05 one whose session has not begun is promised a profile, which follows', async () => {
      const one = await ready(protocol);
      expect(await tells(one, ac)).toEqual({ status: 'Processing' });
      const session = transaction2(one);
      await session.tell('Started', 'Authorized', { idToken: tokenOf(bench.card) });
      expect((await next(one, 0)).chargingProfile).toMatchObject({
        chargingProfilePurpose: 'TxProfile',
        transactionId: session.id,
      });
    });

    test('K17.FR.04 one for which nothing is known is told so', async () => {
      const one = await ready(protocol);
      await charging2(one, bench.card);
      expect(await tells(one, { requestedEnergyTransfer: 'DC' })).toEqual({ status: 'Rejected' });
    });
  });

  test('K01.FR.20 a phase is chosen only where the charge point can', async () => {
    const one = await ready(protocol);
    const body = {
      evse: 1,
      purpose: 'txDefault',
      profileKind: 'relative',
      stackLevel: 0,
      schedules: [{ unit: 'A', periods: [{ startSeconds: 0, limit: 6, phases: 1, phaseToUse: 2 }] }],
    };
    const path = `/stations/${one.stationId}/commands/setChargingProfile`;
    expect((await bench.flow.ask('POST', path, body)).status).toBe(422);
    await reports(one, ['SmartChargingCtrlr', 'ACPhaseSwitchingSupported', 'true', { evse: 2 }]);
    expect((await bench.flow.ask('POST', path, body)).status).toBe(422);
    expect(profiles(one)).toEqual([]);
    await reports(one, ['SmartChargingCtrlr', 'ACPhaseSwitchingSupported', 'true', { evse: 1 }]);
    const { call } = await gives(one, 'setChargingProfile', body, ['SetChargingProfile', accepted], 'done');
    expect(call.chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].phaseToUse).toBe(2);
  });
});

describe('ocpp2.1', () => {
  const station = () => ready('ocpp2.1');

  test('2.1:K01.FR.80 profiles have higher numbers than those the station makes', async () => {
    const one = await station();
    await charging2(one, bench.card);
    const external = 2 ** 31 - 50;
    await reports(one, ['SmartChargingCtrlr', 'MaxExternalConstraintsId', String(external)]);
    const body = {
      evse: 1,
      purpose: 'txDefault',
      profileKind: 'relative',
      stackLevel: 3,
      schedules: [{ unit: 'A', periods: [{ startSeconds: 0, limit: 6 }] }],
    };
    const path = `/stations/${one.stationId}/commands/setChargingProfile`;
    expect((await bench.flow.ask('POST', path, { ...body, id: external })).status).toBe(422);
    await gives(one, 'setChargingProfile', body, ['SetChargingProfile', accepted], 'done');
    await tells(one, ac);
    await next(one, 1);
    const start = {
      evse: 2,
      token: { number: bench.card, type: 'iso14443' },
      profile: { stackLevel: 0, schedules: body.schedules },
    };
    const { call } = await gives(one, 'start', start, ['RequestStartTransaction', accepted], 'answered');
    for (const { id } of [...profiles(one), call].map(({ chargingProfile }) => chargingProfile))
      expect(id).toBeGreaterThan(external);
  });

  test('2.1:E17.FR.15 a session that goes on after a restart gets its profile again, unless the station keeps it', async () => {
    const one = await station();
    const session = await charging2(one, bench.card);
    const profile = await negotiated(one, session);
    const resumed = () => session.tell('Updated', 'TxResumed', { transactionInfo: { chargingState: 'Charging' } });
    const before = profiles(one).length;
    await resumed();
    expect((await next(one, before)).chargingProfile).toEqual(profile);
    await reports(one, ['SmartChargingCtrlr', 'ChargingProfilePersistence', 'true', { instance: 'TxProfile' }]);
    await resumed();
    await one.say('Heartbeat', {});
    expect(profiles(one).length).toBe(before + 1);
  });

  test.each([
    ['ScheduledControl', '2.1:K18.FR.07, 2.1:K17.FR.07'],
    ['DynamicControl', '2.1:K19.FR.07, 2.1:K17.FR.19'],
  ])('ISO 15118-20, %s: %s one schedule, of no more periods than fit', async (mode) => {
    const one = await station();
    const session = await charging2(one, bench.card);
    await reports(one, ['SmartChargingCtrlr', 'PeriodsPerSchedule', '1']);
    const profile = await negotiated(one, session, v2x('DC', mode));
    expect(profile).toMatchObject({ chargingProfilePurpose: 'TxProfile', transactionId: session.id });
    expect(profile.chargingSchedule).toHaveLength(1);
    expect(profile.chargingSchedule[0].chargingSchedulePeriod).toEqual([{ startPeriod: 0, limit: 50_000 }]);
  });

  describe('2.1:K28 dynamic profiles', () => {
    const dynamic = (period: Json): Json => ({
      evse: 1,
      id: 4711,
      purpose: 'txDefault',
      profileKind: 'dynamic',
      stackLevel: 0,
      schedules: [{ unit: 'W', periods: [{ startSeconds: 0, ...period }] }],
    });
    const pull = (one: Conforming): Promise<Json> => one.say('PullDynamicScheduleUpdate', { chargingProfileId: 4711 });

    test('2.1:K28.FR.07 the station asks what its profile says now', async () => {
      const one = await station();
      const body = dynamic({ setpoint: 7000, operationMode: 'CentralSetpoint' });
      await gives(one, 'setChargingProfile', body, ['SetChargingProfile', accepted], 'done');
      expect(await pull(one)).toEqual({ status: 'Accepted', scheduleUpdate: { setpoint: 7000 } });
      const update = { profileId: 4711, setpoint: { value: -5000, l2: -4000 }, setpointReactive: { value: 10 } };
      await gives(one, 'updateDynamicSchedule', update, ['UpdateDynamicSchedule', accepted], 'done');
      expect(await pull(one)).toEqual({
        status: 'Accepted',
        scheduleUpdate: { setpoint: -5000, setpoint_L2: -4000, setpointReactive: 10 },
      });
    });

    test('2.1:K28.FR.07 what it did not take does not count', async () => {
      const one = await station();
      await gives(one, 'setChargingProfile', dynamic({ limit: 7000 }), ['SetChargingProfile', accepted], 'done');
      const update = { profileId: 4711, limit: { value: 9000 } };
      await gives(one, 'updateDynamicSchedule', update, ['UpdateDynamicSchedule', { status: 'Rejected' }], 'refused');
      expect(await pull(one)).toEqual({ status: 'Accepted', scheduleUpdate: { limit: 7000 } });
    });
  });

  describe('2.1:Q cars that give energy back', () => {
    const bidirectional = async (one: Conforming, modes = 'DC,DC_BPT') => {
      for (const evse of [1, 2])
        await reports(
          one,
          ['ISO15118Ctrlr', 'Enabled', 'true', { evse }],
          ['V2XChargingCtrlr', 'Enabled', 'true', { evse }],
          ['V2XChargingCtrlr', 'SupportedEnergyTransferModes', modes, { evse }],
        );
    };
    const present = (one: Conforming, card: string): Promise<Json> => one.say('Authorize', { idToken: tokenOf(card) });
    const generous = 'V2G00001';
    beforeAll(async () => {
      await bench.flow.call('POST', '/cards', { number: generous, concurrentAllowed: true, dischargeAllowed: true });
    });

    test('2.1:Q01.FR.01 a card brings what its car may do', async () => {
      const one = await station();
      await bidirectional(one);
      expect(await present(one, generous)).toMatchObject({ allowedEnergyTransfer: ['DC', 'DC_BPT'] });
      expect(await present(one, bench.card)).toMatchObject({ allowedEnergyTransfer: ['DC'] });
    });

    test('2.1:Q01.FR.08, 2.1:Q02.FR.03 where that is not known nothing is said of it', async () => {
      const one = await station();
      expect(await present(one, generous)).toEqual({ idTokenInfo: expect.anything() });
      await reports(
        one,
        ['V2XChargingCtrlr', 'Enabled', 'true', { evse: 1 }],
        ['ISO15118Ctrlr', 'Enabled', 'true', { evse: 1 }],
      );
      expect(await present(one, generous)).toEqual({ idTokenInfo: expect.anything() });
      await bidirectional(one);
      expect(await present(one, 'NOBODY')).toEqual({ idTokenInfo: { status: 'Unknown' } });
    });

    test('2.1:Q01.FR.07 a car that may gets a profile', async () => {
      const one = await station();
      await charging2(one, generous);
      expect(await tells(one, v2x('DC_BPT'))).toEqual(accepted);
      await next(one, 0);
    });

    test('2.1:Q01.FR.04, 2.1:K18.FR.22, 2.1:K19.FR.15 one that may not is refused', async () => {
      const one = await station();
      await charging2(one, bench.card);
      for (const mode of ['ScheduledControl', 'DynamicControl'])
        expect(await tells(one, v2x('DC_BPT', mode))).toEqual({ status: 'Rejected' });
      await one.say('Heartbeat', {});
      expect(profiles(one)).toEqual([]);
    });

    test('2.1:Q02.FR.01, 2.1:Q02.FR.02 one that only charges gets no word of giving back', async () => {
      const one = await station();
      const session = await charging2(one, generous);
      const { chargingSchedule } = await negotiated(one, session, v2x('DC'));
      for (const { chargingSchedulePeriod } of chargingSchedule)
        for (const period of chargingSchedulePeriod)
          expect(Object.keys(period).sort()).toEqual(['limit', 'startPeriod']);
      const body = (period: Json): Json => ({
        evse: 1,
        purpose: 'txDefault',
        profileKind: 'relative',
        stackLevel: 7,
        schedules: [{ unit: 'W', periods: [{ startSeconds: 0, limit: 1000, ...period }] }],
      });
      for (const period of [{ setpoint: 5 }, { dischargeLimit: -5 }, { setpoint: 5, operationMode: 'ChargingOnly' }]) {
        const path = `/stations/${one.stationId}/commands/setChargingProfile`;
        expect((await bench.flow.ask('POST', path, body(period))).status).toBe(422);
      }
    });

    test('2.1:Q02.FR.05 a session may be told later, and then its car may', async () => {
      const one = await station();
      const session = await charging2(one, bench.card);
      const [{ number }] = await one.sessions();
      const { call } = await gives(
        one,
        'notifyAllowedEnergyTransfer',
        { transactionNumber: number, allowed: ['DC', 'DC_BPT'] },
        ['NotifyAllowedEnergyTransfer', accepted],
        'done',
      );
      expect(call).toEqual({ transactionId: session.id, allowedEnergyTransfer: ['DC', 'DC_BPT'] });
      expect(await tells(one, v2x('DC_BPT'))).toEqual(accepted);
      await next(one, 0);
    });

    test('2.1:Q03.FR.01, 2.1:Q03.FR.02 a setpoint stands alone, as a central one', async () => {
      const one = await station();
      const body = (period: Json): Json => ({
        evse: 1,
        purpose: 'txDefault',
        profileKind: 'relative',
        stackLevel: 0,
        schedules: [{ unit: 'W', periods: [{ startSeconds: 0, operationMode: 'CentralSetpoint', ...period }] }],
      });
      const path = `/stations/${one.stationId}/commands/setChargingProfile`;
      for (const period of [{}, { setpoint: -5000, limit: 1000 }, { setpoint: -5000, dischargeLimit: -1000 }])
        expect((await bench.flow.ask('POST', path, body(period))).status).toBe(422);
      const { call } = await gives(
        one,
        'setChargingProfile',
        body({ setpoint: -5000 }),
        ['SetChargingProfile', accepted],
        'done',
      );
      expect(call.chargingProfile.chargingSchedule[0].chargingSchedulePeriod).toEqual([
        { startPeriod: 0, setpoint: -5000, operationMode: 'CentralSetpoint' },
      ]);
    });
  });
});
