import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../until.ts';
import { startFleet } from './fleet.ts';
import { type Cluster, type ClusterNode, leaseSeconds, startCluster } from './nodes.ts';
import { withParts } from './parts.ts';

withParts('a node that only stalls', () => {
  let cluster: Cluster;
  let a: ClusterNode;
  let b: ClusterNode;
  beforeAll(async () => {
    cluster = await startCluster();
    a = await cluster.add('a');
    b = await cluster.add('b');
  }, 120_000);
  afterAll(() => cluster.stop());

  it('C-07 F-05 is taken for gone, and when it wakes writes nothing about stations that others have by now: each session once, no fact twice', async () => {
    const fleet = await startFleet(cluster, {
      count: 60,
      urls: [a, b].map(({ product }) => product.ocpp),
      // No pause: it is caught in the middle of many messages.
      pauseMs: 10,
      patienceMs: 1_500,
    });
    await fleet.goesOn();
    const livesOf = async () =>
      (await cluster.pool.query("SELECT count(*)::integer AS n FROM nodes WHERE name = 'b'")).rows[0].n;
    for (let round = 0; round < 3; round++) {
      const lives = await livesOf();
      b.product.child.kill('SIGSTOP');
      await until(async () => {
        const { rows } = await cluster.pool.query("SELECT FROM nodes WHERE name = 'b' AND ended_at IS NULL");
        return rows.length === 0;
      }, 4 * leaseSeconds);
      await fleet.goesOn();
      expect(fleet.all.every(({ station }) => station.at === 0)).toBe(true);
      b.product.child.kill('SIGCONT');
      await until(async () => (await livesOf()) > lives);
      await sleep(1_000);
      // Back to where they were, so that the next round catches them there.
      if (round < 2) {
        a.product.child.kill('SIGSTOP');
        await until(() => fleet.all.filter(({ station }) => station.connected && station.at === 1).length > 20, 60);
        a.product.child.kill('SIGCONT');
        await fleet.goesOn();
      }
    }
    const { sessions } = await fleet.prove();
    expect(sessions).toBeGreaterThan(fleet.all.length);
  }, 240_000);
});
