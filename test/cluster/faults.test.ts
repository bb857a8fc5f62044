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

  it('F-04 timed work of two nodes is done once: every station gets every change of its card list once, whichever node holds it', async () => {
    const d = await cluster.add('d');
    // Every turn that any node takes of any job.
    await cluster.pool.query(`
      CREATE TABLE turns (name text, token bigint, run integer);
      CREATE FUNCTION note_turn() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO turns VALUES (NEW.name, NEW.token, NEW.run); RETURN NULL; END $$;
      CREATE TRIGGER note_turn AFTER UPDATE OF token ON jobs FOR EACH ROW WHEN (NEW.token <> OLD.token) EXECUTE FUNCTION note_turn();
    `);
    const stations = await Promise.all(
      [a, d, a, d].map(async ({ product }) => {
        const known = await cluster.station();
        const got: number[] = [];
        const onCall = (action: string, { listVersion }: { listVersion: number }) => {
          if (action === 'GetLocalListVersion') return { listVersion: got.at(-1) ?? 0 };
          if (action === 'SendLocalList') got.push(listVersion);
          return { status: 'Accepted' };
        };
        const station = await wire(product.ocpp, known, 'ocpp1.6', { onCall });
        await boot(station);
        await a.console.call('PUT', `/stations/${known.stationId}/local-list`, { setting: 'on' });
        return { ...known, station, got };
      }),
    );
    for (let change = 1; change <= 4; change++) {
      const before = stations.map(({ got }) => got.length);
      await a.console.call('POST', '/cards', { number: `TWICE0${change}` });
      await until(() => stations.every(({ got }, n) => got.length > before[n]!), 30);
    }
    await until(async () => {
      for (const { stationId } of stations)
        expect(await a.console.call('GET', `/stations/${stationId}/local-list`)).toMatchObject({ state: 'inStep' });
      return true;
    });
    for (const { got } of stations) expect(new Set(got).size).toBe(got.length);
    const { rows: lists } = await cluster.pool.query(
      `SELECT station_id, count(*)::integer AS n, count(DISTINCT body->'command'->>'version')::integer AS versions FROM facts
       WHERE type = 'command.asked' AND body->'command'->>'kind' = 'sendLocalList' AND station_id = ANY($1) GROUP BY 1`,
      [stations.map(({ stationId }) => stationId)],
    );
    expect(lists).toHaveLength(stations.length);
    for (const { n, versions } of lists) expect(n).toBe(versions);
    expect(lists.map(({ station_id, n }) => [station_id, n]).sort()).toEqual(
      stations.map(({ stationId, got }) => [stationId, got.length]).sort(),
    );
    // Both nodes had turns, each turn was one node's.
    await until(async () => {
      const { rows } = await cluster.pool.query(
        "SELECT count(DISTINCT run)::integer AS nodes FROM turns WHERE name IN ('local lists', 'rollouts')",
      );
      return rows[0].nodes >= 2;
    }, 30);
    const { rows: twice } = await cluster.pool.query('SELECT name, token FROM turns GROUP BY 1, 2 HAVING count(*) > 1');
    expect(twice).toEqual([]);
    for (const { station } of stations) await station.close();
  }, 150_000);
});
