/** What the wheel turns: something that can be pinged. */
export interface Pingable {
  /** Called once per interval. */
  ping(): void;
  /** Where on the wheel it stands. */
  slot: Set<Pingable> | undefined;
}

/**
 * One timer pings all sockets: they stand on a wheel of slots, one slot's turn per tick, so that each gets its ping
 * once per interval and 10,000 pings do not leave in one burst.
 */
export class PingWheel {
  readonly #slots: Set<Pingable>[];
  readonly #timer: NodeJS.Timeout;
  #turn = 0;
  #next = 0;

  constructor(intervalMs: number) {
    const count = Math.max(1, Math.min(30, Math.floor(intervalMs / 1000)));
    this.#slots = Array.from({ length: count }, () => new Set());
    this.#timer = setInterval(() => this.#tick(), intervalMs / count);
    this.#timer.unref();
  }

  /** The first ping comes after one whole interval at the latest. */
  add(pingable: Pingable): void {
    const slot = this.#slots[this.#next++ % this.#slots.length]!;
    slot.add(pingable);
    pingable.slot = slot;
  }

  remove(pingable: Pingable): void {
    pingable.slot?.delete(pingable);
    pingable.slot = undefined;
  }

  #tick(): void {
    for (const pingable of this.#slots[this.#turn++ % this.#slots.length]!) pingable.ping();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
