import { afterEach, describe, expect, it } from 'vitest';
import { hour, systemClock } from '../lib/time.ts';
import { pause, TestRig, until } from './test-rig.ts';

let rig: TestRig;
let step = 0;
const clock = { now: () => Date.now() + step, monotonic: systemClock.monotonic };
afterEach(() => rig.stop());

const clear = { kind: 'clearCache' } as const;

describe.each([
  ['an hour forwards', hour],
  ['an hour back', -hour],
])('T-15 the server’s clock jumps %s: at the socket', (_, jump) => {
  it('nobody is taken for dead, no command times out, guesses and rates are counted as before', async () => {
    step = 0;
    rig = await new TestRig({ pingIntervalMs: 100, messagesPerSecond: 1000, messageBurst: 5 }, clock).start();
    const stations = [await rig.station('A'), await rig.station('B', { protocols: ['ocpp2.1'] })];
    for (const one of stations) await one.heartbeat();
    for (let i = 0; i < 10; i++) await rig.status('GUESSED', { password: 'guess' });
    const [first, second] = rig.desk.seats;
    const long = first!.link.send(clear, clock.now() + 20_000);
    const short = second!.link.send(clear, clock.now() + 600);
    const [, longId] = await stations[0]!.next();
    await stations[1]!.next();

    step = jump;
    expect(await rig.status('GUESSED', { password: 'guess' })).toBe(429);
    await expect(short).rejects.toMatchObject({ id: 'station.silent' });
    await pause(300);
    expect(rig.desk.seats.map(({ ending }) => ending)).toEqual([undefined, undefined]);
    // More than the burst: the rest comes by the rate, which goes on.
    for (let i = 0; i < 30; i++) stations[0]!.ws.send(`[2,"m${i}","Heartbeat",{}]`);
    await until(() => stations[0]!.received.length === 32);
    stations[0]!.ws.send(`[3,"${longId}",{"status":"Accepted"}]`);
    expect(await long).toMatchObject({ outcome: 'accepted' });
    // Asked after the jump, it waits for its own time.
    const after = second!.link.send(clear, clock.now() + 400);
    await stations[1]!.next();
    await expect(after).rejects.toMatchObject({ id: 'station.silent' });
  });

  it('a second connection is judged by signs of life, and a holder that is silent loses in its time', async () => {
    step = 0;
    rig = await new TestRig({ contestMs: 400 }, clock).start();
    await rig.station('CP1', { autoPong: false });
    const next = await rig.station('CP1', { localAddress: '127.0.0.2' });
    step = jump;
    expect(await next.heartbeat()).toMatchObject([3, 'h', {}]);
    const third = await rig.station('CP1', { localAddress: '127.0.0.3' });
    expect((await third.closed).reason).toBe('another connection of this station is alive');
  });
});
