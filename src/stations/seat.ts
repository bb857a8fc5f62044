import type { StationMessage } from '../domain/message.ts';
import type { Ending, Frame, IncomingExchange, Seat } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import type { Clock, Instant } from '../lib/time.ts';
import type { Held, Station } from './station.ts';

/** What a seat tells the whole. */
export interface SeatEnds {
  readonly moved: (station: Station) => void;
  /** Its answer is durable, and leaves now. */
  readonly answered: (station: Station, held: Held, message: StationMessage) => void;
  readonly close: (station: Station, held: Held, ending: Ending) => Promise<void>;
}

const elsewhere = (): Promise<never> =>
  Promise.reject(new Failure('station.elsewhere', 'Another node holds this station by now.'));

/** One open connection's place at the desk. A class, because there are ten thousand of them. */
export class StationSeat implements Seat {
  readonly #station: Station;
  readonly #held: Held;
  readonly #ends: SeatEnds;
  readonly #clock: Clock;

  constructor(station: Station, held: Held, ends: SeatEnds, clock: Clock) {
    this.#clock = clock;
    this.#station = station;
    this.#held = held;
    this.#ends = ends;
  }

  async message(exchange: IncomingExchange): Promise<string | undefined> {
    if (this.#held.lost) return elsewhere();
    this.#station.messages++;
    const text = await this.#station.message(exchange);
    const { kind } = exchange.message;
    if (kind === 'boot' || kind === 'signCertificate') this.#ends.answered(this.#station, this.#held, exchange.message);
    return text;
  }

  aside(exchange: IncomingExchange): string | undefined {
    return this.#held.lost ? undefined : this.#station.aside(exchange);
  }

  keep(frame: Frame): Promise<void> {
    if (this.#held.lost) return elsewhere();
    return this.#station.keep(frame);
  }

  answered(frame: Frame, answer: string, at: Instant, errorCode?: string): Promise<void> {
    if (this.#held.lost) return elsewhere();
    return this.#station.answered(frame, answer, at, errorCode);
  }

  alive(at: Instant): void {
    this.#station.lastMessageAt = at;
    this.#station.heardSince = this.#clock.monotonic();
    this.#station.silent = false;
    this.#ends.moved(this.#station);
  }

  roundTrip(ms: number): void {
    this.#station.roundTripMs = ms;
    this.#ends.moved(this.#station);
  }

  close(ending: Ending): Promise<void> {
    return this.#ends.close(this.#station, this.#held, ending);
  }
}
