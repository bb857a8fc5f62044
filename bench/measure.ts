import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf, cpuOfTree, memoryOf } from './cpu.ts';
import { connectAll, type Driven, type Load, newLoad, percentile } from './driver.ts';

/** What stands under load: the floor or the product. */
export interface Target {
  readonly name: 'floor' | 'voltyard';
  readonly url: string;
  readonly pid: number;
  /** Several processes stand under it together; absent: one. */
  readonly pids?: readonly number[];
  readonly databasePid?: number | undefined;
  /** Frames in the database: rows persisted, against calls answered. */
  readonly rows?: (() => Promise<number>) | undefined;
  stop(): Promise<void>;
}

export interface Figures {
  readonly target: string;
  readonly stations: number;
  readonly seconds: number;
  readonly callsPerSecond: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly longestStallMs: number;
  readonly cpuPerCallUs: number;
  readonly databaseCpuPerCallUs: number;
  readonly memoryMiB: number;
  readonly rows?: number;
  readonly calls?: number;
}

const round = (value: number, digits = 1) => Number(value.toFixed(digits));

/** Closed loop: every station sends its next call when the last was answered. Warm-up is not counted. */
export async function closedLoop(
  target: Target,
  all: readonly Driven[],
  warmSeconds: number,
  seconds: number,
): Promise<Figures> {
  const load: Load = newLoad();
  const pids = target.pids ?? [target.pid];
  const sum = (of: (pid: number) => number): number => pids.reduce((all, pid) => all + of(pid), 0);
  const rowsBefore = (await target.rows?.()) ?? 0;
  const connected = await connectAll(target.url, all, load);
  for (const one of connected) one.run();
  await sleep(warmSeconds * 1_000);

  const before = {
    answered: load.answered,
    cpu: sum(cpuOf),
    database: target.databasePid ? cpuOfTree(target.databasePid) : 0,
    at: performance.now(),
  };
  load.measuring = true;
  await sleep(seconds * 1_000);
  load.measuring = false;
  const took = (performance.now() - before.at) / 1_000;
  const calls = load.answered - before.answered;
  const cpu = sum(cpuOf) - before.cpu;
  const database = target.databasePid ? cpuOfTree(target.databasePid) - before.database : 0;
  const memory = sum(memoryOf);

  for (const one of connected) one.end();
  await sleep(1_500);
  const rows = target.rows ? (await target.rows()) - rowsBefore : undefined;
  load.latencies.sort((a, b) => a - b);
  return {
    target: target.name,
    stations: all.length,
    seconds: round(took),
    callsPerSecond: round(calls / took, 0),
    errors: load.errors,
    p50Ms: round(percentile(load.latencies, 0.5)),
    p99Ms: round(percentile(load.latencies, 0.99)),
    maxMs: round(load.latencies.at(-1) ?? Number.NaN),
    longestStallMs: round(load.longestStall),
    cpuPerCallUs: round((cpu * 1_000) / calls),
    databaseCpuPerCallUs: round((database * 1_000) / calls),
    memoryMiB: round(memory / 1_048_576),
    ...(rows === undefined ? {} : { rows, calls: load.answered }),
  };
}
