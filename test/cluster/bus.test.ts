import { randomBytes } from 'node:crypto';
import { connect } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { badNetwork } from '../../sim/bad-network.ts';
import { createRandom } from '../../sim/random.ts';
import { connectNats, longestAskMs, type NatsBus } from '../../src/cluster/engines/nats.ts';
import { pack, unpack } from '../../src/cluster/packing.ts';
import type { Ask, Happened, StationKey } from '../../src/domain/ports.ts';
import { Failure } from '../../src/lib/errors.ts';
import { createIds } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import { second, systemClock } from '../../src/lib/time.ts';
import { until } from '../until.ts';
import { type Nats, startNats } from './nats.ts';
import { withParts } from './parts.ts';

withParts('F-04 the bus between nodes', () => {
  let nats: Nats;
  const open = new Set<NatsBus>();
  // Who does not read is let go sooner than by default, which is the same with more memory.
  beforeAll(async () => {
    nats = await startNats(['max_pending: 2097152', 'write_deadline: "1s"']);
  });
  afterEach(async () => {
    for (const bus of open) await bus.close();
    open.clear();
  });
  afterAll(() => nats.stop());

  const key: StationKey = { operatorId: 1, stationId: 7 };
  const live: Ask = { kind: 'live' };
  /** The bus of node `run`; station 7 is at node 2, every other one at whoever is asked. */
  const node = async (run: number, url = nats.url, askMs?: number): Promise<NatsBus> => {
    const bus = await connectNats({
      servers: [url],
      namespace: 'test',
      name: `node-${run}`,
      run: () => run,
      ownerOf: async ({ stationId }) =>
        stationId === 7 ? { run: 2, name: 'node-2', ours: run === 2 } : { run, name: `node-${run}`, ours: true },
      clock: systemClock,
      newId: createIds(),
      log: createLog('silent'),
      ...(askMs === undefined ? {} : { askMs }),
    });
    open.add(bus);
    await until(() => bus.report().reachable);
    return bus;
  };
  const refusal = (bus: NatsBus, of = key) =>
    bus.ask(of, live).then(
      () => undefined,
      (error: Failure) => ({ id: error.id, detail: error.detail }),
    );

  it('a node that does not answer: who asked is told so, with what to do, within the product’s own time', async () => {
    expect(longestAskMs).toBeLessThanOrEqual(5 * second);
    const a = await node(1, nats.url, 200);
    const b = await node(2);
    b.serve(() => new Promise(() => {}));
    expect(await refusal(a)).toEqual({
      id: 'node.away',
      detail:
        'The node node-2, which holds the station, did not answer in time: look at what was done before asking again.',
    });
    await b.close();
    expect(await refusal(a)).toMatchObject({ id: 'node.away', detail: expect.stringContaining('is gone') });
  });

  it('a node can be asked as soon as it is there, whoever is quick', async () => {
    for (let n = 0; n < 20; n++) {
      const [a, b] = [await node(1), await node(2)];
      b.serve(async () => ({ kind: 'done' }));
      expect(await a.ask(key, live)).toEqual({ kind: 'done' });
      for (const bus of [a, b]) {
        open.delete(bus);
        await bus.close();
      }
    }
  });

  it('NATS goes in the middle of a question, and is away for long: the reason is the bus, stations of one’s own are served, and all is back by itself', async () => {
    const [a, b] = [await node(1, nats.url, 2000), await node(2)];
    let asked = 0;
    b.serve(async () => {
      if (++asked === 1) await new Promise(() => {});
      return { kind: 'done' };
    });
    a.serve(async () => ({ kind: 'done' }));
    const under = refusal(a);
    await until(() => asked === 1);
    await nats.stop();
    await until(() => !a.report().reachable && !b.report().reachable);
    expect(await under).toMatchObject({ id: 'bus.away' });
    for (let n = 0; n < 200; n++) {
      expect(await refusal(a)).toMatchObject({ id: 'bus.away', detail: expect.stringContaining('try again') });
      expect(await a.ask({ operatorId: 1, stationId: 8 }, live)).toEqual({ kind: 'done' });
      expect(await b.ask(key, live)).toEqual({ kind: 'done' });
    }
    await nats.start();
    await until(() => a.report().reachable && b.report().reachable);
    expect(await a.ask(key, live)).toEqual({ kind: 'done' });
    // What failed was not sent later.
    expect(asked).toBe(202);
  }, 60_000);

  it('a question that is delivered twice is done once, and answered the same both times, also where it was refused', async () => {
    const b = await node(2);
    const served: string[] = [];
    b.serve(async ({ stationId }) => {
      served.push(`${stationId}`);
      if (stationId === 9) throw new Failure('station.offline', 'It is not here.');
      return { kind: 'done', commandId: `c${served.length}` } as never;
    });
    const raw = await connect({ servers: [nats.url] });
    const send = (id: string, stationId: number) =>
      raw.request('voltyard.test.ask.2', pack({ id, key: { operatorId: 1, stationId }, question: live }));
    const answers = [];
    for (const [id, station] of [
      ['q1', 7],
      ['q1', 7],
      ['q2', 9],
      ['q2', 9],
      ['q3', 7],
    ] as const)
      answers.push(unpack((await send(id, station)).data));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[3]).toEqual(answers[2]);
    expect(answers[2]).toMatchObject({ failure: 'station.offline' });
    expect(answers[4]).not.toEqual(answers[0]);
    // At the same moment as well.
    await Promise.all([send('q4', 7), send('q4', 7)]);
    expect(served).toEqual(['7', '9', '7', '7']);
    await raw.close();
  });

  it('a node that does not read hinders nobody: the others hear everything, and it is told that it missed something', async () => {
    const network = await badNetwork({ host: '127.0.0.1', port: Number(new URL(nats.url).port) }, createRandom(1));
    const [a, b, c] = [await node(1), await node(2), await node(3, `nats://127.0.0.1:${network.port}`)];
    const heard: Record<'b' | 'c', Set<number>> = { b: new Set(), c: new Set() };
    const missed = { b: 0, c: 0 };
    for (const [name, bus] of [
      ['b', b],
      ['c', c],
    ] as const)
      bus.onHappened(() => {}, {
        interest: () => ({ operators: [1], stations: [] }),
        heard: ({ key: { stationId } }: Happened) => void heard[name].add(stationId),
        missed: () => void missed[name]++,
      });
    let said = 0;
    // What cannot be packed smaller: the buffers of the sockets between fill soon.
    const say = () => {
      const info = randomBytes(15_000).toString('base64');
      const body = { type: 'security.reported', event: 'SettingSystemTime', info } as const;
      const fact = { operatorId: 1, stationId: ++said, seq: 1, at: 0, receivedAt: 0, body };
      a.publish({ key: { operatorId: 1, stationId: said }, facts: [fact], frames: [] });
    };
    await until(() => {
      say();
      return heard.b.size > 0 && heard.c.size > 0;
    });
    const base = said;
    network.freeze('toStation');
    while (said < base + 1500) {
      for (let n = 0; n < 20; n++) say();
      await until(() => heard.b.has(said));
      expect(a.report().reachable).toBe(true);
    }
    expect([...heard.b].filter((id) => id > base)).toHaveLength(1500);
    expect(missed.b).toBe(0);
    expect(heard.c.has(said)).toBe(false);
    network.thaw();
    await until(() => missed.c > 0, 30);
    const then = said;
    await until(() => {
      say();
      return [...heard.c].some((id) => id > then);
    }, 30);
    await c.close();
    await network.stop();
  }, 90_000);
});
