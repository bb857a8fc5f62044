import { afterAll, beforeAll, expect, it } from 'vitest';
import { boot, wire } from '../flow-station.ts';
import { until } from '../until.ts';
import { type Cluster, type ClusterNode, startCluster } from './nodes.ts';
import { withParts } from './parts.ts';

withParts('faults of a cluster', () => {
  let cluster: Cluster;
  let a: ClusterNode;
  beforeAll(async () => {
    cluster = await startCluster();
    a = await cluster.add('a');
  }, 120_000);
  afterAll(() => cluster.stop());

  const commandOf = (stationId: number, id: string) => a.console.call('GET', `/stations/${stationId}/commands/${id}`);

  it('F-05 a node is killed: connections end, a command under way is lost with it and not repeated, stations go on elsewhere', async () => {
    const b = await cluster.add('b');
    const [away, back] = [await cluster.station(), await cluster.station()];
    const never = { onCall: () => new Promise<undefined>(() => {}) };
    for (const station of [away, back]) await boot(await wire(b.product.ocpp, station, 'ocpp1.6', never));
    const given = await Promise.all(
      [away, back].map(({ stationId }) =>
        a.console.call('POST', `/stations/${stationId}/commands/reset`, { mode: 'soft' }),
      ),
    );
    await b.product.end('SIGKILL');

    const again = await wire(a.product.ocpp, back, 'ocpp1.6');
    await boot(again);
    for (const [index, { stationId }] of [away, back].entries()) {
      const command = await until(async () => {
        const now = await commandOf(stationId, given[index].commandId);
        return now.state !== 'sent' && now;
      }, 30);
      expect(command).toMatchObject({ state: 'unknown', reason: 'node.lost' });
    }
    expect(again.called).toEqual([]);
    const { items } = await a.console.call('GET', `/stations/${away.stationId}/connections`);
    expect(items[0]).toMatchObject({ node: 'b', code: '0000', side: 'unknown', reason: 'lost' });
    await again.close();
  }, 90_000);

  it('F-04 NATS is away: local stations are served, questions to others fail at once with the reason, and all comes back by itself', async () => {
    const c = await cluster.add('c');
    const [here, there] = [await cluster.station(), await cluster.station()];
    const accept = { onCall: () => ({ status: 'Accepted' }) };
    const near = await wire(a.product.ocpp, here, 'ocpp1.6', accept);
    const far = await wire(c.product.ocpp, there, 'ocpp1.6', accept);
    for (const one of [near, far]) await boot(one);
    const clear = (stationId: number) => a.console.ask('POST', `/stations/${stationId}/commands/clearCache`, {});
    expect((await clear(there.stationId)).status).toBeLessThan(300);

    await cluster.nats.stop();
    await until(async () => (await fetch(`${a.product.url}/readyz`)).status === 503);
    const refused = await clear(there.stationId);
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({ type: 'bus.away' });
    expect((await clear(here.stationId)).status).toBeLessThan(300);
    for (const one of [near, far]) expect((await one.ask(['Heartbeat', {}])).currentTime).toBeDefined();

    await cluster.nats.start();
    await until(async () => (await clear(there.stationId)).status < 300);
    for (const one of [near, far]) await one.close();
  }, 90_000);
});
