import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { adopted, connect, type TestDesk, testDesk } from '../../test/desk.ts';
import type { StationMessage } from '../domain/message.ts';
import { systemClock } from '../lib/time.ts';
import { createLookups } from '../storage/lookups.ts';
import { createNodeStore } from '../storage/nodes.ts';
import { createOwnerStore } from '../storage/owners.ts';

let database: TestDatabase;
const desks: TestDesk[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  for (const desk of desks) await desk.stop();
  await database.drop();
});

/** A node of its own on the database; `gate` holds up what its messages look up. */
async function node(name: string, gate: () => Promise<void> = async () => {}) {
  const { pool } = database;
  const nodes = createNodeStore({ pool });
  const run = await nodes.register({ name, roles: ['gateway'], schema: '' });
  const lookups = createLookups({ pool, clock: systemClock, cardMs: 0 });
  const desk = testDesk(pool, {
    node: name,
    owners: createOwnerStore({ pool, run: () => run }),
    writerOptions: { run: () => run },
    lookups: {
      ...lookups,
      look: async (key, needs) => {
        await gate();
        return lookups.look(key, needs);
      },
    },
  });
  desks.push(desk);
  return { desk, run, end: () => nodes.end(run) };
}

const boot: StationMessage = { kind: 'boot', vendor: 'V', model: 'M', serial: 'S1', firmware: '1.0' };
const started: StationMessage = {
  kind: 'transaction',
  phase: 'started',
  place: { evse: 1, connector: 1 },
  time: { raw: '2026-03-01T10:00:00Z', at: Date.UTC(2026, 2, 1, 10) },
  token: { number: 'AFFE', type: 'iso14443' },
  meter: 1000,
  samples: [],
};

it('C-07 a node that was taken for gone in the middle of a message writes nothing of it: the state it decided on is another one’s by now', async () => {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let reached = (): void => {};
  const looking = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const a = await node('a', () => {
    reached();
    return gate;
  });
  const b = await node('b');
  const [key] = await adopted(a.desk, database.pool, 1);
  const before = await connect(a.desk, key!);
  await before.say(boot);
  const late = before.say(started);
  late.catch(() => {});
  await looking;

  await a.end();
  a.desk.stations.loseAll();
  const after = await connect(b.desk, key!);
  await after.say(started);
  open();
  await expect(late).rejects.toMatchObject({ id: 'station.elsewhere' });

  const { rows } = await database.pool.query(
    'SELECT count(*)::integer AS n, count(DISTINCT seq)::integer AS numbers, max(seq)::integer AS last FROM facts WHERE station_id = $1',
    [key!.stationId],
  );
  expect(rows[0].n).toBe(rows[0].last);
  expect(rows[0].numbers).toBe(rows[0].last);
});
