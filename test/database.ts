import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  readonly pool: pg.Pool;
  readonly connection: pg.PoolConfig;
  drop(): Promise<void>;
}

/**
 * A fresh, migrated database on the one embedded PostgreSQL of this test run. Call it in `beforeAll`, `drop()` in
 * `afterAll`.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgres');
  const database = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${database} TEMPLATE ${server.template}`);
  const connection: pg.PoolConfig = { host: server.host, port: server.port, user: server.user, database };
  const pool = new pg.Pool({ ...connection, max: 8 });
  pool.on('error', () => {});
  return {
    pool,
    connection,
    drop: async () => {
      await pool.end();
      await administer(server, `DROP DATABASE ${database} WITH (FORCE)`);
    },
  };
}

async function administer(server: { host: string; port: number; user: string }, sql: string): Promise<void> {
  const client = new pg.Client({ host: server.host, port: server.port, user: server.user, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
