import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('gives every test file a migrated database of its own', async () => {
  const { rows } = await database.pool.query(
    "SELECT (SELECT count(*)::integer FROM stations) AS stations, to_regclass('frames') IS NOT NULL AS frames, current_setting('server_version_num')::integer AS version",
  );
  expect(rows[0]).toMatchObject({ stations: 0, frames: true });
  expect(rows[0].version).toBeGreaterThanOrEqual(180_000);
});
