import { setTimeout as sleep } from 'node:timers/promises';
import { isFailure } from '../lib/errors.ts';
import { second } from '../lib/time.ts';

/**
 * Asks again while the database is away and the station waits for its answer (F-01): it then has it the moment the database is back, and
 * not after a timeout of its own. What must be written waits in the writer's queue in the same way.
 */
export async function patiently<T>(waits: () => boolean, ask: () => Promise<T>): Promise<T> {
  for (let pause = 100; ; pause = Math.min(2 * pause, 2 * second)) {
    try {
      return await ask();
    } catch (error) {
      if (!isFailure(error, 'database.away') || !waits()) throw error;
    }
    await sleep(pause * (0.75 + Math.random() / 2));
  }
}
