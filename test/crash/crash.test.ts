import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Faithful, faithful } from '../../sim/faithful.ts';
import { createRandom, type Random } from '../../sim/random.ts';
import { createCredentials } from '../../src/stations/credentials.ts';
import { ensurePepper } from '../../src/storage/installation.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { protocols } from '../flow-station.ts';
import { newDataDir, removeDataDir } from '../product.ts';
import { type Step, steps } from './door.ts';
import { fullLife, type Life, lightLife } from './lives.ts';

let database: TestDatabase;
const password = 'a password of twenty';
const dataDir = newDataDir();
const happened: Partial<Record<Step | 'heard', number>> = {};

beforeAll(async () => {
  database = await testDatabase();
  const { pool } = database;
  await pool.query("INSERT INTO operators (id, slug, name, created_at) VALUES (1, 'op', 'op', now())");
  await pool.query(
    "INSERT INTO cards (operator_id, number, number_normal, type, status, concurrent_allowed, created_at) VALUES (1, 'CRASH', 'CRASH', 'iso14443', 'active', true, now())",
  );
});
afterAll(async () => {
  await database.drop();
  removeDataDir(dataDir);
});

/** Known stations with a password that this life knows as well. */
async function known(identity: string, pepper: Buffer): Promise<number> {
  const { rows } = await database.pool.query(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, password_hash, created_at)
     VALUES (1, nextval('station_ids'), $1, $1, true, $2, now()) RETURNING id`,
    [identity, createCredentials(pepper).hash(password)],
  );
  return rows[0].id;
}

/** Sessions as quick as the machine allows. */
async function live(station: Faithful, random: Random): Promise<void> {
  let at = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
  const later = () => (at += random.whole(1, 30) * 1000);
  for (let session = 0; session < 2; session++) {
    station.plugIn(1, 'CRASH', later());
    for (let n = random.whole(0, 3); n > 0; n--) {
      await sleep(random.between(0, 12));
      station.meter(1, random.whole(0, 900), later());
    }
    await sleep(random.between(0, 12));
    station.unplug(1, random.whole(0, 900), later());
  }
}

/** One session for each that was measured, exact, whole; and every answer that was heard is in the database, word for word. */
async function check(stationId: number, station: Faithful): Promise<void> {
  expect(station.complaints).toEqual([]);
  const { rows } = await database.pool.query(
    `SELECT number, evse, meter_start::float8 AS start, meter_end::float8 AS end, energy_wh::float8 AS energy, started_at, ended_at, ended_by, start_known, seq_nos
     FROM transactions WHERE station_id = $1 ORDER BY started_at`,
    [stationId],
  );
  expect(rows.map(({ number: _, seq_nos: __, ...row }) => row)).toEqual(
    station.sessions.map(({ point, startWh, meterWh, startedAt, endedAt }) => ({
      evse: point,
      start: startWh,
      end: meterWh,
      energy: meterWh - startWh,
      started_at: new Date(startedAt),
      ended_at: new Date(endedAt!),
      ended_by: 'station',
      start_known: true,
    })),
  );
  const frames = await database.pool.query('SELECT message_id, call, answer FROM frames WHERE station_id = $1', [
    stationId,
  ]);
  const kept = new Set(frames.rows.map(({ call, answer }) => `${call} ${answer}`));
  const said = station.heard.map(({ id, call, answer }) =>
    [JSON.stringify([2, id, ...call]), JSON.stringify([3, id, answer])].join(' '),
  );
  expect(said.filter((text) => !kept.has(text))).toEqual([]);
  const facts = await database.pool.query(
    'SELECT count(*)::integer AS n, max(seq)::integer AS last FROM facts WHERE station_id = $1',
    [stationId],
  );
  expect(facts.rows[0].n).toBe(facts.rows[0].last);
}

interface Plan {
  readonly pepper: Buffer;
  readonly start: () => Promise<Life>;
  readonly stations: number;
  /** So often it dies at most. */
  readonly deaths: number;
}

/** The one that lives now, over all seeds. */
let life: Life | undefined;
afterEach(async () => {
  await life?.bury();
  life = undefined;
});

/** Stations of all versions live while the program dies at chosen steps and is started again. */
async function crash(seed: number, { pepper, start, stations, deaths }: Plan): Promise<void> {
  const random = createRandom(seed);
  const graves: Promise<void>[] = [];
  let onHeard = (): void => {};
  life ??= await start();
  const { ocpp } = life;
  const all = await Promise.all(
    Array.from({ length: stations }, async (_, index) => {
      const identity = `CRASH-${seed}-${index}`;
      const stationId = await known(identity, pepper);
      const station = faithful({
        url: ocpp,
        identity,
        password,
        protocol: protocols[index % 3]!,
        random: createRandom(seed * 10 + index),
        patienceMs: 8000,
        shuffles: index % 3 > 0 && random.chance(0.3),
        doubts: 0.15,
        onHeard: () => onHeard(),
      });
      station.start();
      return { stationId, station, told: live(station, createRandom(seed * 20 + index)).then(station.told) };
    }),
  );
  const told = Promise.all(all.map((one) => one.told));
  try {
    for (let death = 0; death < deaths; death++) {
      const { door } = life;
      const step = random.pick([...steps, 'heard'] as const);
      let left = random.whole(1, 3 * stations);
      onHeard = () => step === 'heard' && --left === 0 && door.shut();
      if (step !== 'heard') door.dieAt(step, left, random.between(0, 4));
      const died = await Promise.race([door.shutUp.then(() => true), told.then(() => false)]);
      if (!died) break;
      happened[step] = (happened[step] ?? 0) + 1;
      graves.push(life.bury());
      life = await start();
      for (const { station } of all) station.moveTo(life.ocpp);
    }
    life.door.spare();
    await told;
    for (const { stationId, station } of all) await check(stationId, station);
  } catch (cause) {
    throw new Error(`SEED=${seed}: ${(cause as Error).message}`, { cause });
  } finally {
    for (const { station } of all) await station.stop();
    await Promise.all(graves);
  }
}

const first = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
const runs = Number(process.env.RUNS ?? 1);

test(
  `T-02 the program dies at every step of a transaction, before the commit, in it, after it, before and after the answer: one session each, energy exact, nothing that was answered is lost (SEED=${first})`,
  async () => {
    const pepper = Buffer.from('pepper of the tests');
    const start = () => lightLife(database.connection);
    for (let seed = first; seed < first + 94 * runs; seed++)
      await crash(seed, { pepper, start, stations: 3, deaths: 2 });
    // Each of them was met, and often.
    for (const step of [...steps, 'heard'] as const) expect(happened[step], step).toBeGreaterThan(5);
  },
  300_000 * runs,
);

test(
  `T-02 kill -9 of the whole program at the same steps (SEED=${first})`,
  async () => {
    const start = () => fullLife(database.connection, dataDir);
    life = await start();
    const pepper = await ensurePepper(database.pool);
    for (let seed = first; seed < first + 6 * runs; seed++)
      await crash(seed + 1_000_000, { pepper, start, stations: 6, deaths: 1 });
  },
  300_000 * runs,
);
