import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Bench, type Conforming, gives, iso, type Reply, startBench } from './rig.ts';
import { charging2, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const schedules = (limit = 6): Json => [
  { unit: 'A', startsAt: iso(), durationSeconds: 300, periods: [{ startSeconds: 0, limit }] },
];
const relative: Json = [{ unit: 'A', durationSeconds: 300, periods: [{ startSeconds: 0, limit: 6 }] }];
const accepted = { status: 'Accepted' };

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);
  const set = (one: Conforming, body: Json, reply: Reply = accepted, end = 'done') =>
    gives(
      one,
      'setChargingProfile',
      { evse: 1, purpose: 'txDefault', profileKind: 'absolute', stackLevel: 1, schedules: schedules(), ...body },
      ['SetChargingProfile', reply],
      end,
    );

  describe('a profile is set', () => {
    const valid = { validFrom: iso(), validTo: iso(-3_600_000) };
    test.each([
      ['TC_K_01_CSMS', valid, { evseId: 1, chargingProfile: { chargingProfilePurpose: 'TxDefaultProfile', ...valid } }],
      ['TC_K_10_CSMS', { evse: 0, ...valid }, { evseId: 0, chargingProfile: { chargingProfileKind: 'Absolute' } }],
      [
        'TC_K_03_CSMS',
        { evse: 0, purpose: 'stationMax' },
        { evseId: 0, chargingProfile: { chargingProfilePurpose: 'ChargingStationMaxProfile' } },
      ],
      [
        'TC_K_19_CSMS',
        { profileKind: 'recurring', recurrency: 'daily' },
        { evseId: 1, chargingProfile: { chargingProfileKind: 'Recurring', recurrencyKind: 'Daily' } },
      ],
    ])('%s with %j', async (_case, body, expected) => {
      const one = await station();
      const { call } = await set(one, body);
      expect(call).toMatchObject(expected);
      expect(call.chargingProfile).toMatchObject({
        stackLevel: 1,
        chargingSchedule: [
          { duration: 300, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }] },
        ],
      });
    });

    test('TC_K_04_CSMS a profile with the same id takes the place of the first', async () => {
      const one = await station();
      await set(one, { id: 77, schedules: schedules(8) });
      await set(one, { id: 77, schedules: schedules(6) });
      expect(one.asked('SetChargingProfile').map(({ chargingProfile }) => chargingProfile.id)).toEqual([77, 77]);
    });

    test('TC_K_60_CSMS, K02.FR.03 for a running transaction names it', async () => {
      const one = await station();
      const session = await charging2(one, bench.card);
      const [{ number }] = await one.sessions();
      const { call } = await set(one, {
        purpose: 'tx',
        profileKind: 'relative',
        schedules: relative,
        transactionNumber: number,
      });
      expect(call).toMatchObject({
        evseId: 1,
        chargingProfile: { chargingProfilePurpose: 'TxProfile', transactionId: session.id },
      });
    });

    test('TC_K_02_CSMS a profile for a transaction that is over by then is rejected: said so', async () => {
      const one = await station();
      await charging2(one, bench.card);
      const [{ number }] = await one.sessions();
      const body = { purpose: 'tx', profileKind: 'relative', schedules: relative, transactionNumber: number };
      const { life } = await set(
        one,
        body,
        { status: 'Rejected', statusInfo: { reasonCode: 'TxNotFound' } },
        'refused',
      );
      expect(life.answer).toMatchObject({ status: 'Rejected', detail: expect.stringContaining('TxNotFound') });
    });

    test('TC_K_15_CSMS a station that cannot do it says so', async () => {
      const one = await station();
      const { life } = await set(one, {}, () => undefined, 'refused');
      expect(life.answer.status).toBe('NotImplemented');
    });
  });

  describe('profiles are cleared', () => {
    test('TC_K_05_CSMS by their id', async () => {
      const one = await station();
      const { call } = await gives(
        one,
        'clearChargingProfiles',
        { profileIds: [77] },
        ['ClearChargingProfile', accepted],
        'done',
      );
      expect(call).toEqual({ chargingProfileId: 77 });
    });

    const criteria = { evse: 1, purpose: 'txDefault', stackLevel: 1 };
    test.each([
      ['TC_K_06_CSMS', 'Accepted', 'done'],
      ['TC_K_08_CSMS', 'Unknown', 'refused'],
    ])('%s by what they are for: %s', async (_case, status, end) => {
      const one = await station();
      const { call, life } = await gives(
        one,
        'clearChargingProfiles',
        criteria,
        ['ClearChargingProfile', { status }],
        end,
      );
      expect(call).toEqual({
        chargingProfileCriteria: { evseId: 1, chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 1 },
      });
      expect(life.answer.status).toBe(status);
    });
  });

  describe('profiles are read', () => {
    test.each([
      ['TC_K_29_CSMS', { evse: 0, purpose: 'txDefault' }],
      ['TC_K_30_CSMS', { evse: 1, purpose: 'txDefault' }],
      ['TC_K_31_CSMS', { purpose: 'txDefault' }],
      ['TC_K_32_CSMS', { profileIds: [77] }],
      ['TC_K_33_CSMS', { evse: 1, stackLevel: 1 }],
      ['TC_K_34_CSMS', { evse: 1, sources: ['EMS'] }],
      ['TC_K_35_CSMS', { evse: 1, purpose: 'txDefault' }],
      ['TC_K_36_CSMS', { evse: 1, purpose: 'txDefault', stackLevel: 1 }],
    ] as const)('%s by %j; the command is done when the last report came', async (_case, filter: Json) => {
      const one = await station();
      const { call, id } = await gives(
        one,
        'readChargingProfiles',
        filter,
        ['GetChargingProfiles', accepted],
        'answered',
      );
      const criterion = {
        ...(filter.purpose && { chargingProfilePurpose: 'TxDefaultProfile' }),
        ...(filter.stackLevel && { stackLevel: filter.stackLevel }),
        ...(filter.profileIds && { chargingProfileId: filter.profileIds }),
        ...(filter.sources && { chargingLimitSource: filter.sources }),
      };
      expect(call).toEqual({
        requestId: expect.any(Number),
        ...(filter.evse !== undefined && { evseId: filter.evse }),
        chargingProfile: criterion,
      });
      const report = (evseId: number, tbc: boolean) =>
        one.say('ReportChargingProfiles', {
          requestId: call.requestId,
          chargingLimitSource: 'CSO',
          evseId,
          tbc,
          chargingProfile: [
            {
              id: 77,
              stackLevel: 1,
              chargingProfilePurpose: 'TxDefaultProfile',
              chargingProfileKind: 'Relative',
              chargingSchedule: [
                { id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }] },
              ],
            },
          ],
        });
      expect(await report(1, true)).toEqual({});
      expect((await one.life(id)).state).toBe('answered');
      expect(await report(2, false)).toEqual({});
      await one.reaches(id, 'done');
    });
  });

  test('TC_K_37_CSMS a remote start brings the limits of its session', async () => {
    const one = await station();
    const profile = { stackLevel: 0, schedules: [{ unit: 'A', periods: [{ startSeconds: 0, limit: 6 }] }] };
    const { call } = await gives(
      one,
      'start',
      { evse: 1, token: { number: bench.card, type: 'iso14443' }, profile },
      ['RequestStartTransaction', accepted],
      'answered',
    );
    expect(call.chargingProfile).toMatchObject({
      chargingProfilePurpose: 'TxProfile',
      stackLevel: 0,
      chargingSchedule: [{ chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }] }],
    });
    expect(call.chargingProfile).not.toHaveProperty('transactionId');
  });

  test.each([
    ['TC_K_43_CSMS', 1],
    ['TC_K_44_CSMS', 0],
  ])('%s the composite schedule of EVSE %i', async (_case, evse) => {
    const one = await station();
    const schedule = {
      evseId: evse,
      duration: 300,
      scheduleStart: iso(),
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [
        { startPeriod: 0, limit: 8 },
        { startPeriod: 60, limit: 10 },
      ],
    };
    const { call, life } = await gives(
      one,
      'readCompositeSchedule',
      { evse, durationSeconds: 300, unit: 'A' },
      ['GetCompositeSchedule', { status: 'Accepted', schedule }],
      'done',
    );
    expect(call).toEqual({ evseId: evse, duration: 300, chargingRateUnit: 'A' });
    expect(life.answer.composite).toMatchObject({
      evse,
      schedule: { unit: 'A', durationSeconds: 300, periods: [{ limit: 8 }, { startSeconds: 60, limit: 10 }] },
    });
  });

  describe('limits from elsewhere', () => {
    test('TC_K_48_CSMS a limit is told', async () => {
      const one = await station();
      const limit = { chargingLimit: { chargingLimitSource: 'EMS' }, evseId: 1 };
      expect(await one.say('NotifyChargingLimit', limit)).toEqual({});
    });

    test.each([
      ['TC_K_50_CSMS', false],
      ['TC_K_51_CSMS', true],
    ])('%s a limit is lifted; a transaction runs: %s', async (_case, runs) => {
      const one = await station();
      const session = runs ? await charging2(one, bench.card) : undefined;
      expect(await one.say('ClearedChargingLimit', { chargingLimitSource: 'EMS', evseId: 1 })).toEqual({});
      expect(await session?.tell('Updated', 'ChargingRateChanged')).toEqual(runs ? {} : undefined);
    });
  });
});
