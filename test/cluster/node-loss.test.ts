import { afterAll, beforeAll, expect, it } from 'vitest';
import { rebuild } from '../../src/storage/rebuild.ts';
import { dumpState } from '../dump.ts';
import { until } from '../until.ts';
import { startFleet } from './fleet.ts';
import { type Cluster, type ClusterNode, leaseSeconds, startCluster } from './nodes.ts';
import { withParts } from './parts.ts';

// As many sockets as a test bears; `npm run bench -- node-loss` does it with 3,000.
const count = 300;

withParts('a node of three is killed under load', () => {
  let cluster: Cluster;
  let a: ClusterNode;
  let b: ClusterNode;
  let c: ClusterNode;
  beforeAll(async () => {
    cluster = await startCluster();
    a = await cluster.add('a');
    [b, c] = await Promise.all([cluster.add('b'), cluster.add('c')]);
  }, 120_000);
  afterAll(() => cluster.stop());

  it(`F-05 ${count} stations: all are back on the others, each session once with exact energy, no command is silently sent or repeated, nothing answered is lost`, async () => {
    /** What came to each station, by its identity; these never get an answer while `holding`. */
    const heard = new Map<string, string[]>();
    let holding = true;
    const fleet = await startFleet(cluster, {
      count,
      urls: [a, b, c].map(({ product }) => product.ocpp),
      onCall: (identity) => (action) => {
        heard.set(identity, [...(heard.get(identity) ?? []), action]);
        return holding ? new Promise<undefined>(() => {}) : { status: 'Accepted' };
      },
    });
    await fleet.goesOn();
    const doomed = fleet.all.filter(({ station }) => station.at === 2);
    expect(doomed.length).toBeGreaterThan(60);

    // In flight over the node that dies: half must not be done twice, half may.
    const command = (stationId: number, kind: string, body: object) =>
      a.console.call('POST', `/stations/${stationId}/commands/${kind}`, body);
    const asked = await Promise.all(
      doomed.slice(0, 40).map(async ({ stationId, identity }, n) => {
        const once = n % 2 === 0;
        const { commandId } = once
          ? await command(stationId, 'reset', { mode: 'soft' })
          : await command(stationId, 'clearCache', { whenOffline: 'queue' });
        return { stationId, identity, commandId, once };
      }),
    );
    await until(() => asked.every(({ identity }) => heard.has(identity)));
    // And one after the other while it dies: whatever was taken on must come to an end.
    const taken: { stationId: number; commandId: string }[] = [];
    let asking = true;
    const stream = (async () => {
      const others = doomed.slice(40);
      for (let n = 0; asking; n++) {
        const { stationId } = others[n % others.length]!;
        const { status, body } = await a.console.ask('POST', `/stations/${stationId}/commands/clearCache`, {});
        if (status < 300) taken.push({ stationId, commandId: body.commandId });
        else expect([409, 503]).toContain(status);
      }
    })();
    await until(() => taken.length > 0);

    await c.product.end('SIGKILL');
    holding = false;
    await fleet.goesOn();
    expect(fleet.all.every(({ station }) => station.at !== 2)).toBe(true);
    asking = false;
    await stream;

    const lifeOf = ({ stationId, commandId }: { stationId: number; commandId: string }) =>
      b.console.call('GET', `/stations/${stationId}/commands/${commandId}`);
    for (const one of asked) {
      const life = await until(async () => {
        const now = await lifeOf(one);
        return now.endedAt !== undefined && now;
      }, 3 * leaseSeconds);
      const times = heard.get(one.identity)!.filter((action) => action === (one.once ? 'Reset' : 'ClearCache')).length;
      if (one.once) {
        expect(life).toMatchObject({ state: 'unknown', reason: 'node.lost' });
        expect(times).toBe(1);
      } else {
        expect(life).toMatchObject({ state: 'done' });
        expect(times).toBe(2);
      }
    }
    for (const one of taken) await until(async () => (await lifeOf(one)).endedAt !== undefined);

    // The lease is freed, and what hung on the node is tidied: no station and no connection is left behind.
    await until(async () => {
      const { rows } = await cluster.pool.query(
        `SELECT (SELECT count(*) FROM station_owners o JOIN nodes n USING (run) WHERE n.ended_at IS NOT NULL)::integer AS owned,
           (SELECT count(*) FROM connections WHERE node = 'c' AND closed_at IS NULL)::integer AS open`,
      );
      expect(rows).toEqual([{ owned: 0, open: 0 }]);
      return true;
    });

    const { sessions, messages } = await fleet.prove();
    expect(sessions).toBeGreaterThanOrEqual(count);
    expect(messages).toBeGreaterThan(count * 5);
    // What the nodes wrote between them is what the facts say.
    for (const node of [a, b]) expect(await node.product.end('SIGTERM')).toBe(0);
    const before = await dumpState(cluster.pool);
    await rebuild(cluster.pool);
    expect(await dumpState(cluster.pool)).toBe(before);
  }, 240_000);
});
