import pg from 'pg';
import type { Log } from '../lib/log.ts';

/**
 * Connections for everything but the writer. One that is lost is replaced, and whoever was asking over it is told by its query. pg tells
 * it by an event as well: while the connection is lent out nobody but us listens to that, and an event of that name that nobody hears
 * ends the process (F-01).
 */
export function createPool(settings: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool(settings);
  pool.on('error', (err) => log.warn({ err }, 'A database connection was lost'));
  pool.on('connect', (client) => client.on('error', (err) => log.debug({ err }, 'A database connection was lost')));
  return pool;
}
