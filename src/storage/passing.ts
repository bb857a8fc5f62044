import { Failure, isFailure } from '../lib/errors.ts';

/** SQLSTATE classes that pass by themselves: connection, transaction state and rollback, resources, operator intervention, system. */
const passing = new Set(['08', '25', '40', '53', '55', '57', '58']);

/**
 * True when the same statement may succeed later: the database is away, restarting, read-only after a failover, out of disk, or
 * two transactions were in each other's way. False: it is the data, or our statement.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof TypeError) return false;
  const code = (error as { code?: unknown } | undefined)?.code;
  // Errors without an SQLSTATE come from the socket or from a time limit.
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || code.startsWith('E')) return true;
  return passing.has(code.slice(0, 2));
}

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
