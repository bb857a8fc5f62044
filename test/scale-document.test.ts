import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from './database.ts';

const page = readFileSync(path.join(import.meta.dirname, '../docs/operators/scale.md'), 'utf8');
const named = (pattern: RegExp) => [...page.matchAll(pattern)].map((found) => found[1]!);
const distributed = named(/create_distributed_table\('(\w+)', 'operator_id'/g);
const reference = named(/^SELECT create_reference_table\('(\w+)'\);/gm);
const local = named(/^\| (`.*?`) +\| /gm).flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map((found) => found[1]!));

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('every table of the schema is on the page about scale, once: distributed, reference or local', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition",
  );
  expect([...distributed, ...reference, ...local].sort()).toEqual(rows.map((row) => row.name).sort());
});

it('every key and unique index of a distributed table leads with operator_id', async () => {
  const { rows } = await database.pool.query<{ table: string; index: string; first: string }>(
    `SELECT c.relname AS table, x.relname AS index, coalesce(a.attname, '(expression)') AS first
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
       LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
     WHERE i.indisunique AND c.relname = ANY($1)`,
    [distributed],
  );
  expect(new Set(rows.map((row) => row.table))).toEqual(new Set(distributed));
  expect(rows.filter((row) => row.first !== 'operator_id')).toEqual([]);
});

it('foreign keys of distributed tables name the operator too, or lead to a reference table', async () => {
  const { rows } = await database.pool.query<{ table: string; target: string; columns: string[] }>(
    `SELECT conrelid::regclass::text AS table, confrelid::regclass::text AS target,
       ARRAY(SELECT a.attname::text FROM unnest(conkey) AS k JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k) AS columns
     FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY($1) AND conparentid = 0`,
    [distributed],
  );
  const apart = rows.filter(
    ({ target, columns }) =>
      !reference.includes(target) && !(distributed.includes(target) && columns.includes('operator_id')),
  );
  expect(apart).toEqual([]);
});

it('what an operator has is behind the second wall: every distributed table has row-level security', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    'SELECT relname AS name FROM pg_class WHERE relname = ANY($1) AND NOT relrowsecurity',
    [distributed],
  );
  expect(rows).toEqual([]);
});
