import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Bench, type Conforming, gives, iso, start16, startBench, status16 } from './rig.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const station = () => bench.station('ocpp1.6');
const accepted = { status: 'Accepted' };

describe('the list of cards', () => {
  test.each([
    ['TC_042_1_CSMS', -1, 'refused'],
    ['TC_042_2_CSMS', 0, 'done'],
  ])('%s its version is read: %i', async (_case, listVersion, end) => {
    const { life } = await gives(
      await station(),
      'readLocalListVersion',
      {},
      ['GetLocalListVersion', { listVersion }],
      end,
    );
    expect(life.answer.localListVersion).toBe(listVersion);
  });

  const entries = [{ token: { number: 'AA' }, status: 'accepted' }];
  test.each([
    ['TC_043_1_CSMS', 'full', 'NotSupported', 'refused'],
    ['TC_043_3_CSMS', 'full', 'Failed', 'refused'],
    ['TC_043_4_CSMS', 'full', 'Accepted', 'done'],
    ['TC_043_5_CSMS', 'differential', 'Accepted', 'done'],
  ])('%s is sent (%s): %s', async (_case, mode, status, end) => {
    const one = await station();
    const list = { mode, version: 2, entries };
    const { call, life } = await gives(one, 'sendLocalList', list, ['SendLocalList', { status }], end);
    expect(call).toEqual({
      listVersion: 2,
      updateType: mode === 'full' ? 'Full' : 'Differential',
      localAuthorizationList: [{ idTag: 'AA', idTagInfo: { status: 'Accepted' } }],
    });
    expect(life.answer.status).toBe(status);
  });
});

describe('firmware and diagnostics', () => {
  test.each([
    ['TC_044_1_CSMS', ['Downloading', 'Downloaded', 'Installing', 'Installed'], 'done'],
    ['TC_044_2_CSMS', ['Downloading', 'DownloadFailed'], 'failed'],
    ['TC_044_3_CSMS', ['Downloading', 'Downloaded', 'Installing', 'InstallationFailed'], 'failed'],
  ])('%s an update: %j', async (_case, statuses, end) => {
    const one = await station();
    const { call, id } = await gives(
      one,
      'updateFirmware',
      { url: 'https://images.example/1.2.bin', retrieveAt: iso() },
      ['UpdateFirmware', {}],
      'answered',
    );
    expect(call).toEqual({ location: 'https://images.example/1.2.bin', retrieveDate: expect.any(String) });
    for (const status of statuses) expect(await one.say('FirmwareStatusNotification', { status })).toEqual({});
    await one.reaches(id, end);
  });

  test.each([
    ['TC_045_1_CSMS', 'Uploaded', 'done'],
    ['TC_045_2_CSMS', 'UploadFailed', 'failed'],
  ])('%s diagnostics: %s', async (_case, status, end) => {
    const one = await station();
    const { call, id } = await gives(
      one,
      'readLog',
      { log: 'diagnostics', url: 'https://csms.example/logs' },
      ['GetDiagnostics', { fileName: 'log.zip' }],
      'answered',
    );
    expect(call).toEqual({ location: expect.stringContaining('https://csms.example/logs') });
    await one.say('DiagnosticsStatusNotification', { status: 'Uploading' });
    await one.say('DiagnosticsStatusNotification', { status });
    await one.reaches(id, end);
  });
});

