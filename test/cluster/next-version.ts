import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const here = path.join(import.meta.dirname, '../..');

/** What a version to come may do to the database while this one works on it: every table has a column more, and there is a new table. */
const migration = `
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1
  LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN of_the_future text NOT NULL DEFAULT ''unknown''', name);
  END LOOP;
END $$;
CREATE TABLE teleports (operator_id integer NOT NULL, station_id integer NOT NULL, at timestamptz NOT NULL);
CREATE INDEX transactions_of_the_future ON transactions (operator_id, of_the_future);
`;
export const nextMigration = '9001-of-the-future.sql';

/** The built program as a version to come: a migration more, and its number. */
export function nextVersion(): { readonly folder: string; drop(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'voltyard-next-'));
  const copied = ['dist/server', 'scripts/run.mjs', 'src/storage/migrations'];
  for (const part of copied) cpSync(path.join(here, part), path.join(folder, part), { recursive: true });
  for (const part of ['node_modules', 'dist/console']) {
    mkdirSync(path.dirname(path.join(folder, part)), { recursive: true });
    symlinkSync(path.join(here, part), path.join(folder, part));
  }
  writeFileSync(path.join(folder, 'src/storage/migrations', nextMigration), migration);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', version: '99.0.0' }));
  return { folder, drop: () => rmSync(folder, { recursive: true, force: true }) };
}
