import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { fillDocuments } from '../../../test/documents-fill.ts';
import { addOperator } from '../../../test/sheet-rows.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { finding } from '../../storage/finding.ts';
import { fleetQuery, type ListQuery, placesQuery } from './list-store.ts';

let database: TestDatabase;
let operatorId: number;
beforeAll(async () => {
  database = await testDatabase();
  operatorId = await addOperator(database.pool);
  await fillDocuments(database.pool, operatorId, 40_000);
});
afterAll(() => database.drop());

const page = { limit: 51 };
const id = '018f0000-0000-7000-8000-000000000001';
const queries: Readonly<Record<string, ListQuery>> = {
  'the first page': page,
  'a later page': { ...page, after: ['2025-06-20T00:00:00Z', id] },
  'a category': { ...page, category: 'contract' },
  'a text': { ...page, text: 'c4ca4238' },
  'a text and a category': { ...page, text: 'c4ca4238', category: 'manual' },
  'what expires': { ...page, expiresBy: '2026-02-01' },
  'what expires, a later page': { ...page, expiresBy: '2027-02-01', after: ['2026-03-01', id] },
};

for (const [name, query] of Object.entries(queries)) {
  it(`no scan of all documents: ${name}`, async () => {
    const explained = async (
      client: { query: (q: { text: string; values: unknown[] }) => Promise<{ rows: Record<string, string>[] }> },
      q: { text: string; values: unknown[] },
    ) => (await client.query({ ...q, text: `EXPLAIN ${q.text}` })).rows.map((row) => row['QUERY PLAN']).join('\n');
    const fleet = await finding(database.pool, (client) =>
      explained(client as never, fleetQuery(operatorId, undefined, query)),
    );
    expect(fleet).not.toContain('Seq Scan on documents');
    const places = [
      { kind: 'station', subject: '1004' },
      { kind: 'model', subject: '1005' },
      { kind: 'location', subject: '1006' },
    ] as const;
    const own = await asOperator(database.pool, allOf(operatorId), (client) =>
      explained(client as never, placesQuery(operatorId, places, query)),
    );
    expect(own).not.toContain('Seq Scan on documents');
  });
}
