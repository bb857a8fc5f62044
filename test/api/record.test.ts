import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { addFact } from '../sheet-rows.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({ pool: database.pool });
  ({ operatorId } = await setUp(database.pool, api.auth));
  await addFact(database.pool, operatorId, 1, new Date().toISOString(), { type: 'station.changed' } as never);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

it.each([
  "UPDATE operator_facts SET user_id = 'somebody else'",
  'DELETE FROM operator_facts',
  'TRUNCATE operator_facts',
  "UPDATE facts SET user_id = 'somebody else'",
])('A-15 the record cannot be changed, not even by the owner of the tables: %s', async (statement) => {
  await expect(database.pool.query(statement)).rejects.toThrow('append-only');
});

it('A-15 a change whose fact cannot be written does not happen', async () => {
  const cookie = await api.person(operatorId, 'administrator');
  await database.pool.query('ALTER TABLE operator_facts ADD CONSTRAINT broken CHECK (type <> $$card.created$$)');
  const made = await api.call('POST', '/cards', { cookie, body: { number: '04AABB' } });
  expect(made.status).toBe(500);
  expect((await database.pool.query('SELECT FROM cards')).rowCount).toBe(0);
});
