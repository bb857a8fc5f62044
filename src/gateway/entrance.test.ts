import { afterEach, describe, expect, it } from 'vitest';
import { Entrance } from './entrance.ts';
import { pause, TestRig, until } from './test-rig.ts';

describe('F-06 the entrance', () => {
  it('lets a burst in at once, the others in their order at the rate, and no more than may wait', async () => {
    let now = 0;
    const clock = { now: () => now, monotonic: () => now };
    const entrance = new Entrance(clock, { acceptsPerSecond: 100, acceptWaitMs: 500 });
    const entered: number[] = [];
    const taken = Array.from({ length: 100 }, (_, i) => entrance.take(() => entered.push(i)));
    expect(entered).toHaveLength(10);
    // Ten at once, fifty wait, who comes then is turned away.
    expect(taken.filter(Boolean)).toHaveLength(60);
    expect(entrance.load).toBe(1);
    now = 100;
    await until(() => entered.length === 20);
    await pause(60);
    expect(entered).toHaveLength(20);
    // A loop that was away for long lets in a burst, not everybody.
    now = 5000;
    await until(() => entered.length === 30);
    await pause(60);
    expect(entered).toHaveLength(30);
    for (; entered.length < 60; now += 100) await pause(25);
    expect(entered).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect(entrance.waiting).toBe(0);
    expect(entrance.load).toBe(0);
    entrance.stop();
  });

  it('keeps serving while it is never empty', async () => {
    let now = 0;
    const clock = { now: () => now, monotonic: () => now };
    const entrance = new Entrance(clock, { acceptsPerSecond: 10_000, acceptWaitMs: 10_000 });
    let entered = 0;
    for (let i = 0; i < 5000; i++) entrance.take(() => entered++);
    while (entered < 5000) {
      now += 20;
      await pause(1);
    }
    expect(entrance.waiting).toBe(0);
    entrance.stop();
  });
});

describe('F-06 too many at once', () => {
  let rig: TestRig;
  afterEach(() => rig.stop());

  it('wait or are asked to come back: never a failed password, and who is connected does not notice', async () => {
    rig = await new TestRig({ acceptsPerSecond: 50, acceptWaitMs: 400, badAttemptsPerAddress: 5 }).start();
    const running = await rig.station('RUNNING');
    const statuses = await Promise.all(Array.from({ length: 60 }, (_, i) => rig.status(`CP${i}`)));
    expect(await running.heartbeat()).toMatchObject([3, 'h', {}]);
    const counts = group(statuses);
    expect([...counts.keys()].sort()).toEqual([101, 503]);
    expect(counts.get(503)!.length).toBeGreaterThan(20);
    expect(rig.gateway.counters.overloaded).toBe(counts.get(503)!.length);
    expect(rig.gateway.counters.authFailures).toEqual({});
    expect(rig.desk.refusals).toEqual([]);
  });
});

function group(statuses: readonly number[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const status of statuses) groups.set(status, [...(groups.get(status) ?? []), status]);
  return groups;
}
