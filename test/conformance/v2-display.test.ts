import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Bench, type Conforming, gives, iso, startBench } from './rig.ts';
import { charging2, unplug2, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);
  const set = (one: Conforming, body: Json, status = 'Accepted', end = 'done') =>
    gives(
      one,
      'setDisplayMessage',
      { content: { text: 'Hello', format: 'utf8', language: 'en' }, priority: 'normalCycle', ...body },
      ['SetDisplayMessage', { status }],
      end,
    );

  describe('a message is set', () => {
    const at = iso(-3_600_000);
    test.each([
      ['TC_O_01_CSMS', { state: 'idle' }, { state: 'Idle', priority: 'NormalCycle' }],
      ['TC_O_12_CSMS', { id: 5, priority: 'alwaysFront' }, { id: 5, priority: 'AlwaysFront' }],
      ['TC_O_13_CSMS', { startsAt: at }, { startDateTime: at }],
      ['TC_O_14_CSMS', { endsAt: at }, { endDateTime: at }],
      ['TC_O_25_CSMS', { state: 'charging' }, { state: 'Charging' }],
    ])('%s with %j', async (_case, body, expected) => {
      const one = await station();
      const { call } = await set(one, body);
      expect(call.message).toMatchObject({
        id: expect.any(Number),
        message: { content: 'Hello', format: 'UTF8', language: 'en' },
        ...expected,
      });
    });

    test.each([
      ['TC_O_06_CSMS', {}, {}],
      ['TC_O_27_CSMS', { startsAt: at }, { startDateTime: at }],
      ['TC_O_28_CSMS', { endsAt: at, state: 'charging' }, { endDateTime: at, state: 'Charging' }],
    ])('%s for a session, with %j', async (_case, body, expected) => {
      const one = await station();
      const session = await charging2(one, bench.card);
      const [{ number }] = await one.sessions();
      const { call } = await set(one, { transactionNumber: number, ...body });
      expect(call.message).toMatchObject({ transactionId: session.id, ...expected });
      await unplug2(one, session);
    });

    test.each([
      ['TC_O_10_CSMS', 'UnknownTransaction'],
      ['TC_O_17_CSMS', 'NotSupportedPriority'],
      ['TC_O_18_CSMS', 'NotSupportedState'],
      ['TC_O_19_CSMS', 'NotSupportedMessageFormat'],
      ['TC_O_26_CSMS', 'Rejected'],
    ])('%s and refused: %s', async (_case, status) => {
      const one = await station();
      const { life } = await set(one, { state: 'charging' }, status, 'refused');
      expect(life.answer.status).toBe(status);
    });
  });

  test.each([
    ['TC_O_04_CSMS', 'Accepted', 'done'],
    ['TC_O_05_CSMS', 'Unknown', 'refused'],
  ])('%s a message is cleared: %s', async (_case, status, end) => {
    const one = await station();
    const { call } = await gives(one, 'clearDisplayMessage', { id: 5 }, ['ClearDisplayMessage', { status }], end);
    expect(call).toEqual({ id: 5 });
  });

  describe('messages are read', () => {
    test.each([
      ['TC_O_02_CSMS', {}, {}],
      ['TC_O_07_CSMS', { ids: [5] }, { id: [5] }],
      ['TC_O_08_CSMS', { priority: 'alwaysFront' }, { priority: 'AlwaysFront' }],
      ['TC_O_09_CSMS', { state: 'idle' }, { state: 'Idle' }],
    ])('%s by %j; done when the last part came', async (_case, body, expected) => {
      const one = await station();
      const { call, id } = await gives(
        one,
        'readDisplayMessages',
        body,
        ['GetDisplayMessages', { status: 'Accepted' }],
        'answered',
      );
      expect(call).toEqual({ requestId: expect.any(Number), ...expected });
      const part = (number: number, tbc: boolean) =>
        one.say('NotifyDisplayMessages', {
          requestId: call.requestId,
          tbc,
          messageInfo: [{ id: number, priority: 'NormalCycle', message: { format: 'UTF8', content: 'Hello' } }],
        });
      expect(await part(5, true)).toEqual({});
      expect(await part(6, false)).toEqual({});
      await one.reaches(id, 'done');
    });

    test.each([
      ['TC_O_03_CSMS', {}],
      ['TC_O_11_CSMS', { ids: [99] }],
    ])('%s and there are none', async (_case, body) => {
      const one = await station();
      const { life } = await gives(
        one,
        'readDisplayMessages',
        body,
        ['GetDisplayMessages', { status: 'Unknown' }],
        'done',
      );
      expect(life.answer.status).toBe('Unknown');
    });
  });
});
