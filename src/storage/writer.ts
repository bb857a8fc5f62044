import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Parcel, Writer } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { isConflict, isPassing } from '../lib/passing.ts';
import type { Clock } from '../lib/time.ts';
import { type CommitRow, type EncodedBatch, encodeBatch } from './batch.ts';
import { Encoder } from './encode.ts';
import { ParcelQueue } from './parcel-queue.ts';
import { staleOf } from './stale.ts';
import { parcelOf, sizeOf, stationOf, type Waiting } from './waiting.ts';
import { WriterConnection } from './writer-connection.ts';
import { bucketOf, latencyBounds, type WriterReport } from './writer-report.ts';

export interface WriterOptions {
  /** Where to write; the writer has connections of its own, so that console queries never stand in its way. */
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** This node's name, the same after a restart. */
  readonly node: string;
  /** The number of this start, under which it owns stations. Absent: the parcels have no tokens. */
  readonly run?: () => number;
  readonly connections?: number;
  /** How long the first parcel of a batch waits for others when there are many, ms. */
  readonly gatherMs?: number;
  readonly maxBatch?: number;
  readonly maxBatchBytes?: number;
  readonly maxWaiting?: number;
  readonly maxWaitingBytes?: number;
  /** A statement that takes longer counts as lost, ms. */
  readonly timeoutMs?: number;
}

export interface BatchWriter extends Writer {
  report(): WriterReport;
  /** Writes out what waits (at most `graceMs`), then closes. What could not be written is rejected. */
  stop(graceMs?: number): Promise<void>;
}

/** After so long without a batch, or after a batch of so few, the next parcel need not wait for company. */
const quietMs = 10;
const few = 2;
/**
 * Where many come, each waits a little longer: a statement costs as much as the rows of ten parcels, and what it does not cost is there
 * for the parcels that wait behind it. So many in the last batch are many.
 */
const many = 4;
const manyGatherMs = 5;

/** Stations whose step was refused within one batch, and what their later steps are told. */
type Refused = Map<string, Failure>;

interface Slot {
  readonly connection: WriterConnection;
  readonly encoder: Encoder;
  busy: boolean;
  /** When the oldest parcel came that it is writing. */
  since?: number | undefined;
}

/**
 * Group commit: parcels of many stations, one statement, one commit, then all the answers. Parcels of one station are never in two
 * batches at once. While the database is away the same batch is tried again: rows are absolute and appended ones have keys, so that a
 * repetition changes nothing, also after a commit of which nobody knows whether it came through.
 */
