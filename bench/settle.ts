import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf } from './cpu.ts';

/** So long it must not have fallen by more than this share. */
const steadySeconds = 30;
const share = 0.01;

export interface Settled {
  readonly bytes: number;
  /** How long that took. */
  readonly seconds: number;
}

/**
 * Resident memory of processes once it has stopped falling, at most `mostSeconds` from now and not before
 * `leastSeconds`: the garbage of a crowd's coming is given back to the system over minutes, and between two collections nothing moves.
 */
export async function settledMemory(pids: readonly number[], mostSeconds: number, leastSeconds = 0): Promise<Settled> {
  const now = (): number => pids.reduce((sum, pid) => sum + memoryOf(pid), 0);
  let mark = now();
  let marked = 0;
  let seconds = 0;
  while (seconds < mostSeconds && (seconds - marked < steadySeconds || seconds < leastSeconds)) {
    await sleep(1_000);
    seconds++;
    const bytes = now();
    // What grows meanwhile does not settle either: a fall is measured from the highest.
    if (bytes > mark) mark = bytes;
    else if (bytes < mark * (1 - share)) {
      mark = bytes;
      marked = seconds;
    }
  }
  return { bytes: now(), seconds };
}
