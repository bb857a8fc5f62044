import type { StationSocket } from './socket.ts';

/**
 * Asks a connection for a sign of life that nothing sent earlier can give, and resolves with whether it came in time. `goes` is called
 * with what ends the wait when the connection itself ends.
 */
export function proveAlive(
  holder: StationSocket,
  word: string,
  withinMs: number,
  goes: (gone: () => void) => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (alive: boolean): void => {
      clearTimeout(timer);
      holder.unchallenge();
      resolve(alive);
    };
    const timer = setTimeout(() => settle(false), withinMs);
    goes(() => settle(false));
    holder.onProof = (proof) => {
      if (proof === undefined || proof === word) settle(true);
    };
    holder.challenge(word);
  });
}