export function createWriter(options: WriterOptions): BatchWriter {
  const { clock, log, newId } = options;
  const gatherMs = options.gatherMs ?? 2;
  const maxBatch = options.maxBatch ?? 256;
  const maxBatchBytes = options.maxBatchBytes ?? 8 * 1024 * 1024;
  const maxWaiting = options.maxWaiting ?? 20_000;
  const maxWaitingBytes = options.maxWaitingBytes ?? 64 * 1024 * 1024;
  const slots: Slot[] = Array.from({ length: options.connections ?? 2 }, (_, index) => ({
    connection: new WriterConnection({
      // The pool hides its password from copies.
      connection: { ...options.pool.options, password: options.pool.options.password },
      name: `voltyard-writer ${options.node.slice(0, 40)} ${index}`,
      timeoutMs: options.timeoutMs ?? 30_000,
      run: options.run ?? (() => 0),
    }),
    encoder: new Encoder(),
    busy: false,
  }));

  const waiting = new ParcelQueue();
  let waitingBytes = 0;
  /** Parcels taken by a batch still count: the memory is only free when they are written. */
  let inFlight = 0;
  let commits: CommitRow[] = [];
  let timer: NodeJS.Timeout | undefined;
  let dispatchedAt = Number.NEGATIVE_INFINITY;
  let lastBatch = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  let reachable = true;
  let stopping = false;
  const busyStations = new Set<string>();
  const count = {
    batches: 0,
    parcels: 0,
    frames: 0,
    facts: 0,
    rows: 0,
    retries: 0,
    rejected: 0,
    fenced: 0,
    turnedAway: 0,
    stalls: 0,
    latencySumMs: 0,
  };
  const latency: number[] = new Array(latencyBounds.length + 1).fill(0);

  const write = (parcel: Parcel): Promise<void> => {
    const bytes = sizeOf(parcel);
    if (stopping || waiting.length + inFlight >= maxWaiting || waitingBytes + bytes > maxWaitingBytes) {
      count.turnedAway++;
      return Promise.reject(
        new Failure('queue.full', 'Too many messages wait for the database: try again in a moment.'),
      );
    }
    return new Promise((resolve, reject) => {
      waiting.push({ parcel, bytes, since: clock.monotonic(), resolve, reject });
      waitingBytes += bytes;
      schedule();
    });
  };

  const schedule = (): void => {
    if (waiting.length >= maxBatch) {
      dispatch();
      return;
    }
    if (timer !== undefined || waiting.length === 0 || slots.every((slot) => slot.busy)) return;
    const now = clock.monotonic();
    // Where little comes nobody else would come meanwhile: a command would only wait.
    if ((lastBatch <= few || now - dispatchedAt > quietMs) && slots.every((slot) => !slot.busy)) {
      dispatchedAt = now;
      setImmediate(dispatch);
      return;
    }
    const gather = lastBatch >= many ? Math.max(gatherMs, manyGatherMs) : gatherMs;
    timer = setTimeout(dispatch, Math.max(0, gather - (now - waiting.since!)));
  };

  const dispatch = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const slot = slots.find((one) => !one.busy);
    if (slot === undefined) return;
    const batch = take();
    if (batch.length === 0) return;
    slot.busy = true;
    dispatchedAt = clock.monotonic();
    lastBatch = batch.length;
    void run(slot, batch).finally(() => {
      slot.busy = false;
      schedule();
    });
  };

  const take = (): Waiting[] => {
    const batch = waiting.take(maxBatch, maxBatchBytes, busyStations);
    inFlight += batch.length;
    for (const one of batch) busyStations.add(stationOf(one.parcel.key));
    return batch;
  };

  const run = async (slot: Slot, batch: Waiting[]): Promise<void> => {
    const started = clock.monotonic();
    slot.since = batch[0]?.since;
    const mine = commits;
    commits = [];
    try {
      await store(slot, batch, mine, new Map(), true);
    } finally {
      slot.since = undefined;
      if (clock.monotonic() - started > 1000) count.stalls++;
      inFlight -= batch.length;
      for (const one of batch) {
        waitingBytes -= one.bytes;
        busyStations.delete(stationOf(one.parcel.key));
      }
    }
  };

  /** Tries until the batch is written, or until what is wrong with it is one parcel, which is then refused alone. */
  const store = async (
    slot: Slot,
    all: readonly Waiting[],
    toNote: readonly CommitRow[],
    refused: Refused,
    first: boolean,
  ): Promise<void> => {
    let batch = all;
    // What was tried before may have been written although nobody was told.
    let fresh = first;
    const commitId = newId(clock.now());
    for (let wait = 50; ; wait = Math.min(wait * 2, 2000)) {
      try {
        const types = await slot.connection.ready();
        const encoded = encodeBatch(slot.encoder, types, batch.map(parcelOf), commitId, toNote);
        await slot.connection.execute(encoded, fresh);
        return arrived(batch, commitId, encoded);
      } catch (error) {
        if (fresh) {
          fresh = false;
          // Something is there already: a row of this batch, or what must be unique for other reasons.
          if ((error as { code?: unknown }).code === '23505') continue;
        }
        const stale = staleOf(batch, error);
        if (stale !== undefined) {
          count.fenced += stale.lost.length;
          refuse(stale.lost, new Failure('station.elsewhere', 'Another node holds this station by now.'));
          batch = stale.rest;
          continue;
        }
        if (!isPassing(error)) return divide(slot, batch, toNote, refused, error);
        count.retries++;
        if (isConflict(error) && !stopping) {
          await sleep(wait * (0.75 + Math.random() / 2));
          continue;
        }
        slot.connection.drop();
        if (reachable) log.warn({ err: error }, 'The database does not answer: stations wait for their answers');
        reachable = false;
        if (stopping)
          return refuse(
            batch,
            new Failure('database.away', 'The database was away when the server stopped.', { cause: error }),
          );
        await sleep(wait * (0.75 + Math.random() / 2), undefined, { ref: !stopping });
      }
    }
  };

  const divide = async (
    slot: Slot,
    batch: readonly Waiting[],
    toNote: readonly CommitRow[],
    refused: Refused,
    error: unknown,
  ): Promise<void> => {
    if (batch.length === 0) return log.error({ err: error }, 'The times at which answers left could not be noted');
    if (batch.length === 1) return refuseParcel(batch[0]!, refused, error);
    const middle = batch.length >> 1;
    await store(slot, batch.slice(0, middle), toNote, refused, false);
    const rest: Waiting[] = [];
    for (const one of batch.slice(middle)) {
      const cause = refused.get(stationOf(one.parcel.key));
      if (cause === undefined) rest.push(one);
      else refuse([one], cause);
    }
    await store(slot, rest, [], refused, false);
  };

  const refuseParcel = ({ parcel, reject }: Waiting, refused: Refused, cause: unknown): void => {
    const frames = parcel.frames.map(({ id }) => id);
    log.error({ err: cause, station: parcel.key, frames }, 'A message could not be kept: its station gets no answer');
    count.rejected++;
    reject(new Failure('database.away', 'The database cannot hold what this message leaves behind.', { cause }));
    // What the station did next builds on this step, and cannot be kept either.
    const after = new Failure('database.away', 'What came before could not be kept.', { cause });
    const station = stationOf(parcel.key);
    refused.set(station, after);
    const later = waiting.drop(parcel.key);
    for (const one of later) waitingBytes -= one.bytes;
    refuse(later, after);
  };

  const refuse = (batch: readonly Waiting[], error: Failure): void => {
    for (const { reject } of batch) reject(error);
  };

  const arrived = (batch: readonly Waiting[], commitId: string, encoded: EncodedBatch): void => {
    if (!reachable) log.info('The database answers again');
    reachable = true;
    const now = clock.monotonic();
    let answered = false;
    for (const { since, parcel, resolve } of batch) {
      latency[bucketOf(now - since)]!++;
      count.latencySumMs += now - since;
      if (!answered) answered = parcel.frames.some((frame) => frame.answer !== undefined);
      resolve();
    }
    count.batches++;
    count.parcels += batch.length;
    count.frames += encoded.frames;
    count.facts += encoded.facts;
    count.rows += encoded.rows;
    if (answered) noteCommit(commitId);
  };

  /** The answers leave now; when they did is written with a later batch, or alone when none comes. */
  const noteCommit = (id: string): void => {
    commits.push({ id, sentAt: clock.now() });
    idleTimer ??= setTimeout(() => {
      idleTimer = undefined;
      const slot = slots.find((one) => !one.busy);
      if (commits.length === 0 || waiting.length > 0 || slot === undefined) return;
      slot.busy = true;
      void run(slot, []).finally(() => {
        slot.busy = false;
        schedule();
      });
    }, 500).unref();
  };

  const lag = (): number => {
    const now = clock.monotonic();
    return Math.max(0, ...[waiting, ...slots].map(({ since }) => now - (since ?? now)));
  };

  return {
    write,
    get pressure() {
      return Math.min(1, Math.max((waiting.length + inFlight) / maxWaiting, waitingBytes / maxWaitingBytes));
    },
    get reachable() {
      return reachable;
    },
    report: () => ({
      ...count,
      waiting: waiting.length + inFlight,
      waitingBytes,
      reachable,
      latency: [...latency],
      lagMs: lag(),
    }),
    async stop(graceMs = 10_000) {
      const until = clock.monotonic() + graceMs;
      while ((waiting.length > 0 || inFlight > 0) && clock.monotonic() < until) {
        schedule();
        await sleep(5);
      }
      stopping = true;
      clearTimeout(timer);
      clearTimeout(idleTimer);
      refuse(waiting.clear(), new Failure('database.away', 'The server stopped before this could be written.'));
      while (slots.some((slot) => slot.busy)) await sleep(5);
      if (commits.length > 0 && reachable) await run(slots[0]!, []);
      for (const slot of slots) await slot.connection.close();
    },
  };
}
