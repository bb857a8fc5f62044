import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Bench, type Conforming, start16, startBench, status16, statuses16, stop16 } from './rig.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const station = () => bench.station('ocpp1.6');

/** The station answers, and what it said is the end of the command. */
async function answered(one: Conforming, kind: string, body: Json, state: string, status: string): Promise<Json> {
  const life = await one.reaches(await one.command(kind, body), state);
  expect(life.answer.status).toBe(status);
  return life;
}

describe('remote start and stop', () => {
  const start = (one: Conforming) => one.command('start', { evse: 1, token: { number: bench.card } });

  test('TC_010_CSMS a remote start with the cable plugged in', async () => {
    const one = await station();
    one.answers('RemoteStartTransaction', { status: 'Accepted' });
    await status16(one, 1, 'Preparing');
    const asked = await start(one);
    await one.reaches(asked, 'answered');
    expect(one.asked('RemoteStartTransaction')).toEqual([{ connectorId: 1, idTag: bench.card }]);
    expect((await one.say('Authorize', { idTag: bench.card })).idTagInfo.status).toBe('Accepted');
    await start16(one, bench.card);
    await status16(one, 1, 'Charging');
    await one.reaches(asked, 'done');
  });

  test('TC_011_1_CSMS a remote start before the cable is plugged in', async () => {
    const one = await station();
    one.answers('RemoteStartTransaction', { status: 'Accepted' });
    const asked = await start(one);
    await one.reaches(asked, 'answered');
    await one.say('Authorize', { idTag: bench.card });
    await status16(one, 1, 'Preparing');
    await start16(one, bench.card);
    await one.reaches(asked, 'done');
  });

  test('TC_011_2_CSMS nobody plugs in after a remote start: no session, and the command is not called done', async () => {
    const one = await station();
    one.answers('RemoteStartTransaction', { status: 'Accepted' });
    const asked = await start(one);
    await one.reaches(asked, 'answered');
    await status16(one, 1, 'Preparing');
    await status16(one, 1, 'Available');
    expect(await one.sessions()).toEqual([]);
    expect((await one.life(asked)).state).toBe('answered');
  });

  test('TC_026_CSMS a remote start is rejected', async () => {
    const one = await station();
    one.answers('RemoteStartTransaction', { status: 'Rejected' });
    await answered(one, 'start', { evse: 1, token: { number: bench.card } }, 'refused', 'Rejected');
  });

  test('TC_012_CSMS a remote stop ends the session', async () => {
    const one = await station();
    one.answers('RemoteStopTransaction', { status: 'Accepted' });
    const transactionId = await start16(one, bench.card);
    const [{ number }] = await one.sessions();
    const asked = await one.command('stop', { transactionNumber: number });
    await one.reaches(asked, 'answered');
    expect(one.asked('RemoteStopTransaction')).toEqual([{ transactionId }]);
    await stop16(one, transactionId, { reason: 'Remote' });
    await one.reaches(asked, 'done');
    expect((await one.sessions())[0]).toMatchObject({ reason: 'Remote' });
  });

  test('TC_028_CSMS a remote stop is rejected: the session goes on', async () => {
    const one = await station();
    one.answers('RemoteStopTransaction', { status: 'Rejected' });
    await start16(one, bench.card);
    const [{ number }] = await one.sessions();
    await answered(one, 'stop', { transactionNumber: number }, 'refused', 'Rejected');
    expect((await one.sessions())[0].endedAt).toBeUndefined();
  });
});

