import type { Clock } from '../lib/time.ts';
import { refill } from './limits.ts';
import type { GatewaySettings } from './settings.ts';

type Limits = Pick<GatewaySettings, 'messagesPerSecond' | 'messageBurst' | 'floodMs'>;

/** How fast one station may be served: its rate, pauses the desk asked for, and since when it has been pushing. */
export class Throttle {
  readonly #clock: Clock;
  readonly #limits: Limits;
  #tokens = Number.NaN;
  #tokensAt = Number.NaN;
  /** Since when it sends faster than it may; 0: it does not. */
  #floodingSince = 0;
  #heldUntil = 0;

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#tokens = limits.messageBurst;
    this.#tokensAt = clock.monotonic();
  }

  /** One message more within the rate? */
  take(): boolean {
    const { messagesPerSecond, messageBurst } = this.#limits;
    const now = this.#clock.monotonic();
    this.#tokens = refill(this.#tokens, now - this.#tokensAt, messagesPerSecond, messageBurst);
    this.#tokensAt = now;
    if (this.#tokens >= messageBurst) this.#floodingSince = 0;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  get exhausted(): boolean {
    return this.#tokens < 1;
  }

  holdFor(ms: number): void {
    this.#heldUntil = this.#clock.monotonic() + ms;
  }

  get onHold(): boolean {
    if (this.#heldUntil > 0 && this.#clock.monotonic() >= this.#heldUntil) this.#heldUntil = 0;
    return this.#heldUntil > 0;
  }

  /**
   * A well-behaved station has one call outstanding; told of one that has many waiting, this says whether it has kept
   * pushing above its rate for too long (W-19).
   */
  floods(): boolean {
    if (!this.exhausted) return false;
    const now = this.#clock.monotonic();
    if (this.#floodingSince === 0) this.#floodingSince = now;
    return now - this.#floodingSince > this.#limits.floodMs;
  }
}
