import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf } from '../cpu.ts';
import { connectAll, newLoad } from '../driver.ts';
import { mixed } from './mix.ts';
import type { Scenario } from './scenario.ts';

/** The database stands still (SIGSTOP) under load: no false answer, flat memory, nothing lost, quick recovery. */
export const outage: Scenario = async ({ product, password, stations, seconds }) => {
  const load = newLoad();
  const before = await product.rows!();
  const connected = await connectAll(product.url, mixed(stations, password), load);
  for (const one of connected) one.run();
  await sleep(5_000);
  const pids = await product.pool.query('SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
  const backends: number[] = [product.databasePid, ...pids.rows.map((row) => row.pid)];
  const memoryBefore = memoryOf(product.pid);
  for (const pid of backends) process.kill(pid, 'SIGSTOP');
  await sleep(1_000);
  const answeredAtStop = load.answered;
  let memoryMost = 0;
  for (let second = 0; second < seconds; second++) {
    await sleep(1_000);
    memoryMost = Math.max(memoryMost, memoryOf(product.pid));
  }
  const falseAnswers = load.answered - answeredAtStop;
  for (const pid of backends) process.kill(pid, 'SIGCONT');
  const resumed = performance.now();
  while (load.answered === answeredAtStop + falseAnswers && performance.now() - resumed < 60_000) await sleep(10);
  const firstAnswerMs = performance.now() - resumed;
  await sleep(5_000);
  for (const one of connected) one.end();
  await sleep(3_000);
  const rows = (await product.rows!()) - before;
  return {
    stations,
    outageSeconds: seconds,
    answersWhileAway: falseAnswers,
    memoryBeforeMiB: Math.round(memoryBefore / 1_048_576),
    memoryMostMiB: Math.round(memoryMost / 1_048_576),
    firstAnswerAfterMs: Math.round(firstAnswerMs),
    answered: load.answered,
    errors: load.errors,
    rows,
    lost: Math.max(0, load.answered - load.errors - rows),
    connectionsClosed: load.closed - connected.length,
  };
};
