import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { until } from '../until.ts';
import { type Bench, iso, startBench } from './rig.ts';
import { authorize2, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);

  test('FR.03 a message that breaks its schema is answered with a CALLERROR', async () => {
    const one = await station();
    const frame = JSON.parse(await one.wire.say(['Authorize', { idToken: 7 }]));
    expect(frame.slice(0, 3)).toEqual([4, expect.any(String), 'TypeConstraintViolation']);
  });

  test('B03.FR.03 nothing is sent to a station that was rejected', async () => {
    const one = await station();
    const path = `/stations/${one.stationId}`;
    await bench.flow.call('POST', `${path}/decommission`, { identity: one.identity });
    const before = one.wire.called.length;
    const reply = await bench.flow.ask('POST', `${path}/commands/trigger`, { message: 'boot' });
    expect(reply.status).toBe(409);
    expect(one.wire.called.length).toBe(before);
  });

  test('B05.FR.13 one message never writes the same variable twice', async () => {
    const one = await station();
    const name = { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' };
    const twice = [
      { name, value: '60' },
      { name: { ...name, attribute: 'Actual' }, value: '90' },
    ];
    const reply = await bench.flow.ask('POST', `/stations/${one.stationId}/commands/writeSettings`, { values: twice });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(one.asked('SetVariables')).toEqual([]);
  });

  test('C01.FR.19 a card is good at every charge point: no list of EVSEs is told', async () => {
    const one = await station();
    const info = await authorize2(one, bench.card);
    expect(info).toMatchObject({ status: 'Accepted' });
    expect(info).not.toHaveProperty('evseId');
  });

  test('C04.FR.02 a key code that is known and good is accepted', async () => {
    const one = await station();
    const number = `4711${protocol.replace(/\D/g, '')}`;
    await bench.flow.call('POST', '/cards', { number, type: 'keyCode' });
    const { idTokenInfo } = await one.say('Authorize', { idToken: { idToken: number, type: 'KeyCode' } });
    expect(idTokenInfo.status).toBe('Accepted');
  });

  test('A04.FR.03 a security event is confirmed and stands in the log', async () => {
    const one = await station();
    const event = { type: 'TamperDetectionActivated', timestamp: iso() };
    expect(await one.say('SecurityEventNotification', event)).toEqual({});
    const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/log`);
    expect(JSON.stringify(items)).toContain('TamperDetectionActivated');
  });

  test('G02.FR.04 any message shows that the station is there', async () => {
    const one = await station();
    const read = async () => (await bench.flow.call('GET', `/stations/${one.stationId}/information`)).connection;
    const before = Date.parse((await read()).lastMessageAt);
    await one.say('MeterValues', { evseId: 1, meterValue: [{ timestamp: iso(), sampledValue: [{ value: 1 }] }] });
    await until(async () => Date.parse((await read()).lastMessageAt) > before);
  });

  const purposes = ['setChargingProfile', 'clearChargingProfiles'] as const;
  test.each(
    purposes,
  )('K01.FR.22, K02.FR.07, K10.FR.06 an outside limit is never set or cleared by %s', async (kind) => {
    const one = await station();
    const body: Json =
      kind === 'clearChargingProfiles'
        ? { purpose: 'stationExternal' }
        : {
            evse: 0,
            purpose: 'stationExternal',
            profileKind: 'relative',
            stackLevel: 0,
            schedules: [{ unit: 'W', periods: [{ startSeconds: 0, limit: 1 }] }],
          };
    const reply = await bench.flow.ask('POST', `/stations/${one.stationId}/commands/${kind}`, body);
    expect(reply.status).toBe(400);
    expect(one.wire.called).toEqual([]);
  });

  const phases = { unit: 'A', periods: [{ startSeconds: 0, limit: 6, phases: 3, phaseToUse: 1 }] };
  test('K01.FR.19 a phase is named only for charging on one phase', async () => {
    const one = await station();
    const body = { evse: 1, purpose: 'txDefault', profileKind: 'relative', stackLevel: 0, schedules: [phases] };
    const reply = await bench.flow.ask('POST', `/stations/${one.stationId}/commands/setChargingProfile`, body);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(one.wire.called).toEqual([]);
  });

  test('2.0.1:K15.FR.02, 2.1:K17.FR.02, K18.FR.02, K19.FR.02 what a car needs is answered', async () => {
    const one = await station();
    const needs =
      protocol === 'ocpp2.0.1'
        ? { requestedEnergyTransfer: 'DC', dcChargingParameters: { evMaxCurrent: 200, evMaxVoltage: 500 } }
        : { requestedEnergyTransfer: 'DC', dcChargingParameters: { evMaxCurrent: 200, evMaxVoltage: 500 } };
    const answer = await one.say('NotifyEVChargingNeeds', { evseId: 1, chargingNeeds: needs });
    expect(['Accepted', 'Rejected', 'Processing', 'NoChargingProfile']).toContain(answer.status);
  });
});

describe('ocpp2.1', () => {
  test('2.1:FR.06 an answer that breaks its schema is told to the station', async () => {
    const one = await bench.station('ocpp2.1');
    one.answers('ClearCache', { status: 7 });
    await one.command('clearCache');
    await until(() => one.wire.in.some((text) => JSON.parse(text)[0] === 5));
  });

  test('2.1:FR.07, N15.FR.02 a message that is only sent is never answered', async () => {
    const one = await bench.station('ocpp2.1');
    const stream = { id: 1, pending: 0, basetime: iso(), data: [{ t: 0, v: '1' }] };
    one.wire.raw(JSON.stringify([6, 'stream-1', 'NotifyPeriodicEventStream', stream]));
    await one.say('Heartbeat', {});
    expect(one.wire.in.some((text) => JSON.parse(text)[1] === 'stream-1')).toBe(false);
  });

  test('2.1:C18.FR.10 the answer about a VAT number names the EVSE of the question', async () => {
    const one = await bench.station('ocpp2.1');
    const answer = await one.say('VatNumberValidation', { vatNumber: 'ATU12345678', evseId: 2 });
    expect(answer).toMatchObject({ evseId: 2, vatNumber: 'ATU12345678' });
  });

  test('2.1:K21.FR.09, 2.1:K22.FR.06 priority charging is noted', async () => {
    const one = await bench.station('ocpp2.1');
    for (const activated of [true, false])
      expect(await one.say('NotifyPriorityCharging', { transactionId: 'T1', activated })).toEqual({});
  });

  test('2.1:K28.FR.12 an update of a profile that is not there is refused', async () => {
    const one = await bench.station('ocpp2.1');
    expect(await one.say('PullDynamicScheduleUpdate', { chargingProfileId: 99 })).toMatchObject({ status: 'Rejected' });
  });
});
