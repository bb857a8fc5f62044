import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { isFailure } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { isPassing } from '../lib/passing.ts';
import { type Clock, minute, second } from '../lib/time.ts';

/** One turn of a job, on the one node that has it. */
export interface Turn {
  /** Aborted when the program stops or the lease was lost: another node may be at it. Look at it between the steps of long work. */
  readonly signal: AbortSignal;
  /** One more with every turn, whoever has it: where a late write must be refused, write it down and compare. */
  readonly token: number;
}

export interface JobOptions {
  /** Longest silence of the node at work before another one takes over, ms; it renews three times within. */
  readonly leaseMs?: number;
}

export interface Jobs {
  /**
   * Runs `work` every `everyMs` (from start to start) on one node of the cluster at a time; a turn that takes longer delays the next. The
   * first turn comes as soon as its time has come for the cluster, which after a restart may be later. A turn that throws is logged and
   * comes again after a minute at the latest. Work must stand being cut off and done again. Names are unique.
   */
  every(name: string, everyMs: number, work: (turn: Turn) => Promise<void>, options?: JobOptions): void;
  start(): void;
  /** Asks the turns under way to end and waits for them, at most `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

export interface JobsOptions {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly clock: Clock;
  /** The number of this start of the program. */
  readonly run: () => number;
}

interface Job {
  readonly name: string;
  readonly everyMs: number;
  readonly leaseMs: number;
  readonly work: (turn: Turn) => Promise<void>;
}

/** Timed work with one owner at a time, decided by the database and its clock alone. */
export function createJobs({ pool, log, clock, run }: JobsOptions): Jobs {
  const jobs: Job[] = [];
  const stopping = new AbortController();
  // Every kind of work waits on it: that is no leak, however many there are.
  setMaxListeners(0, stopping.signal);
  let loops: Promise<void>[] = [];

  /** The token of a turn that is ours now; else how long until it is worth asking again, ms. */
  const take = async ({ name, leaseMs }: Job): Promise<{ token: number } | { wait: number }> => {
    const { rows } = await pool.query<{ token: string }>(
      `INSERT INTO jobs AS j (name, run, token, until, started_at) VALUES ($1, $2, 1, now() + $3 * interval '1 ms', now())
       ON CONFLICT (name) DO UPDATE SET run = excluded.run, token = j.token + 1, until = excluded.until, started_at = now()
         WHERE j.next_at <= now() AND (j.until IS NULL OR j.until < now())
       RETURNING token`,
      [name, run(), leaseMs],
    );
    if (rows[0] !== undefined) return { token: Number(rows[0].token) };
    const due = await pool.query<{ wait: number }>(
      'SELECT (extract(epoch FROM greatest(next_at, until) - now()) * 1000)::float8 AS wait FROM jobs WHERE name = $1',
      [name],
    );
    return { wait: Math.max(due.rows[0]?.wait ?? 0, 100) };
  };

  const renew = async ({ name, leaseMs }: Job, token: number): Promise<boolean> => {
    const { rowCount } = await pool.query(
      "UPDATE jobs SET until = now() + $3 * interval '1 ms' WHERE name = $1 AND token = $2",
      [name, token, leaseMs],
    );
    return rowCount === 1;
  };

  const giveBack = ({ name, everyMs }: Job, token: number, fault: string | undefined) =>
    pool.query(
      `UPDATE jobs SET until = NULL, ended_at = now(), fault = $4, next_at = greatest(started_at, now() - $3 * interval '1 ms') + $3 * interval '1 ms'
       WHERE name = $1 AND token = $2`,
      [name, token, fault === undefined ? everyMs : Math.min(everyMs, minute), fault ?? null],
    );

  const runTurn = async (job: Job, token: number): Promise<void> => {
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, stopping.signal]);
    let renewedAt = clock.monotonic();
    const timer = setInterval(() => {
      const asked = clock.monotonic();
      renew(job, token).then(
        (mine) => {
          if (mine) renewedAt = asked;
          else lost.abort();
        },
        // Without the database nobody else can take it either, but after the lease somebody might have.
        () => clock.monotonic() - renewedAt > job.leaseMs && lost.abort(),
      );
    }, job.leaseMs / 3);
    timer.unref();
    let fault: string | undefined;
    try {
      await job.work({ signal, token });
    } catch (error) {
      fault = (error as Error).message;
      // What passes by itself is nobody's bug (F-02).
      const level = isPassing(error) || isFailure(error) ? 'warn' : 'error';
      if (!signal.aborted) log[level]({ err: error, job: job.name }, 'Timed work failed and is tried again');
    } finally {
      clearInterval(timer);
    }
    await giveBack(job, token, fault?.slice(0, 500));
  };

  const pause = (ms: number): Promise<unknown> =>
    sleep(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);

  const loop = async (job: Job): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const turn = await take(job);
        // Not all nodes at the same moment; and now and then a look whether the one at work has gone.
        if ('wait' in turn) await pause(Math.min(turn.wait, job.leaseMs) * (1 + Math.random() / 10));
        else await runTurn(job, turn.token);
      } catch (error) {
        log.warn({ err: error, job: job.name }, 'Timed work waits for the database');
        await pause(second * (1 + Math.random()));
      }
    }
  };

  return {
    every(name, everyMs, work, { leaseMs = 15 * second } = {}) {
      if (jobs.some((job) => job.name === name)) throw new Error(`There are two jobs called ${name}.`);
      const job = { name, everyMs, leaseMs, work };
      jobs.push(job);
      if (loops.length > 0) loops.push(loop(job));
    },
    start() {
      if (loops.length === 0) loops = jobs.map(loop);
    },
    async stop(graceMs = 10 * second) {
      stopping.abort();
      await Promise.race([Promise.allSettled(loops), sleep(graceMs, undefined, { ref: false })]);
    },
  };
}
