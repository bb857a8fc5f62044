import type { StationKey } from '../domain/ports.ts';
import { stationOf, type Waiting } from './waiting.ts';

/**
 * Parcels that wait to be written, oldest first. Those of running sessions go before the others (F-06): when ten thousand
 * stations come back at once, nobody who stands at a charger waits for their boots. Parcels of one station keep their order.
 */
export class ParcelQueue {
  #urgent: Waiting[] = [];
  #other: Waiting[] = [];
  /** How many of a station's parcels are among the others: what it does next must come after them. */
  readonly #behind = new Map<string, number>();

  get length(): number {
    return this.#urgent.length + this.#other.length;
  }

  /** When the one that waits longest came; undefined: nobody waits. */
  get since(): number | undefined {
    const [urgent, other] = [this.#urgent[0]?.since, this.#other[0]?.since];
    return urgent === undefined ? other : other === undefined ? urgent : Math.min(urgent, other);
  }

  push(one: Waiting): void {
    const station = stationOf(one.parcel.key);
    if (isUrgent(one) && !this.#behind.has(station)) this.#urgent.push(one);
    else {
      this.#other.push(one);
      this.#behind.set(station, (this.#behind.get(station) ?? 0) + 1);
    }
  }

  /** The next batch, without stations that are busy in another one. */
  take(most: number, mostBytes: number, busy: ReadonlySet<string>): Waiting[] {
    const batch: Waiting[] = [];
    let bytes = 0;
    const from = (queue: readonly Waiting[], taken: (station: string) => void): Waiting[] => {
      const left: Waiting[] = [];
      let index = 0;
      for (; index < queue.length && batch.length < most && bytes < mostBytes; index++) {
        const one = queue[index]!;
        const station = stationOf(one.parcel.key);
        if (busy.has(station)) left.push(one);
        else {
          batch.push(one);
          bytes += one.bytes;
          taken(station);
        }
      }
      return index === queue.length ? left : left.concat(queue.slice(index));
    };
    if (this.#urgent.length > 0) this.#urgent = from(this.#urgent, () => {});
    this.#other = from(this.#other, (station) => this.#forget(station));
    return batch;
  }

  /** Takes out everything of one station. */
  drop(key: StationKey): Waiting[] {
    const station = stationOf(key);
    const mine = (one: Waiting) => stationOf(one.parcel.key) === station;
    const dropped = [...this.#urgent.filter(mine), ...this.#other.filter(mine)];
    if (dropped.length === 0) return dropped;
    this.#urgent = this.#urgent.filter((one) => !mine(one));
    this.#other = this.#other.filter((one) => !mine(one));
    this.#behind.delete(station);
    return dropped;
  }

  /** Takes out everything. */
  clear(): Waiting[] {
    const all = [...this.#urgent, ...this.#other];
    this.#urgent = [];
    this.#other = [];
    this.#behind.clear();
    return all;
  }

  #forget(station: string): void {
    const left = this.#behind.get(station)! - 1;
    if (left > 0) this.#behind.set(station, left);
    else this.#behind.delete(station);
  }
}

/** Somebody stands at the charger: a session goes on, or a card is presented. */
const isUrgent = ({ parcel }: Waiting): boolean =>
  parcel.facts.some(({ body: { type } }) => type.startsWith('transaction.') || type === 'card.presented');
