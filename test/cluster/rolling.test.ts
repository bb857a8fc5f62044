import { afterAll, beforeAll, expect, it } from 'vitest';
import { boot, wire } from '../flow-station.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { freePort } from './nats.ts';
import { nextMigration, nextVersion } from './next-version.ts';
import { type Cluster, type ClusterNode, type ProgramPlace, startCluster } from './nodes.ts';
import { withParts } from './parts.ts';

const names = ['a', 'b', 'c'] as const;
/** Nobody dies here: a node that starts slowly on a busy machine is not to be taken for dead. */
const patient = { VOLTYARD_LEASE: '20' };

withParts('a new version comes, node by node, and goes again', () => {
  let cluster: Cluster;
  let fleet: Fleet;
  let nodes: Record<(typeof names)[number], ClusterNode>;
  let ports: Record<(typeof names)[number], number>;
  const next = nextVersion();
  /** Of a person who signed in before any of it. */
  let cookie: string;
  beforeAll(async () => {
    cluster = await startCluster();
    ports = { a: await freePort(), b: await freePort(), c: await freePort() };
    nodes = {} as typeof nodes;
    for (const name of names) await start(name, {});
    cookie = nodes.a.console.cookie();
    fleet = await startFleet(cluster, { count: 60, urls: names.map((name) => nodes[name].product.ocpp) });
    await fleet.goesOn();
  }, 240_000);
  afterAll(async () => {
    await cluster.stop();
    next.drop();
  });

  /** It ends in good order, and nothing that it met in its life was a bug to it. */
  const stop = async (name: (typeof names)[number]) => {
    const { product } = nodes[name];
    expect(await product.end('SIGTERM')).toBe(0);
    expect(
      product
        .output()
        .split('\n')
        .filter((line) => line.includes('"level":50')),
    ).toEqual([]);
  };
  const start = async (name: (typeof names)[number], place: ProgramPlace) => {
    nodes[name] = await cluster.add(name, patient, { port: ports[name], ...place });
  };
  const migrated = async () =>
    (await cluster.pool.query('SELECT FROM schema_migrations WHERE name = $1', [nextMigration])).rowCount === 1;
  /** At every node, with the cookie from before. */
  const stillSignedIn = async () => {
    for (const name of names) {
      const { url } = nodes[name].product;
      const reply = await fetch(`${url}/api/v1/stations?limit=5`, { headers: { cookie, origin: url } });
      expect([name, reply.status]).toEqual([name, 200]);
    }
  };

  it('F-08 the first node of the new version changes every table while older ones work, and a long report that is in its way stops nobody', async () => {
    await stop('c');
    const report = await cluster.pool.connect();
    await report.query('BEGIN');
    await report.query('SELECT count(*) FROM transactions');
    let waiting = true;
    const started = start('c', next).finally(() => {
      waiting = false;
    });
    for (let n = 0; n < 3; n++) await fleet.goesOn();
    expect([waiting, await migrated()]).toEqual([true, false]);
    await report.query('COMMIT');
    report.release();
    await started;
    expect(await migrated()).toBe(true);
    await fleet.goesOn();
    await stillSignedIn();
  }, 240_000);

  it('F-08 the others follow, one after the other: no station loses a message, nobody has to sign in again', async () => {
    for (const name of ['b', 'a'] as const) {
      await stop(name);
      await start(name, next);
      await fleet.goesOn();
      await stillSignedIn();
    }
  }, 240_000);

  it('F-08 and back again: the version of before works on what the new one left, also on facts and commands that it has never heard of', async () => {
    const station = await cluster.station();
    const { rows } = await cluster.pool.query('SELECT operator_id, seq FROM stations WHERE id = $1', [
      station.stationId,
    ]);
    const [{ operator_id, seq }] = rows;
    const place = [operator_id, station.stationId];
    await cluster.pool.query(
      `INSERT INTO facts (operator_id, station_id, seq, received_at, at, type, body) VALUES ($1, $2, $3, now(), now(), 'station.teleported', '{"type":"station.teleported","to":"Mars"}')`,
      [...place, Number(seq) + 1],
    );
    await cluster.pool.query(
      `INSERT INTO commands (operator_id, station_id, id, kind, command, state, asked_at, deadline, when_offline)
       VALUES ($1, $2, gen_random_uuid(), 'teleport', '{"kind":"teleport"}', 'queued', now(), now() + interval '1 hour', 'queue')`,
      place,
    );
    for (const name of names) {
      await stop(name);
      await start(name, {});
      await fleet.goesOn();
      await stillSignedIn();
    }
    const wired = await wire(nodes.b.product.ocpp, station, 'ocpp1.6');
    expect(await boot(wired)).toMatchObject({ status: 'Accepted' });
    const { console } = nodes.a;
    for (const page of ['log', 'charge-logs', 'frames', 'commands', 'connections', 'information', 'errors'])
      expect([page, (await console.ask('GET', `/stations/${station.stationId}/${page}?limit=20`)).status]).toEqual([
        page,
        200,
      ]);
    await wired.close();
    const { sessions } = await fleet.prove();
    expect(sessions).toBeGreaterThan(fleet.all.length);
  }, 300_000);
});
