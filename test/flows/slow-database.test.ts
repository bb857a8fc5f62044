import type pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { faithful, type Heard } from '../../sim/faithful.ts';
import { createRandom } from '../../sim/random.ts';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, newSession, protocols, reading, wire } from '../flow-station.ts';
import { until } from '../until.ts';

const connections = 4;
let flow: Flow;
beforeAll(async () => {
  flow = await startFlow({ VOLTYARD_DB_CONNECTIONS: String(connections) });
  await flow.call('POST', '/cards', { number: 'SLOW', concurrentAllowed: true });
  // The weather of group commits: what `weather.rule` says of the n-th one, inside its transaction.
  await flow.pool.query(`
    CREATE SEQUENCE batches;
    CREATE TABLE weather (rule text);
    CREATE FUNCTION weather() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE n bigint := nextval('batches'); rule text := (SELECT w.rule FROM weather w);
    BEGIN
      IF rule = 'slow' AND n % 3 = 0 THEN PERFORM pg_sleep(2); END IF;
      IF rule = 'slow' AND n % 5 = 1 THEN RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001'; END IF;
      IF rule = 'deadlock' THEN PERFORM pg_advisory_xact_lock(1), pg_advisory_xact_lock(2); END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER weather AFTER INSERT ON frames FOR EACH STATEMENT EXECUTE FUNCTION weather();
  `);
});
afterAll(() => flow.stop());
afterEach(async () => {
  await weather();
  // A slow database is no bug.
  expect(flow.log()).not.toMatch(/"level":(50|60)/);
  // And it was there all the time.
  expect(flow.log()).not.toContain('The database does not answer');
});

const weather = (rule?: string) =>
  flow.pool.query(`TRUNCATE weather; ${rule === undefined ? '' : `INSERT INTO weather VALUES ('${rule}')`}`);
const retries = async (): Promise<number> =>
  Number(/db_retries_total (\d+)/.exec(await (await fetch(`${flow.url}/metrics`)).text())?.[1]);

/** A session of two kWh from its start to its end, every message of it answered. */
async function charge(known: { identity: string; password: string }, protocol: (typeof protocols)[number]) {
  const station = await wire(flow.ocpp, known, protocol);
  await boot(station);
  const session = newSession(protocol, 'SLOW');
  const begin = Date.now() - 3_600_000;
  station.dialect.started(session, await station.ask(station.dialect.start(session, reading(0, begin), false)));
  await station.ask(station.dialect.stop(session, reading(2000, begin + 60_000), 'Local', false));
  await station.close();
}

test('F-02 commits that take 2 s or fail to serialise: sockets stay, nothing is answered before it is durable, each session is there once and exact', async () => {
  const before = await retries();
  const notDurable: string[] = [];
  const looks: Promise<void>[] = [];
  const stations = await Promise.all(
    [...protocols, ...protocols].map(async (protocol, n) => {
      const known = await flow.station();
      const look = async ({ id, call }: Heard) => {
        const { rowCount } = await flow.pool.query(
          'SELECT FROM frames WHERE station_id = $1 AND message_id = $2 AND answer IS NOT NULL',
          [known.stationId, id],
        );
        if (rowCount !== 1) notDurable.push(`${known.identity} ${call[0]} ${id}: ${rowCount}`);
      };
      const station = faithful({
        ...known,
        url: flow.ocpp,
        protocol,
        random: createRandom(n),
        patienceMs: 60_000,
        onHeard: (heard) => void looks.push(look(heard)),
      });
      station.start();
      return { ...known, station };
    }),
  );
  await weather('slow');
  let at = Date.now() - 3_600_000;
  for (const what of ['plugIn', 'meter', 'meter', 'unplug'] as const) {
    at += 60_000;
    for (const { station } of stations) {
      if (what === 'plugIn') station.plugIn(1, 'SLOW', at);
      else station[what](1, 500, at);
    }
    // Meanwhile the rest of the program turns, and people read what is there.
    expect((await fetch(`${flow.url}/livez`)).status).toBe(200);
    expect((await flow.ask('GET', `/stations/${stations[0]!.stationId}/charge-logs`)).status).toBe(200);
  }
  await until(() => stations.every(({ station }) => station.waiting === 0), 90);
  await Promise.all(looks);
  expect(looks.length).toBeGreaterThanOrEqual(4 * stations.length);
  expect(notDurable).toEqual([]);
  expect(await retries()).toBeGreaterThan(before);
  for (const { stationId, station } of stations) {
    expect([station.connects, station.complaints]).toEqual([1, []]);
    const { items } = await flow.call('GET', `/stations/${stationId}/charge-logs`);
    expect(items.map(({ energyWh, endedBy }: Json) => ({ energyWh, endedBy }))).toEqual([
      { energyWh: 1500, endedBy: 'station' },
    ]);
    await station.stop();
  }
}, 150_000);

