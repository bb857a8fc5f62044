import type { CommandRecord, StationState } from '../domain/state.ts';
import type { Clock, Instant } from '../lib/time.ts';

interface Kept {
  readonly deadline: Instant;
  /** The same by the clock that never jumps. */
  readonly at: number;
}

/**
 * When the commands of one station are due. Their deadlines are instants of the wall clock, because they outlive this process;
 * while it runs they are kept by the clock that never jumps, so that a step of the server's clock times nothing out (T-15).
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes what is new and forgets what is over; false: nothing is under way any more. */
  watch(state: StationState): boolean {
    const now = this.#clock.now();
    for (const id of this.#kept.keys()) if (!isUnderWay(state.commands[id])) this.#kept.delete(id);
    for (const id in state.commands) {
      const record = state.commands[id]!;
      if (!isUnderWay(record) || this.#kept.get(id)?.deadline === record.deadline) continue;
      this.#kept.set(id, { deadline: record.deadline, at: this.#clock.monotonic() + record.deadline - now });
    }
    return this.#kept.size > 0;
  }

  isDue = ({ id }: CommandRecord): boolean => {
    const kept = this.#kept.get(id);
    return kept !== undefined && this.#clock.monotonic() >= kept.at;
  };

  get anyDue(): boolean {
    const now = this.#clock.monotonic();
    for (const { at } of this.#kept.values()) if (now >= at) return true;
    return false;
  }
}

const isUnderWay = (record: CommandRecord | undefined): boolean => record !== undefined && record.endedAt === undefined;
