import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

it('F-08 a migration only adds; one that takes away what an older program needs says so in its first line', () => {
  const takes =
    /\b(DROP\s+(TABLE|COLUMN|TYPE|FUNCTION)|RENAME\s|ALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE|SET\s+NOT\s+NULL|ADD\s+COLUMN\s+\w+\s+[^,;]*NOT\s+NULL(?![^,;]*DEFAULT))/i;
  const unsaid = (sql: string): boolean =>
    !/^-- contract\b/.test(sql) && takes.test(sql.replace(/--.*$/gm, '').replace(/EXECUTE format\('[^']*'/g, ''));
  expect(readdirSync(older).filter((name) => unsaid(readFileSync(path.join(older, name), 'utf8')))).toEqual([]);
  for (const sql of [
    'ALTER TABLE stations DROP COLUMN name;',
    'ALTER TABLE stations RENAME COLUMN name TO label;',
    'ALTER TABLE stations ADD COLUMN more text NOT NULL;',
    'ALTER TABLE stations ALTER COLUMN name TYPE integer;',
    'DROP TABLE stations;',
  ])
    expect([sql, unsaid(sql), unsaid(`-- contract: nobody reads it\n${sql}`)]).toEqual([sql, true, false]);
  expect(unsaid("ALTER TABLE stations ADD COLUMN more text NOT NULL DEFAULT '';")).toBe(false);
});

it('F-08 a change that has to wait for a table lets the others at it, again and again', async () => {
  write('9003-wait.sql', 'ALTER TABLE stations ADD COLUMN later text;');
  const report = await database.pool.connect();
  await report.query('BEGIN');
  await report.query('SELECT FROM stations');
  let waiting = true;
  const changed = migrate(database.pool, newer).finally(() => {
    waiting = false;
  });
  for (let n = 0; n < 3; n++) {
    await expect
      .poll(
        async () =>
          (
            await database.pool.query(
              'SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())',
            )
          ).rowCount,
      )
      .toBe(1);
    // Behind the change it would wait as long as the report.
    await database.pool.query("UPDATE stations SET note = 'x'");
  }
  expect(waiting).toBe(true);
  await report.query('COMMIT');
  report.release();
  expect(await changed).toEqual(['9003-wait.sql']);
}, 60_000);
