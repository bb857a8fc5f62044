import type pg from 'pg';

export interface TableSize {
  readonly table: string;
  /** With indexes and all partitions. */
  readonly bytes: number;
  /** As the server estimates them. */
  readonly rows: number;
}

export interface Sizes {
  /** The largest first. */
  readonly tables: readonly TableSize[];
  readonly database: number;
  readonly archives: { readonly bytes: number; readonly frames: number };
}

/** How large everything is. Sizes are read from the catalog, no table is counted. */
export async function readSizes(pool: pg.Pool): Promise<Sizes> {
  const { rows } = await pool.query<{ table: string; bytes: string; rows: string }>(
    `SELECT coalesce(pg_partition_root(c.oid), c.oid)::regclass::text AS table, sum(pg_total_relation_size(c.oid)) AS bytes,
       sum(greatest(c.reltuples, 0))::bigint AS rows
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY 1 ORDER BY 2 DESC`,
  );
  const whole = await pool.query<{ database: string; bytes: string; frames: string }>(
    `SELECT pg_database_size(current_database()) AS database, coalesce(sum(bytes), 0) AS bytes, coalesce(sum(frames), 0) AS frames
     FROM frame_archives WHERE state <> 'writing'`,
  );
  const { database, bytes, frames } = whole.rows[0]!;
  return {
    tables: rows.map((row) => ({ table: row.table, bytes: Number(row.bytes), rows: Number(row.rows) })),
    database: Number(database),
    archives: { bytes: Number(bytes), frames: Number(frames) },
  };
}
