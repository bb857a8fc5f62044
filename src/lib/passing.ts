/** SQLSTATE classes that pass by themselves: connection, transaction state and rollback, resources, operator intervention, system. */
const passing = new Set(['08', '25', '40', '53', '55', '57', '58']);

/** What the driver says of a connection that went, or of a time limit. Any other error without a code is a bug of ours, and passes by no repetition. */
const lost =
  /^(Connection terminated|timeout e|Query read timeout|Client has encountered a connection error|Client was closed|The connection to the database was lost|A former connection of the writer)|not queryable|unexpected .* message from backend/i;

/**
 * True when the same statement may succeed later: the database is away, restarting, read-only after a failover, out of disk, or
 * two transactions were in each other's way. False: it is the data, or our statement.
 */
export function isPassing(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E'))
    return passing.has(code.slice(0, 2));
  // Of the socket, or of the look-up of its name: ECONNRESET, ENOENT, EAI_AGAIN ...
  if (typeof code === 'string') return /^E(?!RR_)[A-Z_]+$/.test(code);
  // The driver's own words have no code.
  return typeof message === 'string' && lost.test(message);
}

/** Two transactions were in each other's way (SQLSTATE class 40): the database is there, and the same once more will do. */
export const isConflict = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('40');
};
