import { createHash } from 'node:crypto';
import type { StationKey } from '../domain/ports.ts';
import type { Clock } from '../lib/time.ts';
import { hour } from '../lib/time.ts';

/** A message is set aside after it has met a bug so often. */
const most = 3;
/** So many messages that met a bug are remembered; the oldest is forgotten first. */
const remembered = 500;
/** After this a message that was set aside is tried again: the program may have been mended. */
const forMs = hour;

interface Sick {
  count: number;
  until: number;
}

/**
 * Messages that meet a bug again and again (F-09). A station sends what was answered InternalError once more; after the third
 * time the same content is not decided any more. Costs nothing while no message is sick.
 */
export class Poison {
  readonly #clock: Clock;
  readonly #sick = new Map<string, Sick>();
  /** Stations with sick messages: only theirs are looked at. */
  readonly #stations = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes that a message met a bug; true when it is now set aside. */
  note(key: StationKey, content: string): boolean {
    const name = nameOf(key, content);
    let sick = this.#sick.get(name);
    if (sick === undefined) {
      if (this.#sick.size >= remembered) this.#forget(this.#sick.keys().next().value!);
      sick = { count: 0, until: 0 };
      this.#sick.set(name, sick);
      const station = stationOf(key);
      this.#stations.set(station, (this.#stations.get(station) ?? 0) + 1);
    }
    sick.until = this.#clock.monotonic() + forMs;
    return ++sick.count === most;
  }

  /** Has this message been set aside? */
  has(key: StationKey, content: string): boolean {
    if (this.#stations.size === 0 || !this.#stations.has(stationOf(key))) return false;
    const name = nameOf(key, content);
    const sick = this.#sick.get(name);
    if (sick === undefined) return false;
    if (this.#clock.monotonic() < sick.until) return sick.count >= most;
    this.#forget(name);
    return false;
  }

  #forget(name: string): void {
    if (!this.#sick.delete(name)) return;
    const station = name.slice(0, name.indexOf(' '));
    const left = this.#stations.get(station)! - 1;
    if (left > 0) this.#stations.set(station, left);
    else this.#stations.delete(station);
  }
}

const stationOf = ({ operatorId, stationId }: StationKey): string => `${operatorId}.${stationId}`;
const nameOf = (key: StationKey, content: string): string =>
  `${stationOf(key)} ${createHash('sha256').update(content).digest('base64')}`;

/** What is the same when a station sends a message again: everything after its id (T-01: a retry may have a new one). */
export const contentOf = (text: string, id: string | undefined): string =>
  id === undefined ? text : text.slice(text.indexOf(id) + id.length);
