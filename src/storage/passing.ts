import { Failure, isFailure } from '../lib/errors.ts';
import { isPassing } from '../lib/passing.ts';

/** What `work` gives; an error that passes by itself as Failure `database.away`: nobody's bug, the question may be asked again. */
export async function orAway<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isFailure(error) || !isPassing(error)) throw error;
    throw new Failure('database.away', 'The database does not answer.', { cause: error });
  }
}

/** The same functions, each one's passing errors as Failure `database.away`. */
export function away<T extends object>(reads: T): T {
  const wrapped = Object.entries(reads).map(([name, read]) => [
    name,
    (...values: unknown[]) => {
      const given: unknown = read(...values);
      return given instanceof Promise ? orAway(() => given) : given;
    },
  ]);
  return Object.fromEntries(wrapped);
}