describe('reset and unlock', () => {
  test.each([
    ['TC_013_CSMS', 'hard', 'Hard'],
    ['TC_014_CSMS', 'soft', 'Soft'],
  ])('%s a %s reset is done when the station has booted again', async (_case, mode, type) => {
    const before = await station();
    before.answers('Reset', { status: 'Accepted' });
    const asked = await before.command('reset', { mode });
    await before.reaches(asked, 'answered');
    expect(before.asked('Reset')).toEqual([{ type }]);
    const one = await before.again();
    await one.say('BootNotification', { chargePointVendor: 'Voltyard', chargePointModel: 'Test' });
    await statuses16(one);
    await one.reaches(asked, 'done');
  });

  test.each([
    ['TC_017_1_CSMS', 1, 'Unlocked', 'done'],
    ['TC_017_2_CSMS', 1, 'NotSupported', 'refused'],
    ['TC_030_CSMS', 1, 'UnlockFailed', 'refused'],
    ['TC_031_CSMS', 9, 'NotSupported', 'refused'],
  ])('%s unlocking connector %i is answered %s', async (_case, connector, status, state) => {
    const one = await station();
    one.answers('UnlockConnector', { status });
    const life = await one.reaches(await one.command('unlock', { evse: connector, connector: 1 }), state);
    expect(life.answer.status).toBe(status);
    expect(one.asked('UnlockConnector')).toEqual([{ connectorId: connector }]);
  });

  test('TC_018_1_CSMS unlocking while a session runs ends it', async () => {
    const one = await station();
    one.answers('UnlockConnector', { status: 'Unlocked' });
    const transactionId = await start16(one, bench.card);
    await answered(one, 'unlock', { evse: 1, connector: 1 }, 'done', 'Unlocked');
    await stop16(one, transactionId, { reason: 'UnlockCommand' });
    expect((await one.sessions())[0]).toMatchObject({ reason: 'UnlockCommand' });
  });
});

describe('configuration', () => {
  const keys = [{ key: 'SupportedFeatureProfiles', readonly: true, value: 'Core' }];

  test('TC_019_1_CSMS all configuration keys are read and shown', async () => {
    const one = await station();
    one.answers('GetConfiguration', { configurationKey: keys, unknownKey: [] });
    await one.reaches(await one.command('readSettings'), 'done');
    expect(one.asked('GetConfiguration')[0].key ?? []).toEqual([]);
    const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/settings`);
    expect(items).toMatchObject([{ variable: 'SupportedFeatureProfiles', value: 'Core', mutability: 'ReadOnly' }]);
  });

  test('TC_019_2_CSMS one configuration key is read', async () => {
    const one = await station();
    one.answers('GetConfiguration', { configurationKey: keys });
    const names = [{ component: '', variable: 'SupportedFeatureProfiles' }];
    await one.reaches(await one.command('readSettings', { names }), 'done');
    expect(one.asked('GetConfiguration')).toEqual([{ key: ['SupportedFeatureProfiles'] }]);
  });

  const write = { values: [{ name: { component: '', variable: 'MeterValueSampleInterval' }, value: '10' }] };
  test.each([
    ['TC_021_CSMS', 'Accepted', 'done'],
    ['TC_040_1_CSMS', 'NotSupported', 'refused'],
    ['TC_040_2_CSMS', 'Rejected', 'refused'],
  ])('%s a change of a key is answered %s', async (_case, status, state) => {
    const one = await station();
    one.answers('ChangeConfiguration', { status });
    const life = await one.reaches(await one.command('writeSettings', write), state);
    expect(one.asked('ChangeConfiguration')).toEqual([{ key: 'MeterValueSampleInterval', value: '10' }]);
    expect(JSON.stringify(life.answer)).toContain(status);
  });

  test('TC_061_CSMS the authorisation cache is cleared', async () => {
    const one = await station();
    one.answers('ClearCache', { status: 'Accepted' });
    await answered(one, 'clearCache', {}, 'done', 'Accepted');
  });
});

describe('trigger', () => {
  test('TC_054_CSMS a message is triggered, and comes', async () => {
    const one = await station();
    one.answers('TriggerMessage', { status: 'Accepted' });
    for (const [message, requestedMessage] of [
      ['meter', 'MeterValues'],
      ['heartbeat', 'Heartbeat'],
      ['status', 'StatusNotification'],
      ['boot', 'BootNotification'],
    ]) {
      await answered(one, 'trigger', { message }, 'done', 'Accepted');
      expect(one.asked('TriggerMessage').at(-1)).toEqual({ requestedMessage });
    }
    expect(await one.say('Heartbeat', {})).toHaveProperty('currentTime');
  });

  test('TC_055_CSMS a trigger is rejected', async () => {
    const one = await station();
    one.answers('TriggerMessage', { status: 'Rejected' });
    await answered(one, 'trigger', { message: 'meter', evse: 1 }, 'refused', 'Rejected');
    expect(one.asked('TriggerMessage')).toEqual([{ requestedMessage: 'MeterValues', connectorId: 1 }]);
  });
});