describe('reservations', () => {
  const later = iso(-600_000);
  const reserve = (one: Conforming, body: Json = {}, status = 'Accepted', end = 'done') =>
    gives(
      one,
      'reserve',
      { evse: 1, token: { number: bench.card }, expiresAt: later, ...body },
      ['ReserveNow', { status }],
      end,
    );

  test('TC_046_CSMS of a connector is used by its card', async () => {
    const one = await station();
    const { call } = await reserve(one);
    expect(call).toEqual({
      connectorId: 1,
      idTag: bench.card,
      expiryDate: later,
      reservationId: expect.any(Number),
    });
    await status16(one, 1, 'Reserved');
    const started = await one.say('StartTransaction', {
      connectorId: 1,
      idTag: bench.card,
      meterStart: 0,
      timestamp: iso(),
      reservationId: call.reservationId,
    });
    expect(started.idTagInfo.status).toBe('Accepted');
  });

  test('TC_047_CSMS expires', async () => {
    const one = await station();
    await reserve(one);
    await status16(one, 1, 'Reserved');
    await status16(one, 1, 'Available');
    expect(await one.sessions()).toEqual([]);
  });

  test.each([
    ['TC_048_1_CSMS', 'Faulted'],
    ['TC_048_2_CSMS', 'Occupied'],
    ['TC_048_3_CSMS', 'Unavailable'],
    ['TC_048_4_CSMS', 'Rejected'],
  ])('%s is refused: %s', async (_case, status) => {
    const { life } = await reserve(await station(), {}, status, 'refused');
    expect(life.answer.status).toBe(status);
  });

  test('TC_049_CSMS of the whole charge point is used by its card', async () => {
    const one = await station();
    const { call } = await reserve(one, { evse: 0 });
    expect(call).toMatchObject({ connectorId: 0, idTag: bench.card });
    await status16(one, 2, 'Reserved');
    expect(await start16(one, bench.card, 2)).toBeGreaterThan(0);
  });

  test.each([
    ['TC_051_CSMS', 'Accepted', 'done'],
    ['TC_052_CSMS', 'Rejected', 'refused'],
  ])('%s is cancelled: %s', async (_case, status, end) => {
    const one = await station();
    const { call } = await reserve(one);
    const body = { reservationId: call.reservationId };
    const cancelled = await gives(one, 'cancelReservation', body, ['CancelReservation', { status }], end);
    expect(cancelled.call).toEqual(body);
  });

  test('TC_053_CSMS is used by another card of the same group', async () => {
    const one = await station();
    const cards: number[] = [];
    for (const number of ['PARENT1', 'PARENT2'])
      cards.push((await bench.flow.call('POST', '/cards', { number, group: 'FLEET' })).id);
    const { call } = await reserve(one, { token: undefined, cardId: cards[0] });
    expect(call).toMatchObject({ idTag: 'PARENT1', parentIdTag: 'FLEET' });
    await status16(one, 1, 'Reserved');
    const { idTagInfo } = await one.say('Authorize', { idTag: 'PARENT2' });
    expect(idTagInfo).toMatchObject({ status: 'Accepted', parentIdTag: 'FLEET' });
    expect(await start16(one, 'PARENT2')).toBeGreaterThan(0);
  });
});

describe('smart charging', () => {
  const schedules = [{ unit: 'A', startsAt: iso(), durationSeconds: 300, periods: [{ startSeconds: 0, limit: 6 }] }];
  const set = (one: Conforming, body: Json) =>
    gives(
      one,
      'setChargingProfile',
      { evse: 1, profileKind: 'absolute', stackLevel: 0, schedules, ...body },
      ['SetChargingProfile', accepted],
      'done',
    );
  const chargingSchedule = {
    duration: 300,
    chargingRateUnit: 'A',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }],
  };

  test('TC_056_CSMS a default profile for sessions', async () => {
    const { call } = await set(await station(), { purpose: 'txDefault' });
    expect(call).toMatchObject({
      connectorId: 1,
      csChargingProfiles: {
        stackLevel: 0,
        chargingProfilePurpose: 'TxDefaultProfile',
        chargingProfileKind: 'Absolute',
        chargingSchedule,
      },
    });
  });

  test('TC_057_CSMS a profile for a running session', async () => {
    const one = await station();
    const transactionId = await start16(one, bench.card);
    const [{ number }] = await one.sessions();
    const { call } = await set(one, { purpose: 'tx', transactionNumber: number });
    expect(call).toMatchObject({
      connectorId: 1,
      csChargingProfiles: { transactionId, chargingProfilePurpose: 'TxProfile', chargingSchedule },
    });
  });

  test('TC_059_CSMS a remote start brings the limits of its session', async () => {
    const one = await station();
    const profile = { stackLevel: 0, schedules: [{ unit: 'A', periods: [{ startSeconds: 0, limit: 6 }] }] };
    const { call } = await gives(
      one,
      'start',
      { evse: 1, token: { number: bench.card }, profile },
      ['RemoteStartTransaction', accepted],
      'answered',
    );
    expect(call.chargingProfile).toMatchObject({
      chargingProfilePurpose: 'TxProfile',
      chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }] },
    });
  });

  test('TC_066_CSMS the composite schedule', async () => {
    const { call, life } = await gives(
      await station(),
      'readCompositeSchedule',
      { evse: 1, durationSeconds: 300, unit: 'A' },
      ['GetCompositeSchedule', { status: 'Accepted', connectorId: 1, scheduleStart: iso(), chargingSchedule }],
      'done',
    );
    expect(call).toEqual({ connectorId: 1, duration: 300, chargingRateUnit: 'A' });
    expect(life.answer.composite).toMatchObject({ evse: 1, schedule: { unit: 'A', periods: [{ limit: 6 }] } });
  });

  test('TC_067_CSMS profiles are cleared, by id or by what they are for', async () => {
    const one = await station();
    const clear = (body: Json) => gives(one, 'clearChargingProfiles', body, ['ClearChargingProfile', accepted], 'done');
    expect((await clear({ profileIds: [7] })).call).toEqual({ id: 7 });
    expect((await clear({ evse: 1, purpose: 'txDefault', stackLevel: 1 })).call).toEqual({
      connectorId: 1,
      chargingProfilePurpose: 'TxDefaultProfile',
      stackLevel: 1,
    });
  });
});
