import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { createLog } from '../lib/log.ts';
import { systemClock } from '../lib/time.ts';
import { createJobs, type Jobs } from './jobs.ts';

let database: TestDatabase;
const started: Jobs[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  for (const jobs of started.splice(0)) await jobs.stop();
});
afterAll(() => database.drop());

const node = (run: number): Jobs => {
  const jobs = createJobs({ pool: database.pool, log: createLog('silent'), clock: systemClock, run: () => run });
  started.push(jobs);
  return jobs;
};

it('runs once at a time and once per turn, however many nodes there are', async () => {
  let atWork = 0;
  let most = 0;
  const tokens: number[] = [];
  for (let run = 1; run <= 3; run++) {
    const jobs = node(run);
    jobs.every('count', 150, async ({ token }) => {
      most = Math.max(most, ++atWork);
      tokens.push(token);
      await sleep(30);
      atWork--;
    });
    jobs.start();
  }
  const begun = performance.now();
  await expect.poll(() => tokens.length).toBeGreaterThanOrEqual(5);
  // Five turns take at least four pauses: with a turn per node there would have been three times as many.
  expect(performance.now() - begun).toBeGreaterThan(3 * 150);
  expect(most).toBe(1);
  expect(tokens).toEqual(tokens.map((_, index) => index + 1));
});

it('F-05 the work of a node that has gone is taken over, and what it did late can be told by its token', async () => {
  const turns: { run: number; token: number }[] = [];
  // Took its turn and was killed.
  await database.pool.query(
    "INSERT INTO jobs (name, run, token, until, started_at) VALUES ('orphan', 1, 7, now() + interval '300 ms', now())",
  );
  const jobs = node(2);
  jobs.every('orphan', 60_000, async ({ token }) => void turns.push({ run: 2, token }), { leaseMs: 300 });
  jobs.start();
  await expect.poll(() => turns).toEqual([{ run: 2, token: 8 }]);
});

it('who loses the lease is told, and does not end the turn of the one after it', async () => {
  const jobs = node(1);
  let signal: AbortSignal | undefined;
  jobs.every(
    'lost',
    60_000,
    async (turn) => {
      signal = turn.signal;
      await new Promise((resolve) => turn.signal.addEventListener('abort', resolve));
    },
    { leaseMs: 200 },
  );
  jobs.start();
  await expect.poll(() => signal).toBeDefined();
  await database.pool.query(
    "UPDATE jobs SET run = 2, token = token + 1, until = now() + interval '1 hour' WHERE name = 'lost'",
  );
  await expect.poll(() => signal!.aborted).toBe(true);
  await sleep(100);
  const { rows } = await database.pool.query("SELECT run, until IS NOT NULL AS busy FROM jobs WHERE name = 'lost'");
  expect(rows).toEqual([{ run: 2, busy: true }]);
});

it('a turn that throws comes again, with the fault written down until then', async () => {
  const jobs = node(1);
  let tries = 0;
  jobs.every('faulty', 100, async () => {
    if (++tries === 1) throw new Error('no luck');
    await sleep(1);
  });
  jobs.start();
  await expect.poll(() => tries).toBeGreaterThan(1);
  await jobs.stop();
  const { rows } = await database.pool.query("SELECT fault FROM jobs WHERE name = 'faulty'");
  expect(rows).toEqual([{ fault: null }]);
});
