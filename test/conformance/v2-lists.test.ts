import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Bench, type Conforming, gives, iso, startBench } from './rig.ts';
import { charging2, status2, tokenOf, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const accepted = { status: 'Accepted' };

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);

  describe('the station’s own list of cards', () => {
    const card = (number: string): Json => ({ token: { number, type: 'iso14443' }, status: 'accepted' });
    test.each([
      ['TC_D_01_CSMS', { mode: 'full', version: 2, entries: [card('AA'), card('BB')] }],
      ['TC_D_02_CSMS', { mode: 'differential', version: 3, entries: [card('CC')] }],
      ['TC_D_03_CSMS', { mode: 'differential', version: 4, entries: [{ token: { number: 'AA', type: 'iso14443' } }] }],
      ['TC_D_04_CSMS', { mode: 'full', version: 5, entries: [] }],
    ])('%s is sent: %j', async (_case, list: Json) => {
      const one = await station();
      const { call } = await gives(one, 'sendLocalList', list, ['SendLocalList', accepted], 'done');
      expect(call).toMatchObject({
        updateType: list.mode === 'full' ? 'Full' : 'Differential',
        versionNumber: list.version,
      });
      expect(call.localAuthorizationList ?? []).toEqual(
        list.entries.map(({ token, status }: Json) => ({
          idToken: tokenOf(token.number),
          ...(status && { idTokenInfo: { status: 'Accepted' } }),
        })),
      );
    });

    test.each([
      ['TC_D_08_CSMS', 7],
      ['TC_D_09_CSMS', 0],
    ])('%s its version is read: %i', async (_case, versionNumber) => {
      const one = await station();
      const { life } = await gives(one, 'readLocalListVersion', {}, ['GetLocalListVersion', { versionNumber }], 'done');
      expect(life.answer.localListVersion).toBe(versionNumber);
    });
  });

  describe('reservations', () => {
    const later = iso(-600_000);
    const reserve = async (one: Conforming, body: Json, status = 'Accepted', end = 'done') =>
      gives(
        one,
        'reserve',
        { token: { number: bench.card, type: 'iso14443' }, expiresAt: later, ...body },
        ['ReserveNow', { status }],
        end,
      );

    test('TC_H_01_CSMS of one EVSE is used by its card', async () => {
      const one = await station();
      const { call } = await reserve(one, { evse: 1 });
      expect(call).toEqual({
        id: expect.any(Number),
        expiryDateTime: later,
        evseId: 1,
        idToken: tokenOf(bench.card),
      });
      await status2(one, 'Reserved');
      await charging2(one, bench.card);
      expect(await one.sessions()).toMatchObject([{ token: { number: bench.card } }]);
    });

    test.each([
      ['TC_H_07_CSMS', 'Expired', 'Available'],
      ['TC_H_20_CSMS', 'Removed', 'Faulted'],
    ])('%s ends without a session: %s', async (_case, reservationUpdateStatus, status) => {
      const one = await station();
      const { call } = await reserve(one, { evse: 1 });
      await status2(one, 'Reserved');
      await status2(one, status);
      const update = { reservationId: call.id, reservationUpdateStatus };
      expect(await one.say('ReservationStatusUpdate', update)).toEqual({});
    });

    test('TC_H_08_CSMS, TC_H_14_CSMS of any EVSE, once for each', async () => {
      const one = await station();
      for (const _ of [1, 2]) {
        const { call } = await reserve(one, {});
        expect(call).toEqual({ id: expect.any(Number), expiryDateTime: later, idToken: tokenOf(bench.card) });
      }
      const [first, second] = one.asked('ReserveNow');
      expect(first.id).not.toBe(second.id);
      for (const evse of [1, 2]) await status2(one, 'Reserved', evse);
    });

    test('TC_H_15_CSMS of any connector of a type', async () => {
      const one = await station();
      const connectorType = protocol === 'ocpp2.1' ? 'cCCS2' : 'cCCS2';
      const { call } = await reserve(one, { connectorType });
      expect(call).toMatchObject({ connectorType, idToken: tokenOf(bench.card) });
      expect(call).not.toHaveProperty('evseId');
    });

    test('TC_H_17_CSMS is cancelled', async () => {
      const one = await station();
      const { call } = await reserve(one, { evse: 1 });
      await status2(one, 'Reserved');
      const cancelled = await gives(
        one,
        'cancelReservation',
        { reservationId: call.id },
        ['CancelReservation', accepted],
        'done',
      );
      expect(cancelled.call).toEqual({ reservationId: call.id });
      await status2(one, 'Available');
    });

    test('TC_H_19_CSMS for a card of a group tells the group', async () => {
      const one = await station();
      const number = `GROUP${protocol.replace(/\D/g, '')}`;
      const { id } = await bench.flow.call('POST', '/cards', { number, group: 'FLEET', type: 'iso14443' });
      const { call } = await reserve(one, { evse: 1, token: undefined, cardId: id });
      expect(call).toMatchObject({ idToken: tokenOf(number), groupIdToken: { idToken: 'FLEET' } });
    });

    test('TC_H_22_CSMS is rejected', async () => {
      const one = await station();
      const { life } = await reserve(one, { evse: 1 }, 'Rejected', 'refused');
      expect(life.answer.status).toBe('Rejected');
    });
  });

  test('TC_I_01_CSMS the running cost is told', async () => {
    const one = await station();
    const session = await charging2(one, bench.card);
    const [{ number }] = await one.sessions();
    const { call } = await gives(
      one,
      'tellCost',
      { transactionNumber: number, totalCost: 3.5 },
      ['CostUpdated', {}],
      'done',
    );
    expect(call).toEqual({ transactionId: session.id, totalCost: 3.5 });
  });

  test.each([
    ['TC_E_29_CSMS', true, true, true],
    ['TC_E_30_CSMS', true, true, false],
    ['TC_E_31_CSMS', true, false, true],
    ['TC_E_33_CSMS', false, undefined, true],
    ['TC_E_34_CSMS', false, undefined, false],
  ])('%s the state of a transaction is read; named: %s', async (_case, named, ongoingIndicator, messagesInQueue) => {
    const one = await station();
    const session = await charging2(one, bench.card);
    const [{ number }] = await one.sessions();
    const { call, life } = await gives(
      one,
      'readTransactionStatus',
      named ? { transactionNumber: number } : {},
      ['GetTransactionStatus', { ...(ongoingIndicator !== undefined && { ongoingIndicator }), messagesInQueue }],
      'done',
    );
    expect(call).toEqual(named ? { transactionId: session.id } : {});
    expect(life.answer.transaction).toEqual({
      ...(ongoingIndicator !== undefined && { ongoing: ongoingIndicator }),
      messagesWaiting: messagesInQueue,
    });
    expect(await session.tell('Updated', 'MeterValuePeriodic', { offline: true })).toEqual({});
  });

  test.each([
    ['TC_B_42_CSMS', 'Accepted', 'done'],
    ['TC_B_44_CSMS', 'Failed', 'refused'],
  ])('%s a network profile is set: %s', async (_case, status, end) => {
    const one = await station();
    const { call } = await gives(
      one,
      'setNetworkProfile',
      {
        slot: 1,
        version: 'OCPP201',
        url: 'wss://csms.example/ocpp',
        messageTimeoutSeconds: 30,
        securityProfile: 2,
        interface: 'Wired0',
      },
      ['SetNetworkProfile', { status }],
      end,
    );
    expect(call).toMatchObject({
      configurationSlot: 1,
      connectionData: {
        ocppCsmsUrl: 'wss://csms.example/ocpp',
        messageTimeout: 30,
        securityProfile: 2,
        ocppInterface: 'Wired0',
        ocppTransport: 'JSON',
      },
    });
  });
});
