import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until the answer is neither false nor undefined nor a failed expectation; then gives it. */
export async function until<T>(look: () => Promise<T> | T, seconds = 30): Promise<Exclude<T, false | undefined>> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    let last: unknown;
    try {
      const found = await look();
      if (found !== false && found !== undefined) return found as Exclude<T, false | undefined>;
      last = new Error(`it did not come true within ${seconds} s: ${look}`);
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw last;
    await sleep(30);
  }
}
