import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../until.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type Cluster, type ClusterNode, startCluster } from './nodes.ts';
import { type Postgres, startPostgres, withParts } from './parts.ts';

withParts('PostgreSQL with a standby that is promoted', () => {
  let cluster: Cluster;
  let a: ClusterNode;
  let b: ClusterNode;
  let standby: Postgres;
  let third: Postgres;
  let fleet: Fleet;
  /** Of whoever is the primary at last. */
  let truth: pg.Pool;
  beforeAll(async () => {
    const primary = await startPostgres();
    standby = await primary.standby('standby');
    third = await standby.standby('third');
    cluster = await startCluster({ postgres: primary, hosts: [primary, standby, third] });
    // From here on nothing counts as written before the standby has it too.
    primary.set({ synchronous_standby_names: 'standby' });
    [a, b] = [await cluster.add('a'), await cluster.add('b')];
    fleet = await startFleet(cluster, {
      count: 45,
      urls: [a, b].map(({ product }) => product.ocpp),
      patienceMs: 10_000,
    });
    await fleet.goesOn();
  }, 240_000);
  afterAll(async () => {
    await truth?.end();
    await cluster.stop();
    await Promise.all([standby, third].map((one) => one.drop()));
  });

  const connected = () => fleet.all.reduce((sum, { station }) => sum + station.connections, 0);
  const answersOf = async (server: Postgres, sql: string) => {
    const client = new pg.Client({ connectionString: `postgres://voltyard@${server.host}/voltyard` });
    client.on('error', () => {});
    await client.connect();
    await client.query('SET default_transaction_read_only = off');
    return client.query(sql).finally(() => client.end());
  };
  const statusOf = async (node: ClusterNode) => (await fetch(`${node.product.url}/readyz`)).status;

  it('F-02 read-only for a while (25006): stations stay and wait, the console says when to come again, and all goes on by itself', async () => {
    const before = connected();
    await answersOf(cluster.postgres, 'ALTER SYSTEM SET default_transaction_read_only = on');
    cluster.postgres.set({});
    await until(async () => (await statusOf(a)) === 503);
    const refused = await a.console.ask('POST', '/cards', { number: 'BABE01' });
    expect(refused).toMatchObject({ status: 503, body: { type: 'database.away' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const answers = fleet.answers();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    // Only what leaves nothing behind is answered meanwhile, and these stations say nothing of the kind.
    expect(fleet.answers() - answers).toBeLessThanOrEqual(fleet.all.length);
    await answersOf(cluster.postgres, 'ALTER SYSTEM RESET default_transaction_read_only');
    cluster.postgres.set({});
    await fleet.goesOn();
    await until(async () => (await statusOf(a)) === 200 && (await statusOf(b)) === 200);
    expect(connected()).toBe(before);
  }, 120_000);

  it('F-02 the primary dies and the standby is promoted: every node goes on with it by itself, no station is let go, no answered message is lost', async () => {
    const before = connected();
    await cluster.postgres.kill();
    const refused = await until(async () => {
      const reply = await a.console.ask('POST', '/cards', { number: 'BABE02' });
      expect(reply.status).toBe(503);
      return reply;
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    standby.promote();
    await fleet.goesOn();
    await until(async () => (await statusOf(a)) === 200 && (await statusOf(b)) === 200);
    // Nobody was let go, and pages work with the session from before.
    expect(connected()).toBe(before);
    await a.console.call('POST', '/cards', { number: 'BABE03' });
  }, 120_000);

  it('F-02 the former primary comes back and takes writes, as nobody told it: nobody goes back to it, a node that starts anew neither', async () => {
    await cluster.postgres.start();
    cluster.postgres.set({ synchronous_standby_names: '' });
    await answersOf(cluster.postgres, 'CREATE TABLE proof_that_it_takes_writes ()');
    const frames = async (server: Postgres) =>
      (await answersOf(server, 'SELECT count(*)::integer AS n FROM frames')).rows[0].n;
    const frozen = await frames(cluster.postgres);
    const c = await cluster.add('c');
    // The new one restarts: whoever looks for a primary meanwhile finds the former one.
    await standby.kill();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await standby.start();
    await fleet.goesOn();
    expect(JSON.stringify(await c.console.call('GET', '/cards?limit=50'))).toContain('BABE03');
    expect(await frames(cluster.postgres)).toBe(frozen);
  }, 120_000);

  it('F-02 the primary falls silent without a goodbye and another one is promoted: no node hangs on it, nothing answered is lost', async () => {
    // The third follows the second, and from here on it must have everything.
    standby.set({ synchronous_standby_names: 'third' });
    await until(async () => {
      const { rows } = await answersOf(standby, 'SELECT sync_state FROM pg_stat_replication');
      return rows[0]?.sync_state === 'sync';
    });
    await fleet.goesOn();
    standby.freeze();
    third.promote();
    await fleet.goesOn(90);
    await until(async () => (await statusOf(a)) === 200 && (await statusOf(b)) === 200, 60);
    truth = new pg.Pool({ connectionString: `postgres://voltyard@${third.host}/voltyard`, max: 2 });
    truth.on('error', () => {});
    const { sessions } = await fleet.prove(truth);
    expect(sessions).toBeGreaterThan(fleet.all.length);
  }, 240_000);
});
