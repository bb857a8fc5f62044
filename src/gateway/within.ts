import { Failure } from '../lib/errors.ts';

/** The promise, or Failure `database.away` when it takes longer than `ms`: nobody at a socket waits for ever. */
export function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Failure('database.away', `${what} took longer than ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
