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
