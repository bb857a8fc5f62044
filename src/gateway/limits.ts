/** Counts of refused attempts in windows of a minute, in bounded memory: the oldest name is forgotten first. */
export class AttemptLimiter {
  readonly #limit: number;
  readonly #capacity: number;
  readonly #seen = new Map<string, { count: number; until: number }>();

  constructor(limit: number, capacity = 10_000) {
    this.#limit = limit;
    this.#capacity = capacity;
  }

  /** Notes a refused attempt; true when the name is now over its limit. */
  note(name: string, now: number): boolean {
    let entry = this.#seen.get(name);
    if (entry === undefined || entry.until <= now) {
      this.#seen.delete(name);
      if (this.#seen.size >= this.#capacity) this.#seen.delete(this.#seen.keys().next().value!);
      entry = { count: 0, until: now + 60_000 };
      this.#seen.set(name, entry);
    }
    entry.count++;
    return entry.count > this.#limit;
  }

  isOver(name: string, now: number): boolean {
    const entry = this.#seen.get(name);
    return entry !== undefined && entry.until > now && entry.count >= this.#limit;
  }

  get size(): number {
    return this.#seen.size;
  }
}

/** Tokens after `elapsedMs` more of waiting: `rate` per second, never above `burst`. */
export const refill = (tokens: number, elapsedMs: number, rate: number, burst: number): number =>
  Math.min(burst, tokens + (Math.max(0, elapsedMs) * rate) / 1000);

/** Something that waits for time to pass or pressure to fall. */
export interface Held {
  /** Looks again; true when it must wait longer. */
  wake(): boolean;
}

/** One timer for all sockets that are held back; none runs while nobody waits. */
export class Holds {
  readonly #held = new Set<Held>();
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs = 100) {
    this.#everyMs = everyMs;
  }

  add(held: Held): void {
    this.#held.add(held);
    this.#timer ??= setInterval(() => this.#wakeAll(), this.#everyMs);
  }

  remove(held: Held): void {
    if (this.#held.delete(held) && this.#held.size === 0) this.stop();
  }

  #wakeAll(): void {
    for (const held of [...this.#held]) {
      if (!held.wake()) this.#held.delete(held);
    }
    if (this.#held.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
