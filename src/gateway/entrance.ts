import type { Clock } from '../lib/time.ts';
import { refill } from './limits.ts';
import type { GatewaySettings } from './settings.ts';

type Limits = Pick<GatewaySettings, 'acceptsPerSecond' | 'acceptWaitMs'>;

/** How often who waits is looked after, ms. */
const tickMs = 20;
/** So much of a second's accepts may come at once. A late loop therefore takes fewer in, not more. */
const burstShare = 0.1;

/**
 * How many new connections are begun per second (F-06): after an outage ten thousand stations come at the same moment, and the
 * sessions that run meanwhile must not notice. Who comes above the rate waits in order; who would wait too long is turned away by the caller.
 */
export class Entrance {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #waiting: (() => void)[] = [];
  #head = 0;
  #tokens: number;
  #at: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#tokens = this.#burst;
    this.#at = clock.monotonic();
  }

  get waiting(): number {
    return this.#waiting.length - this.#head;
  }

  /** How full the waiting room is, 0 to 1. */
  get load(): number {
    return Math.min(1, this.waiting / Math.max(1, this.#room));
  }

  /** Calls `enter`, now or when its turn comes; false: too many wait, it will not be called. */
  take(enter: () => void): boolean {
    if (this.waiting === 0 && this.#token()) {
      enter();
      return true;
    }
    if (this.waiting >= this.#room) return false;
    this.#waiting.push(enter);
    this.#timer ??= setInterval(() => this.#next(), tickMs);
    return true;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  get #burst(): number {
    return Math.max(1, this.#limits.acceptsPerSecond * burstShare);
  }

  /** So many are served within the longest wait. */
  get #room(): number {
    return (this.#limits.acceptsPerSecond * this.#limits.acceptWaitMs) / 1000;
  }

  #token(): boolean {
    const now = this.#clock.monotonic();
    this.#tokens = refill(this.#tokens, now - this.#at, this.#limits.acceptsPerSecond, this.#burst);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  #next(): void {
    while (this.waiting > 0 && this.#token()) this.#waiting[this.#head++]!();
    if (this.waiting === 0) this.stop();
    if (this.waiting > 0 && this.#head < 1000) return;
    this.#waiting.splice(0, this.#head);
    this.#head = 0;
  }
}
