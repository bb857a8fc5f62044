import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
const older = path.join(import.meta.dirname, 'migrations');
const newer = mkdtempSync(path.join(tmpdir(), 'voltyard-migrations-'));
const write = (name: string, sql: string) => writeFileSync(path.join(newer, name), sql);
beforeAll(async () => {
  database = await testDatabase();
  cpSync(older, newer, { recursive: true });
});
afterAll(async () => {
  rmSync(newer, { recursive: true, force: true });
  await database.drop();
});

it('F-08 an older program goes on with what a newer one only added, and refuses once something it needs is gone', async () => {
  write('9001-more.sql', 'ALTER TABLE stations ADD COLUMN more text;');
  expect(await migrate(database.pool, newer)).toEqual(['9001-more.sql']);
  expect(await migrate(database.pool, older)).toEqual([]);
  write('9002-less.sql', '-- contract: nobody reads it any more\nALTER TABLE stations DROP COLUMN more;');
  expect(await migrate(database.pool, newer)).toEqual(['9002-less.sql']);
  await expect(migrate(database.pool, older)).rejects.toThrow(
    'The database was written by a newer Voltyard (9002-less.sql): start that one.',
  );
  expect(await migrate(database.pool, newer)).toEqual([]);
});
