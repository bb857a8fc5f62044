import type pg from 'pg';
import type { Log } from '../lib/log.ts';
import { hour } from '../lib/time.ts';

const longest = 6 * hour;

/**
 * Gives every partition its part of an index whose head a migration made with `ON ONLY`: CONCURRENTLY, so that nobody who writes waits. What is
 * there is left alone; a part that a killed program left half made is made anew.
 */
export async function buildLaterIndexes(pool: pg.Pool, log: Log, signal: AbortSignal): Promise<number> {
  const { rows } = await pool.query<{ head: string; partition: string; definition: string; name: string }>(
    `SELECT h.relname AS head, p.relname AS partition, pg_get_indexdef(h.oid) AS definition, left(p.relname || '_' || h.relname, 63) AS name
     FROM pg_index x JOIN pg_class h ON h.oid = x.indexrelid AND h.relkind = 'I' AND NOT x.indisvalid
       JOIN pg_inherits i ON i.inhparent = x.indrelid AND NOT i.inhdetachpending JOIN pg_class p ON p.oid = i.inhrelid
     WHERE h.relnamespace = 'public'::regnamespace AND NOT EXISTS (
       SELECT FROM pg_inherits hi JOIN pg_index part ON part.indexrelid = hi.inhrelid WHERE hi.inhparent = h.oid AND part.indrelid = p.oid)
     ORDER BY p.relname`,
  );
  for (const { head, partition, definition, name } of rows) {
    if (signal.aborted) break;
    const body = /USING .*$/s.exec(definition)?.[0];
    if (body === undefined) throw new Error(`The definition of ${head} cannot be read.`);
    await pool.query(`DROP INDEX IF EXISTS "${name}"`);
    // A month of facts takes longer than any other question may; the driver knows this field, its types do not.
    const patient = { text: `CREATE INDEX CONCURRENTLY "${name}" ON "${partition}" ${body}`, query_timeout: longest };
    await pool.query(patient);
    await pool.query(`ALTER INDEX "${head}" ATTACH PARTITION "${name}"`);
    log.info({ index: head, partition }, 'An index was made beside those who write');
  }
  return rows.length;
}
