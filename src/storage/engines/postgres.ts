import pg from 'pg';
import type { Engine } from './embedded.ts';

/** Uses the PostgreSQL that DATABASE_URL names. Rejects with one sentence when it does not answer. */
export async function connectPostgres(url: string): Promise<Engine> {
  const connection: pg.PoolConfig = { connectionString: url, connectionTimeoutMillis: 10_000 };
  const client = new pg.Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query("SELECT current_setting('server_version_num')::integer AS version");
    if (rows[0].version < 150_000) throw new Error('it is older than PostgreSQL 15');
  } catch (cause) {
    throw new Error(
      `The database of DATABASE_URL (${withoutSecret(url)}) cannot be used: ${(cause as Error).message}.`,
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
  return { connection, pid: () => undefined, stop: async () => {} };
}

function withoutSecret(url: string): string {
  try {
    const parsed = new URL(url);
    return `${parsed.host}${parsed.pathname}`;
  } catch {
    return 'not a URL';
  }
}
