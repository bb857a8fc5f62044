import pg from 'pg';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/lib/log.ts';
import { startEmbedded } from '../src/storage/engines/embedded.ts';
import { connectPostgres } from '../src/storage/engines/postgres.ts';
import { rebuild } from '../src/storage/rebuild.ts';

/** `npm run rebuild`: recomputes all state from the facts, on the database that `npm start` would use. Stop the server first. */
const config = readConfig(process.env, process.argv.slice(2));
if ('faults' in config) {
  for (const fault of config.faults) console.error(fault);
  process.exit(1);
}
const log = createLog(config.logLevel);
try {
  const engine =
    config.databaseUrl === undefined
      ? await startEmbedded({ dataDir: config.dataDir, log })
      : await connectPostgres(config.databaseUrl);
  const pool = new pg.Pool({ ...engine.connection, max: 4 });
  const started = performance.now();
  const report = await rebuild(pool);
  console.log(`${JSON.stringify(report)} in ${((performance.now() - started) / 1_000).toFixed(1)} s`);
  await pool.end();
  await engine.stop();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
