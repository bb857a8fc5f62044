/** Upper bounds of the histogram of answer-to-commit times, ms; the last bucket has none. */
export const latencyBounds: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** What the batch writer has done since it started; for /metrics and the benchmark. */
export interface WriterReport {
  readonly batches: number;
  readonly parcels: number;
  readonly frames: number;
  readonly facts: number;
  readonly rows: number;
  /** Attempts that had to be made again because the database was away or in conflict. */
  readonly retries: number;
  /** Parcels the database could not hold: their stations got no answer. */
  readonly rejected: number;
  /** Parcels the database refused because another node owns their station by now. */
  readonly fenced: number;
  /** Parcels refused at the door because too much waited. */
  readonly turnedAway: number;
  /** Batches that took more than a second. */
  readonly stalls: number;
  readonly waiting: number;
  readonly waitingBytes: number;
  /** False while the database does not answer. */
  readonly reachable: boolean;
  /** Parcels by time from `write` to commit, as `latencyBounds` says, not cumulative. */
  readonly latency: readonly number[];
  readonly latencySumMs: number;
  /** For how long the oldest parcel has waited to be durable, ms. */
  readonly lagMs: number;
}

export function bucketOf(ms: number): number {
  let bucket = 0;
  while (bucket < latencyBounds.length && ms > latencyBounds[bucket]!) bucket++;
  return bucket;
}
