import { proxies as addressesIn } from './endpoint.ts';

/** Where stations come from, and how often they are pinged there. */
export interface PingedNetwork {
  /** An address or a range like 10.0.0.0/8. */
  readonly range: string;
  readonly intervalMs: number;
}

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

/**
 * A wheel for each interval (W-18). A mobile network closes a way on which nothing moves within a minute or less, and a wired one does not:
 * the first range that an address is in says how often, else `intervalMs`.
 */
export class Pings {
  readonly #wheels = new Map<number, PingWheel>();
  readonly #networks: readonly { readonly has: (address: string) => boolean; readonly wheel: PingWheel }[];
  readonly #others: PingWheel;

  constructor(intervalMs: number, networks: readonly PingedNetwork[]) {
    this.#others = this.#wheelOf(intervalMs);
    this.#networks = networks.map((one) => ({ has: addressesIn([one.range]), wheel: this.#wheelOf(one.intervalMs) }));
  }

  #wheelOf(intervalMs: number): PingWheel {
    const wheel = this.#wheels.get(intervalMs) ?? new PingWheel(intervalMs);
    this.#wheels.set(intervalMs, wheel);
    return wheel;
  }

  add(pingable: Pingable, address: string): void {
    const wheel = this.#networks.find(({ has }) => has(address))?.wheel ?? this.#others;
    wheel.add(pingable);
  }

  remove(pingable: Pingable): void {
    // Its slot knows which wheel it is of.
    this.#others.remove(pingable);
  }

  stop(): void {
    for (const wheel of this.#wheels.values()) wheel.stop();
  }
}
