import { statfs } from 'node:fs/promises';
import type pg from 'pg';
import type { Readiness } from '../http/health.ts';
import { type Clock, second } from '../lib/time.ts';

export interface ReadinessOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly node: string;
  /** The writer's last commit went through. */
  readonly writes: () => boolean;
  /** The bus between the nodes is there; a node alone has always one. */
  readonly bus: () => boolean;
  readonly draining: () => boolean;
  /** The migrations this program has brought; the database must have them all, and may have newer ones (rolling restart). */
  readonly migrations: readonly string[];
  /** The folder whose disk must have room; undefined when neither database nor files are on this machine. */
  readonly folder: string | undefined;
}

/** Below this share of free disk no traffic should come: PostgreSQL stops for good where it cannot write its log. */
const leastFree = 0.05;
const freshFor = second;

/**
 * May traffic come? `database`: it cannot be written; `bus`: other nodes cannot be reached; `migrations`: its schema is not ours; `disk`: less than 5 % free;
 * `draining`. Many who ask at once share one look, which writes one row.
 */
export function createReadiness(options: ReadinessOptions): () => Promise<Readiness> {
  const { clock, draining } = options;
  let last: { readonly at: number; readonly missing: Promise<readonly string[]> } | undefined;
  return async () => {
    if (last === undefined || clock.monotonic() - last.at > freshFor)
      last = { at: clock.monotonic(), missing: look(options) };
    const missing = [...(await last.missing), ...(options.bus() ? [] : ['bus']), ...(draining() ? ['draining'] : [])];
    return { ready: missing.length === 0, missing };
  };
}

async function look({ pool, clock, node, writes, migrations, folder }: ReadinessOptions): Promise<readonly string[]> {
  const missing: string[] = [];
  const database = await schemaOf(pool, node, clock.now()).catch(() => undefined);
  if (database === undefined || !writes()) missing.push('database');
  if (database !== undefined && !migrations.every((name) => database.has(name))) missing.push('migrations');
  if (folder !== undefined && (await freeShare(folder)) < leastFree) missing.push('disk');
  return missing;
}

/** Proves that the database takes a write, and says which migrations it has. */
async function schemaOf(pool: pg.Pool, node: string, now: number): Promise<ReadonlySet<string>> {
  await pool.query(
    `INSERT INTO settings_of_installation (name, value) VALUES ($1, to_json($2::bigint))
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [`ready:${node}`, now],
  );
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM schema_migrations');
  return new Set(rows.map((row) => row.name));
}

async function freeShare(folder: string): Promise<number> {
  const { bavail, blocks } = await statfs(folder);
  return blocks === 0 ? 1 : bavail / blocks;
}
