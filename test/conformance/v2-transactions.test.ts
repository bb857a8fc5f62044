import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Bench, type Conforming, startBench } from './rig.ts';
import {
  authorize2,
  charging2,
  meterOf,
  status2,
  type Transaction2,
  tokenOf,
  transaction2,
  unplug2,
  versions2,
} from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const state = (chargingState: string, more: Json = {}) => ({ transactionInfo: { chargingState, ...more } });

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);
  const only = async (one: Conforming): Promise<Json> => {
    const sessions = await one.sessions();
    expect(sessions).toHaveLength(1);
    return sessions[0];
  };

  describe('a transaction starts', () => {
    test.each([
      ['TC_E_01_CSMS', 'ChargingStateChanged', { transactionInfo: { chargingState: 'SuspendedEVSE' } }],
      ['TC_E_02_CSMS', 'ChargingStateChanged', { transactionInfo: { chargingState: 'Charging' } }],
      ['TC_E_10_CSMS', 'Authorized', {}],
      ['TC_E_11_CSMS', 'SignedDataReceived', { meterValue: meterOf(10, 'Transaction.Begin') }],
    ])('%s with %s and its card', async (_case, trigger, more) => {
      const one = await station();
      expect((await authorize2(one, bench.card)).status).toBe('Accepted');
      await status2(one, 'Occupied');
      const session = transaction2(one);
      const answer = await session.tell('Started', trigger, { idToken: tokenOf(bench.card), ...more });
      expect(answer.idTokenInfo.status).toBe('Accepted');
      expect(await session.tell('Updated', 'ChargingStateChanged', state('Charging'))).toBeDefined();
      expect(await only(one)).toMatchObject({ transactionId: session.id, token: { number: bench.card } });
    });

    test.each([
      ['TC_E_09_CSMS', 'CablePluggedIn', state('EVConnected')],
      ['TC_E_12_CSMS', 'EVDetected', {}],
    ])('%s with %s, before anybody is known', async (_case, trigger, more) => {
      const one = await station();
      const session = transaction2(one);
      await session.tell('Started', trigger, more);
      expect(await only(one)).toMatchObject({ transactionId: session.id });
    });

    test('TC_E_03_CSMS the cable first, then the card', async () => {
      const one = await station();
      await charging2(one, bench.card);
      expect(await only(one)).toMatchObject({ chargingState: 'charging', token: { number: bench.card } });
    });

    test('TC_E_04_CSMS, TC_E_38_CSMS the card first, then the cable; the car is not ready', async () => {
      const one = await station();
      const session = transaction2(one);
      expect((await authorize2(one, bench.card)).status).toBe('Accepted');
      await session.tell('Started', 'Authorized', { idToken: tokenOf(bench.card) });
      await status2(one, 'Occupied');
      await session.tell('Updated', 'CablePluggedIn', state('EVConnected'));
      await session.tell('Updated', 'ChargingStateChanged', state('SuspendedEV'));
      expect(await only(one)).toMatchObject({ chargingState: 'suspendedEV' });
      await session.tell('Updated', 'ChargingStateChanged', state('Charging'));
      expect(await only(one)).toMatchObject({ chargingState: 'charging' });
    });

    test('TC_E_53_CSMS each transaction may begin at number 0', async () => {
      const one = await station();
      await unplug2(one, await charging2(one, bench.card));
      await unplug2(one, await charging2(one, bench.card));
      const sessions = await one.sessions();
      expect(sessions.map(({ energyWh, suspect }: Json) => [energyWh, suspect])).toEqual([
        [4000, []],
        [4000, []],
      ]);
    });
  });

  describe('a transaction ends', () => {
    test('TC_E_39_CSMS nobody plugged in', async () => {
      const one = await station();
      const session = transaction2(one);
      await session.tell('Started', 'Authorized', { idToken: tokenOf(bench.card) });
      await session.tell('Ended', 'EVConnectTimeout', { transactionInfo: { stoppedReason: 'Timeout' } });
      expect(await only(one)).toMatchObject({ reason: 'Timeout', endedBy: 'station' });
    });

    const suspend = (session: Transaction2) => session.tell('Updated', 'ChargingStateChanged', state('SuspendedEV'));
    const authorised = (session: Transaction2) =>
      session.tell('Updated', 'StopAuthorized', { ...state('EVConnected'), idToken: tokenOf(bench.card) });
    const nothing = async () => {};
    test.each([
      ['TC_E_14_CSMS', authorised, 'EVCommunicationLost', 'EVDisconnected', 'Idle'],
      ['TC_E_20_CSMS', suspend, 'EVCommunicationLost', 'EVDisconnected', 'Idle'],
      ['TC_E_17_CSMS', suspend, 'EVCommunicationLost', 'EVDisconnected', 'Idle'],
      ['TC_E_15_CSMS', nothing, 'StopAuthorized', 'Local', 'EVConnected'],
      ['TC_E_07_CSMS', nothing, 'StopAuthorized', 'Local', 'EVConnected'],
      ['TC_E_08_CSMS', authorised, 'ChargingStateChanged', 'Local', 'EVConnected'],
      ['TC_E_22_CSMS', nothing, 'ChargingStateChanged', 'StoppedByEV', 'SuspendedEV'],
      ['TC_E_19_CSMS', authorised, 'EVDeparted', 'Local', 'Idle'],
    ] as const)('%s after what came before: %o by %s because of %s', async (_case, before, trigger, reason, last) => {
      const one = await station();
      const session = await charging2(one, bench.card);
      await before(session);
      await session.tell('Ended', trigger, {
        ...state(last, { stoppedReason: reason }),
        meterValue: meterOf(3500, 'Transaction.End'),
      });
      await status2(one, 'Available');
      expect(await only(one)).toMatchObject({ reason, endedBy: 'station', energyWh: 2500 });
    });

    test('TC_E_21_CSMS, F04.FR.01 a remote stop names the transaction, and is done when it ended', async () => {
      const one = await station();
      one.answers('RequestStopTransaction', { status: 'Accepted' });
      const session = await charging2(one, bench.card);
      const asked = await one.command('stop', { transactionNumber: (await only(one)).number });
      await one.reaches(asked, 'answered');
      expect(one.asked('RequestStopTransaction')).toEqual([{ transactionId: session.id }]);
      await session.tell('Ended', 'RemoteStop', { transactionInfo: { stoppedReason: 'Remote' } });
      await one.reaches(asked, 'done');
      expect(await only(one)).toMatchObject({ reason: 'Remote' });
    });

    test('TC_E_16_CSMS a transaction with an unknown card: told so, and its end is kept', async () => {
      const one = await station();
      const session = transaction2(one);
      const { idTokenInfo } = await session.tell('Started', 'Authorized', { idToken: tokenOf('NOBODY') });
      expect(['Invalid', 'Unknown']).toContain(idTokenInfo.status);
      await session.tell('Ended', 'Deauthorized', { transactionInfo: { stoppedReason: 'DeAuthorized' } });
      expect(await only(one)).toMatchObject({ reason: 'DeAuthorized' });
    });
  });

  test('TC_E_26_CSMS the cable is pulled and plugged in again: one transaction', async () => {
    const one = await station();
    const session = await charging2(one, bench.card);
    await session.tell('Updated', 'EVCommunicationLost', state('Idle'));
    await status2(one, 'Available');
    await session.tell('Updated', 'CablePluggedIn', state('EVConnected'));
    await session.tell('Updated', 'ChargingStateChanged', state('Charging'));
    expect(await only(one)).toMatchObject({ chargingState: 'charging', token: { number: bench.card } });
  });

  describe('a card', () => {
    test.each([
      ['TC_C_02_CSMS', 'NOBODY', ['Invalid', 'Unknown']],
      ['TC_C_06_CSMS', 'BLOCKED', ['Blocked', 'Invalid']],
      ['TC_C_07_CSMS', 'EXPIRED', ['Expired', 'Invalid']],
    ])('%s that may not charge: %s', async (_case, kind, allowed) => {
      const one = await station();
      const card = `${kind}${protocol.replace(/\D/g, '')}`;
      if (kind !== 'NOBODY') {
        const { id } = await bench.flow.call('POST', '/cards', { number: card });
        const how = kind === 'BLOCKED' ? { status: 'blocked' } : { validUntil: '2020-01-01T00:00:00.000Z' };
        await bench.flow.call('PATCH', `/cards/${id}`, how);
      }
      expect(allowed).toContain((await authorize2(one, card)).status);
    });

    test.each([
      ['TC_C_08_CSMS', 'known', ['Accepted']],
      ['TC_C_20_CSMS', 'NOBODY', ['Invalid', 'Unknown']],
    ])('%s, C12.FR.03, E02.FR.04 from the station’s own memory is looked at once more: %s', async (_case, card, allowed) => {
      const one = await station();
      const session = transaction2(one);
      await session.tell('Started', 'CablePluggedIn', state('EVConnected'));
      const idToken = tokenOf(card === 'known' ? bench.card : card);
      const { idTokenInfo } = await session.tell('Updated', 'Authorized', { idToken });
      expect(allowed).toContain(idTokenInfo.status);
    });

    test.each([
      ['TC_C_39_CSMS', true],
      ['TC_C_40_CSMS', false],
      ['TC_C_43_CSMS', true],
    ])('%s, C09.FR.09, C09.FR.12 of the same group ends the transaction; asked first: %s', async (_case, asks) => {
      const one = await station();
      const group = 'FAMILY';
      const cards = [`A${protocol}`, `B${protocol}`].map((name) => name.replaceAll('.', ''));
      for (const number of cards) await bench.flow.ask('POST', '/cards', { number, group, concurrentAllowed: true });
      const session = transaction2(one);
      await session.tell('Started', 'CablePluggedIn', state('EVConnected'));
      const first = await session.tell('Updated', 'Authorized', { idToken: tokenOf(cards[0]!) });
      expect(first.idTokenInfo).toMatchObject({ status: 'Accepted', groupIdToken: { idToken: group } });
      await session.tell('Updated', 'ChargingStateChanged', state('Charging'));
      if (asks)
        expect(await authorize2(one, cards[1]!)).toMatchObject({
          status: 'Accepted',
          groupIdToken: { idToken: group },
        });
      const second = await session.tell('Updated', 'StopAuthorized', { idToken: tokenOf(cards[1]!) });
      expect(second.idTokenInfo).toMatchObject({ status: 'Accepted', groupIdToken: { idToken: group } });
      await unplug2(one, session);
      expect(await only(one)).toMatchObject({ token: { number: cards[0] } });
    });

    test.each([
      ['TC_C_47_CSMS'],
      ['TC_C_48_CSMS'],
      ['TC_C_49_CSMS'],
    ])('%s of the master group ends the transactions of others', async () => {
      const one = await station();
      const master = 'MASTER01';
      await bench.flow.ask('POST', '/cards', { number: master, group: 'MASTERS', concurrentAllowed: true });
      const sessions = [await charging2(one, bench.card, 1), await charging2(one, bench.card, 2)];
      expect(await authorize2(one, master)).toMatchObject({
        status: 'Accepted',
        groupIdToken: { idToken: 'MASTERS' },
      });
      for (const session of sessions) {
        const { idTokenInfo } = await session.tell('Ended', 'StopAuthorized', {
          transactionInfo: { stoppedReason: 'MasterPass' },
          idToken: tokenOf(master),
        });
        expect(idTokenInfo).toMatchObject({ status: 'Accepted', groupIdToken: { idToken: 'MASTERS' } });
      }
      expect((await one.sessions()).map(({ reason }: Json) => reason)).toEqual(['MasterPass', 'MasterPass']);
    });

    test.each([
      ['TC_C_37_CSMS', 'Accepted', 'done'],
      ['TC_C_38_CSMS', 'Rejected', 'refused'],
    ])('%s the cache of the station is cleared: %s', async (_case, status, end) => {
      const one = await station();
      one.answers('ClearCache', { status });
      const life = await one.reaches(await one.command('clearCache'), end);
      expect(life.answer.status).toBe(status);
    });
  });
});
