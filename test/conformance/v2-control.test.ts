import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Bench, type Conforming, iso, startBench } from './rig.ts';
import { authorize2, charging2, meterOf, status2, tokenOf, transaction2, unplug2, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);
  /** Gives a command, waits for its end, and says what the station was asked. */
  const gives = async (one: Conforming, kind: string, body: Json, end: string, action: string): Promise<Json> => {
    await one.reaches(await one.command(kind, body), end);
    return one.asked(action).at(-1);
  };

  describe('remote start', () => {
    const asks = async (one: Conforming, reply: Json) => {
      one.answers('RequestStartTransaction', reply);
      const asked = await one.command('start', { evse: 1, token: { number: bench.card, type: 'iso14443' } });
      await one.reaches(asked, 'answered');
      const [call] = one.asked('RequestStartTransaction');
      expect(call).toMatchObject({ idToken: tokenOf(bench.card), evseId: 1, remoteStartId: expect.any(Number) });
      return { asked, remoteStartId: call.remoteStartId };
    };

    test('TC_F_01_CSMS with the cable plugged in and its transaction begun', async () => {
      const one = await station();
      const session = transaction2(one);
      await session.tell('Started', 'CablePluggedIn', { transactionInfo: { chargingState: 'EVConnected' } });
      const { asked, remoteStartId } = await asks(one, { status: 'Accepted', transactionId: session.id });
      await session.tell('Updated', 'RemoteStart', {
        transactionInfo: { remoteStartId },
        idToken: tokenOf(bench.card),
      });
      await one.reaches(asked, 'done');
      await session.tell('Updated', 'ChargingStateChanged', { transactionInfo: { chargingState: 'Charging' } });
      expect(await one.sessions()).toMatchObject([{ token: { number: bench.card }, chargingState: 'charging' }]);
    });

    test.each([
      ['TC_F_02_CSMS', true],
      ['TC_F_03_CSMS', false],
    ])('%s before the cable; the station asks about the card: %s', async (_case, authorizes) => {
      const one = await station();
      const { asked, remoteStartId } = await asks(one, { status: 'Accepted' });
      if (authorizes) expect((await authorize2(one, bench.card)).status).toBe('Accepted');
      const session = transaction2(one);
      const answer = await session.tell('Started', 'RemoteStart', {
        transactionInfo: { remoteStartId },
        idToken: tokenOf(bench.card),
      });
      expect(answer.idTokenInfo.status).toBe('Accepted');
      await one.reaches(asked, 'done');
    });

    test('TC_F_04_CSMS nobody plugs in: the transaction ends without charging', async () => {
      const one = await station();
      const { remoteStartId } = await asks(one, { status: 'Accepted' });
      const session = transaction2(one);
      await session.tell('Started', 'RemoteStart', {
        transactionInfo: { remoteStartId },
        idToken: tokenOf(bench.card),
      });
      await session.tell('Updated', 'EVConnectTimeout');
      expect(await one.sessions()).toMatchObject([{ transactionId: session.id }]);
    });
  });

  test('TC_F_06_CSMS a connector is unlocked', async () => {
    const one = await station();
    one.answers('UnlockConnector', { status: 'Unlocked' });
    const call = await gives(one, 'unlock', { evse: 1, connector: 1 }, 'done', 'UnlockConnector');
    expect(call).toEqual({ evseId: 1, connectorId: 1 });
  });

  describe('trigger', () => {
    const atEvse = { evse: { id: 1 } };
    test.each([
      ['TC_F_11_CSMS', 'meter', 'MeterValues', 1],
      ['TC_F_12_CSMS', 'meter', 'MeterValues', undefined],
      ['TC_F_13_CSMS', 'transaction', 'TransactionEvent', 1],
      ['TC_F_14_CSMS', 'transaction', 'TransactionEvent', undefined],
      ['TC_F_15_CSMS', 'logStatus', 'LogStatusNotification', undefined],
      ['TC_F_18_CSMS', 'firmwareStatus', 'FirmwareStatusNotification', undefined],
      ['TC_F_20_CSMS', 'heartbeat', 'Heartbeat', undefined],
    ])('%s asks for %s (%s) at EVSE %s, and takes what comes', async (_case, message, requestedMessage, evse) => {
      const one = await station();
      one.answers('TriggerMessage', { status: 'Accepted' });
      const session = message === 'transaction' ? await charging2(one, bench.card) : undefined;
      const call = await gives(one, 'trigger', { message, ...(evse && { evse }) }, 'done', 'TriggerMessage');
      expect(call).toEqual({ requestedMessage, ...(evse && atEvse) });
      if (message === 'meter') await one.say('MeterValues', { evseId: 1, meterValue: meterOf(20, 'Trigger') });
      if (message === 'logStatus') await one.say('LogStatusNotification', { status: 'Idle' });
      if (message === 'firmwareStatus') await one.say('FirmwareStatusNotification', { status: 'Idle' });
      if (message === 'heartbeat')
        expect(Math.abs(Date.parse((await one.say('Heartbeat', {})).currentTime) - Date.now())).toBeLessThan(10_000);
      if (session) {
        await session.tell('Updated', 'Trigger', {
          transactionInfo: { chargingState: 'Charging' },
          meterValue: meterOf(1500, 'Trigger'),
        });
        expect(await one.sessions()).toMatchObject([{ energyWh: 500 }]);
      }
    });

    test.each([
      ['TC_F_23_CSMS', 'Available', 'available'],
      ['TC_F_24_CSMS', 'Occupied', 'occupied'],
    ])('%s asks for the status of a connector, and shows it: %s', async (_case, status, shown) => {
      const one = await station();
      await status2(one, status);
      one.answers('TriggerMessage', { status: 'Accepted' });
      const call = await gives(one, 'trigger', { message: 'status', evse: 1, connector: 1 }, 'done', 'TriggerMessage');
      // F06.FR.13: a status is asked for with the connector
      expect(call).toEqual({ requestedMessage: 'StatusNotification', evse: { id: 1, connectorId: 1 } });
      await status2(one, status);
      const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/charge-points`);
      expect(items[0]).toMatchObject({ status: shown });
    });

    test('TC_F_27_CSMS the station does not know the message', async () => {
      const one = await station();
      one.answers('TriggerMessage', { status: 'NotImplemented' });
      const life = await one.reaches(await one.command('trigger', { message: 'meter' }), 'refused');
      expect(life.answer).toMatchObject({ outcome: 'unsupported', status: 'NotImplemented' });
    });
  });

  describe('availability', () => {
    const places = {
      evse: [{ evse: 1 }, { evse: { id: 1 } }],
      station: [{}, {}],
      connector: [{ evse: 1, connector: 1 }, { evse: { id: 1, connectorId: 1 } }],
    } as const;
    test.each([
      ['TC_G_03_CSMS', 'evse', false],
      ['TC_G_04_CSMS', 'evse', true],
      ['TC_G_05_CSMS', 'station', false],
      ['TC_G_06_CSMS', 'station', true],
      ['TC_G_07_CSMS', 'connector', false],
      ['TC_G_08_CSMS', 'connector', true],
    ] as const)('%s of the %s becomes operative: %s', async (_case, where, operative) => {
      const one = await station();
      const all = async (status: string) => {
        for (const evse of where === 'station' ? [1, 2] : [1]) await status2(one, status, evse);
      };
      await all(operative ? 'Unavailable' : 'Available');
      one.answers('ChangeAvailability', { status: 'Accepted' });
      const [body, place] = places[where];
      const asked = await one.command('changeAvailability', { operative, ...body });
      await one.reaches(asked, 'answered');
      const operationalStatus = operative ? 'Operative' : 'Inoperative';
      expect(one.asked('ChangeAvailability')).toEqual([{ operationalStatus, ...place }]);
      await all(operative ? 'Available' : 'Unavailable');
      await one.reaches(asked, 'done');
    });

    test.each([
      ['TC_G_11_CSMS', 'evse'],
      ['TC_G_14_CSMS', 'station'],
      ['TC_G_17_CSMS', 'connector'],
    ] as const)('%s of the %s waits for the running transaction', async (_case, where) => {
      const one = await station();
      const session = await charging2(one, bench.card);
      one.answers('ChangeAvailability', { status: 'Scheduled' });
      const asked = await one.command('changeAvailability', { operative: false, ...places[where][0] });
      expect((await one.reaches(asked, 'answered')).answer.outcome).toBe('scheduled');
      await unplug2(one, session);
      if (where === 'station') await status2(one, 'Unavailable', 2);
      expect((await one.life(asked)).state).toBe('answered');
      await status2(one, 'Unavailable');
      await one.reaches(asked, 'done');
    });
  });

  test('TC_G_20_CSMS a lock that fails is an error on the sheet', async () => {
    const one = await station();
    await one.say('NotifyEvent', {
      generatedAt: iso(),
      seqNo: 0,
      eventData: [
        {
          eventId: 1,
          timestamp: iso(),
          trigger: 'Delta',
          actualValue: 'true',
          eventNotificationType: 'HardWiredNotification',
          component: { name: 'ConnectorPlugRetentionLock', evse: { id: 1, connectorId: 1 } },
          variable: { name: 'Problem' },
        },
      ],
    });
    const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/errors`);
    expect(items).toHaveLength(1);
  });

  describe('meter values', () => {
    test('TC_J_01_CSMS of the clock, outside a transaction', async () => {
      const one = await station();
      for (const wh of [10, 20])
        expect(await one.say('MeterValues', { evseId: 1, meterValue: meterOf(wh, 'Sample.Clock') })).toEqual({});
    });

    test.each([
      ['TC_J_02_CSMS', 'MeterValueClock', 'Sample.Clock'],
      ['TC_J_09_CSMS', 'MeterValuePeriodic', 'Sample.Periodic'],
    ])('%s in a transaction with %s', async (_case, trigger, context) => {
      const one = await station();
      const session = await charging2(one, bench.card);
      for (const wh of [1200, 1400]) await session.tell('Updated', trigger, { meterValue: meterOf(wh, context) });
      expect(await one.sessions()).toMatchObject([{ energyWh: 400 }]);
    });

    const signed = (wh: number, context: string): Json =>
      meterOf(wh, context).map((value: Json) => ({
        ...value,
        sampledValue: value.sampledValue.map((sample: Json) => ({
          ...sample,
          signedMeterValue: {
            signedMeterData: Buffer.from('OCMF|{}|{}').toString('base64'),
            signingMethod: 'ECDSA-secp256r1-SHA256',
            encodingMethod: 'OCMF',
            publicKey: '',
          },
        })),
      }));
    test.each([
      ['TC_J_03_CSMS', meterOf(5000, 'Sample.Clock')],
      ['TC_J_04_CSMS', signed(5000, 'Sample.Clock')],
      ['TC_J_10_CSMS', meterOf(5000, 'Transaction.End')],
      ['TC_J_11_CSMS', signed(5000, 'Transaction.End')],
    ])('%s come with the end', async (_case, meterValue) => {
      const one = await station();
      const session = await charging2(one, bench.card);
      await session.tell('Ended', 'EVCommunicationLost', {
        transactionInfo: { chargingState: 'Idle', stoppedReason: 'EVDisconnected' },
        meterValue,
      });
      expect(await one.sessions()).toMatchObject([{ energyWh: 4000 }]);
    });

    test('TC_J_07_CSMS, TC_J_08_CSMS come with the start, also where the EVSE is told later', async () => {
      const one = await station();
      await charging2(one, bench.card);
      const session = transaction2(one, 2);
      await session.tell('Started', 'Authorized', {
        idToken: tokenOf(bench.card),
        evse: undefined,
        meterValue: meterOf(7000, 'Transaction.Begin'),
      });
      await session.tell('Updated', 'CablePluggedIn', { transactionInfo: { chargingState: 'EVConnected' } });
      await session.tell('Updated', 'MeterValuePeriodic', { meterValue: meterOf(7300) });
      expect(await one.sessions()).toMatchObject([{ evse: 2, energyWh: 300 }, { evse: 1 }]);
    });
  });
});
