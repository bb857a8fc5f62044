import pg from 'pg';
import type { Log } from '../lib/log.ts';

/**
 * Connections for everything but the writer. One that is lost is replaced, and whoever was asking over it is told by its query. pg tells
 * it by an event as well: while the connection is lent out nobody but us listens to that, and an event of that name that nobody hears
 * ends the process (F-01).
 */
export function createPool(settings: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool(settings);
  // Only its words: the driver hangs its whole client on the error.
  pool.on('error', ({ message }) => log.warn({ reason: message }, 'A database connection was lost'));
  pool.on('connect', (client) =>
    client.on('error', ({ message }) => log.debug({ reason: message }, 'A database connection was lost')),
  );
  return pool;
}
