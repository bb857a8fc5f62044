import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { createLog } from '../src/lib/log.ts';
import { day } from '../src/lib/time.ts';
import { startEmbedded } from '../src/storage/engines/embedded.ts';
import { ensurePartitions, migrate } from '../src/storage/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string; template: string };
  }
}

/** One embedded PostgreSQL for the whole run, and in it a migrated database that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'voltyard-test-'));
  const engine = await startEmbedded({
    dataDir,
    log: createLog('error'),
    // Tests of durability start a server of their own with the product's settings.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200', shared_buffers: '64MB' },
  });
  const pool = new pg.Pool(engine.connection);
  await migrate(pool, join(import.meta.dirname, '../src/storage/migrations'));
  await ensurePartitions(pool, Date.now(), 100 * day);
  await pool.end();
  const { host, port, user, database } = engine.connection;
  project.provide('postgres', {
    host: String(host),
    port: Number(port),
    user: String(user),
    template: String(database),
  });
  return async () => {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
