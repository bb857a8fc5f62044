import { afterEach, describe, expect, it } from 'vitest';
import { hour } from '../lib/time.ts';
import { contentOf, Poison } from './poison.ts';
import { TestRig, until } from './test-rig.ts';

const key = { operatorId: 1, stationId: 1 };
const other = { operatorId: 1, stationId: 2 };

describe('F-09 messages that meet a bug', () => {
  it('are set aside at the third time, per station and content, and tried again after a while', () => {
    let now = 0;
    const poison = new Poison({ now: () => now, monotonic: () => now });
    expect(poison.has(key, 'x')).toBe(false);
    expect([poison.note(key, 'x'), poison.note(key, 'x')]).toEqual([false, false]);
    expect(poison.has(key, 'x')).toBe(false);
    expect(poison.note(key, 'x')).toBe(true);
    expect(poison.has(key, 'x')).toBe(true);
    expect(poison.has(key, 'y')).toBe(false);
    expect(poison.has(other, 'x')).toBe(false);
    // Told once.
    expect(poison.note(key, 'x')).toBe(false);
    now = 2 * hour;
    expect(poison.has(key, 'x')).toBe(false);
    expect(poison.note(key, 'x')).toBe(false);
  });

  it('are bounded in number', () => {
    const poison = new Poison({ now: () => 0, monotonic: () => 0 });
    for (let i = 0; i < 3; i++) poison.note(key, 'first');
    for (let i = 0; i < 600; i++) poison.note(other, `${i}`);
    expect(poison.has(key, 'first')).toBe(false);
    for (let i = 0; i < 3; i++) poison.note(other, '599');
    expect(poison.has(other, '599')).toBe(true);
  });

  it('are the same whatever their message id', () => {
    expect(contentOf('[2,"a","Heartbeat",{}]', 'a')).toBe(contentOf('[2,"b-2","Heartbeat",{}]', 'b-2'));
  });
});

describe('F-09 a poison message on the wire', () => {
  let rig: TestRig;
  afterEach(() => rig.stop());

  it.each([
    'ocpp1.6',
    'ocpp2.0.1',
    'ocpp2.1',
  ])('%s: InternalError with an id each time, kept, set aside at the third time; everything else goes on', async (protocol) => {
    rig = await new TestRig().start();
    rig.desk.onMessage = async ({ frame }) => {
      if (frame.call.includes('poison')) throw new TypeError('a bug');
    };
    const station = await rig.station('CP1', { protocols: [protocol] });
    const neighbour = await rig.station('CP2', { protocols: [protocol] });
    const send = (id: string) => station.ask(`[2,"${id}","DataTransfer",{"vendorId":"v","data":"poison"}]`);
    const seat = () => rig.desk.seats[0]!;
    for (let i = 0; i < 3; i++) {
      const answer = await send(`p${i}`);
      expect(answer.slice(0, 3)).toEqual([4, `p${i}`, 'InternalError']);
      expect(answer[3]).toMatch(/[0-9a-f]{8}-/);
      expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
      expect(await neighbour.heartbeat()).toMatchObject([3, 'h', {}]);
    }
    expect(rig.gateway.counters.crashed).toBe(3);
    await until(() => rig.desk.sick.length === 1);
    expect(rig.desk.sick[0]).toMatchObject({ action: 'DataTransfer', fault: 'a bug' });
    expect(rig.desk.sick[0]!.call).toContain('poison');
    const decided = seat().exchanges.length;
    expect((await send('p3')).slice(0, 3)).toEqual([4, 'p3', 'InternalError']);
    expect(seat().exchanges).toHaveLength(decided);
    expect(rig.gateway.counters.crashed).toBe(3);
    expect(
      seat()
        .frames.filter(({ kind }) => kind === 'stray')
        .map(({ outcome }) => outcome),
    ).toEqual(['message.crashed', 'message.crashed', 'message.crashed', 'message.quarantined']);
    // The same words of another station are its own affair.
    expect((await neighbour.ask('[2,"n","DataTransfer",{"vendorId":"v","data":"poison"}]'))[2]).toBe('InternalError');
    expect(rig.gateway.counters.crashed).toBe(4);
  });
});
