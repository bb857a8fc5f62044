import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { wire } from '../flow-station.ts';
import { type Bench, iso, startBench } from './rig.ts';
import { charging2, status2, tokenOf, unplug2, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const named = (component: string, variable: string, variableInstance?: string): Json => ({
  component,
  variable,
  ...(variableInstance && { variableInstance }),
});
const variable = (component: string, name: string, instance?: string): Json => ({
  component: { name: component },
  variable: { name, ...(instance && { instance }) },
});

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);
  const boot = (reason: string) => ({ reason, chargingStation: { vendorName: 'Voltyard', model: 'Test' } });

  test('TC_B_01_CSMS a cold boot is accepted, with an interval and the time', async () => {
    const one = await station();
    const answer = await one.say('BootNotification', boot('PowerUp'));
    expect(answer).toMatchObject({ status: 'Accepted', interval: expect.any(Number) });
    expect(Math.abs(Date.parse(answer.currentTime) - Date.now())).toBeLessThan(10_000);
    await status2(one, 'Available', 1);
    await status2(one, 'Available', 2);
    const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/charge-points`);
    expect(items).toMatchObject([
      { evse: 1, status: 'available' },
      { evse: 2, status: 'available' },
    ]);
  });

  test('TC_B_02_CSMS, TC_B_30_CSMS, B01.FR.10, FR.04 a station nobody knows yet waits, and says no more than its boot until it is accepted', async () => {
    const { flow } = bench;
    const identity = `NEW-${protocol.replaceAll('.', '')}`;
    const waiting = await wire(flow.ocpp, { identity }, protocol, { password: null });
    expect(await waiting.ask(['BootNotification', boot('PowerUp')])).toMatchObject({
      status: 'Pending',
      interval: expect.any(Number),
    });
    const status = { timestamp: iso(), connectorStatus: 'Available', evseId: 1, connectorId: 1 };
    expect(JSON.parse(await waiting.say(['StatusNotification', status]))).toMatchObject([
      4,
      expect.any(String),
      'SecurityError',
      expect.any(String),
      {},
    ]);
    const { items } = await flow.call('GET', '/onboarding');
    const { stationId } = items.find((one: Json) => one.identity === identity);
    const { credentials } = await flow.call('POST', `/onboarding/${stationId}/adopt`, { name: identity });
    const accepted = await wire(flow.ocpp, { identity, password: credentials.password }, protocol);
    expect((await accepted.ask(['BootNotification', boot('PowerUp')])).status).toBe('Accepted');
    expect(await accepted.ask(['StatusNotification', status])).toEqual({});
  });

  test('TC_P_03_CSMS what a vendor adds to a message is taken with it', async () => {
    const one = await station();
    const customData = { vendorId: 'com.example', temperature: 21 };
    const status = { timestamp: iso(), connectorStatus: 'Available', evseId: 1, connectorId: 1, customData };
    expect(await one.say('StatusNotification', status)).toEqual({});
    const session = await charging2(one, bench.card);
    await session.tell('Updated', 'MeterValuePeriodic', { customData, transactionInfo: { customData } });
    const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/frames`);
    const { id } = items.find((frame: Json) => frame.action === 'TransactionEvent');
    const frame = await bench.flow.call('GET', `/stations/${one.stationId}/frames/${id}`);
    expect(JSON.stringify(frame)).toContain('com.example');
    expect(frame.violations || []).toEqual([]);
  });

  describe('variables', () => {
    const read = (name: string, attributeValue: string, component = 'OCPPCommCtrlr', instance?: string) => ({
      ...variable(component, name, instance),
      attributeStatus: 'Accepted',
      attributeType: 'Actual',
      attributeValue,
    });

    test('TC_B_06_CSMS one is read', async () => {
      const one = await station();
      one.answers('GetVariables', { getVariableResult: [read('OfflineThreshold', '60')] });
      const names = [named('OCPPCommCtrlr', 'OfflineThreshold')];
      await one.reaches(await one.command('readSettings', { names }), 'done');
      const [{ getVariableData }] = one.asked('GetVariables');
      expect(getVariableData).toMatchObject([variable('OCPPCommCtrlr', 'OfflineThreshold')]);
      expect([undefined, 'Actual']).toContain(getVariableData[0].attributeType);
      const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/settings`);
      expect(items).toMatchObject([{ component: 'OCPPCommCtrlr', variable: 'OfflineThreshold', value: '60' }]);
    });

    test('TC_B_07_CSMS several are read', async () => {
      const one = await station();
      one.answers('GetVariables', {
        getVariableResult: [read('OfflineThreshold', '60'), read('AuthorizeRemoteStart', 'true', 'AuthCtrlr')],
      });
      const names = [named('OCPPCommCtrlr', 'OfflineThreshold'), named('AuthCtrlr', 'AuthorizeRemoteStart')];
      await one.reaches(await one.command('readSettings', { names }), 'done');
      expect(one.asked('GetVariables')[0].getVariableData).toHaveLength(2);
      const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/settings`);
      expect(items.map(({ value }: Json) => value).sort()).toEqual(['60', 'true']);
    });

    test('TC_B_08_CSMS never more in one message than the station takes', async () => {
      const one = await station();
      const all = ['a', 'b', 'c', 'd', 'e'];
      one.answers('GetVariables', ({ getVariableData }: Json) => ({
        getVariableResult: getVariableData.map((item: Json) => ({
          ...item,
          attributeStatus: 'Accepted',
          attributeValue: item.variable.name === 'ItemsPerMessage' ? '4' : `value of ${item.variable.name}`,
        })),
      }));
      const limit = [named('DeviceDataCtrlr', 'ItemsPerMessage', 'GetVariables')];
      await one.reaches(await one.command('readSettings', { names: limit }), 'done');
      const life = await one.reaches(
        await one.command('readSettings', { names: all.map((name) => named('AuthCtrlr', name)) }),
        'done',
      );
      expect(one.asked('GetVariables').map(({ getVariableData }) => getVariableData.length)).toEqual([1, 4, 1]);
      expect(life.answer.variables.map(({ value }: Json) => value)).toEqual(all.map((name) => `value of ${name}`));
    });

    test.each([
      ['TC_B_09_CSMS', [['OCPPCommCtrlr', 'OfflineThreshold', '123']]],
      [
        'TC_B_10_CSMS',
        [
          ['OCPPCommCtrlr', 'OfflineThreshold', '123'],
          ['AuthCtrlr', 'AuthorizeRemoteStart', 'false'],
        ],
      ],
    ] as const)('%s are written: %j', async (_case, wanted) => {
      const one = await station();
      one.answers('SetVariables', ({ setVariableData }: Json) => ({
        setVariableResult: setVariableData.map(({ attributeValue: _, ...rest }: Json) => ({
          ...rest,
          attributeStatus: 'Accepted',
        })),
      }));
      const values = wanted.map(([component, name, value]) => ({ name: named(component, name), value }));
      await one.reaches(await one.command('writeSettings', { values }), 'done');
      const [{ setVariableData }] = one.asked('SetVariables');
      expect(setVariableData).toMatchObject(
        wanted.map(([component, name, attributeValue]) => ({ ...variable(component, name), attributeValue })),
      );
    });
  });

  describe('reset', () => {
    const idle = async (mode: string, type: string, reason: string, evse?: number) => {
      const before = await station();
      before.answers('Reset', { status: 'Accepted' });
      const asked = await before.command('reset', { mode, ...(evse && { evse }) });
      await before.reaches(asked, evse ? 'done' : 'answered');
      expect(before.asked('Reset')).toEqual([{ type, ...(evse && { evseId: evse }) }]);
      if (evse) return;
      const one = await before.again();
      expect((await one.say('BootNotification', boot(reason))).status).toBe('Accepted');
      await one.reaches(asked, 'done');
    };
    test('TC_B_20_CSMS without a transaction, when idle', () => idle('onIdle', 'OnIdle', 'RemoteReset'));
    test('TC_B_25_CSMS of one EVSE', () => idle('onIdle', 'OnIdle', '', 1));

    test.each([
      ['TC_B_21_CSMS', undefined],
      ['TC_B_26_CSMS', 1],
    ])('%s waits for the transaction; EVSE %s', async (_case, evse) => {
      const before = await station();
      before.answers('Reset', { status: 'Scheduled' });
      const session = await charging2(before, bench.card);
      const asked = await before.command('reset', { mode: 'onIdle', ...(evse && { evse }) });
      await before.reaches(asked, evse ? 'done' : 'answered');
      await session.tell('Updated', 'StopAuthorized', {
        transactionInfo: { chargingState: 'EVConnected' },
        idToken: tokenOf(bench.card),
      });
      await unplug2(before, session);
      if (evse) return;
      const one = await before.again();
      expect((await one.say('BootNotification', boot('ScheduledReset'))).status).toBe('Accepted');
      await one.reaches(asked, 'done');
    });

    test.each([
      ['TC_B_22_CSMS', undefined],
      ['TC_B_27_CSMS', 1],
    ])('%s at once ends the transaction; EVSE %s', async (_case, evse) => {
      const one = await station();
      one.answers('Reset', { status: 'Accepted' });
      const session = await charging2(one, bench.card);
      const asked = await one.command('reset', { mode: 'hard', ...(evse && { evse }) });
      await one.reaches(asked, evse ? 'done' : 'answered');
      expect(one.asked('Reset')).toEqual([{ type: 'Immediate', ...(evse && { evseId: evse }) }]);
      await session.tell('Ended', 'ResetCommand', {
        transactionInfo: { chargingState: 'EVConnected', stoppedReason: 'ImmediateReset' },
      });
      expect(await one.sessions()).toMatchObject([{ reason: 'ImmediateReset' }]);
      if (evse) return;
      const later = await one.again();
      expect((await later.say('BootNotification', boot('RemoteReset'))).status).toBe('Accepted');
      await later.reaches(asked, 'done');
    });
  });

  test('TC_P_02_CSMS a vendor’s own message is answered', async () => {
    const one = await station();
    expect(await one.say('DataTransfer', { vendorId: 'com.example', messageId: 'hello' })).toMatchObject({
      status: 'UnknownVendorId',
    });
  });
});