/** Somebody else's transaction, which the database lets win every deadlock. */
async function rival(): Promise<pg.PoolClient> {
  const client = await flow.pool.connect();
  await client.query("BEGIN; SET LOCAL deadlock_timeout = '60s'");
  return client;
}
const waitingForLocks = async (): Promise<number> => {
  const { rows } = await flow.pool.query(
    'SELECT count(DISTINCT pid)::integer AS n FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())',
  );
  return rows[0].n;
};

test('F-02 a deadlock with another transaction: the message is written by the next attempt, its station notices nothing', async () => {
  const known = await flow.station();
  const station = await wire(flow.ocpp, known, 'ocpp1.6');
  await boot(station);
  const before = await retries();
  await weather('deadlock');
  const other = await rival();
  await other.query('SELECT pg_advisory_xact_lock(2)');
  const answer = station.ask(station.dialect.start(newSession('ocpp1.6', 'SLOW'), reading(0, Date.now()), false));
  await until(async () => (await waitingForLocks()) === 1);
  // Each holds what the other wants now; the database ends the writer's transaction.
  await other.query('SELECT pg_advisory_xact_lock(1)');
  await until(async () => (await retries()) > before);
  await other.query('ROLLBACK');
  other.release();
  expect((await answer).transactionId).toBeGreaterThan(0);
  const { items } = await flow.call('GET', `/stations/${known.stationId}/charge-logs`);
  expect(items).toHaveLength(1);
  await station.close();
}, 60_000);

test('F-02 every database connection of the console is taken: people are told when to come again, stations charge as ever, and the console is back by itself', async () => {
  const newcomers = await Promise.all(protocols.map(async (protocol) => ({ protocol, known: await flow.station() })));
  const holder = await flow.pool.connect();
  await holder.query('BEGIN; LOCK TABLE saved_views IN ACCESS EXCLUSIVE MODE');
  const held = Array.from({ length: connections }, () => flow.ask('GET', '/views?page=stations'));
  await until(async () => (await waitingForLocks()) === connections);
  // They wait for a connection, and are told that there is none; past a number it is said at once.
  const asked = Array.from({ length: 250 }, () => flow.ask('GET', '/stations'));
  for (const { protocol, known } of newcomers) await charge(known, protocol);
  for (const path of ['/livez', '/readyz']) expect((await fetch(`${flow.url}${path}`)).status).toBe(200);
  const refused = await Promise.all(asked);
  for (const { status, headers } of refused)
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([503, true]);
  expect(new Set(refused.map(({ body }) => body.type))).toEqual(new Set(['database.away', 'server.busy']));
  await holder.query('ROLLBACK');
  holder.release();
  for (const { status } of await Promise.all(held)) expect([200, 503]).toContain(status);
  for (const { known } of newcomers) {
    const { items } = await flow.call('GET', `/stations/${known.stationId}/charge-logs`);
    expect(items).toMatchObject([{ energyWh: 2000, endedBy: 'station' }]);
  }
}, 90_000);
