import { randomUUID } from 'node:crypto';
import { createCallers } from '../../src/http/callers.ts';
import { systemClock } from '../../src/lib/time.ts';
import { apiKey } from '../api-key.ts';
import type { Scenario } from './scenario.ts';

const rounds = 20_000;
const turns = 20;
const stationCount = 100_000;

/**
 * What it costs to find out who asks and whether they may, in this process: a key of everything, and one of an entity that sees a tenth of
 * 100,000 stations, each question about another of 500 stations. Answers are kept for a second, so the questions to the database are in it.
 */
export const rights: Scenario = async ({ product, operatorId }) => {
  const { pool } = product;
  const { rows } = await pool.query(
    "INSERT INTO entities (operator_id, name, created_at) VALUES ($1, 'Bench', now()) RETURNING id",
    [operatorId],
  );
  await pool.query(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, entity_id, created_at)
     SELECT $1, nextval('station_ids'), 'RIGHT-' || n, 'R' || n, true, CASE WHEN n % 10 = 0 THEN $2::integer END, now()
     FROM generate_series(1, ${stationCount}) AS n`,
    [operatorId, rows[0].id],
  );
  await pool.query('ANALYZE');
  const { rows: own } = await pool.query<{ id: number }>(
    'SELECT id FROM stations WHERE operator_id = $1 AND entity_id = $2 ORDER BY id LIMIT 500',
    [operatorId, rows[0].id],
  );
  const role = randomUUID();
  await pool.query(
    "INSERT INTO roles (operator_id, id, name, rights, scope, created_at) VALUES ($1, $2, 'Bench', '{stations.see}', 'ownAndBelow', now())",
    [operatorId, role],
  );
  const everything = await apiKey(pool, operatorId);
  const entity = await apiKey(pool, operatorId);
  await pool.query('UPDATE api_keys SET role = $1, entity_id = $2 WHERE hash = sha256($3::bytea)', [
    role,
    rows[0].id,
    Buffer.from(entity),
  ]);
  const callers = createCallers({ pool, signIn: undefined as never, clock: systemClock });
  const cost = async (key: string): Promise<{ usPerRequest: number; worstTurnUs: number }> => {
    const headers = { authorization: `Bearer ${key}` };
    const perTurn: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const begun = performance.now();
      for (let n = 0; n < rounds; n++) {
        const caller = (await callers.resolve(headers, '127.0.0.1'))!.caller;
        if (!caller.rights.has('stations.see')) throw new Error('The key has no right.');
        if (!(await callers.sees(caller, own[n % own.length]!.id)))
          throw new Error('The key does not see its station.');
      }
      perTurn.push(((performance.now() - begun) * 1000) / rounds);
    }
    return {
      usPerRequest: Number((perTurn.reduce((sum, one) => sum + one, 0) / turns).toFixed(2)),
      worstTurnUs: Number(Math.max(...perTurn).toFixed(2)),
    };
  };
  return { everything: await cost(everything), ofAnEntity: await cost(entity), requests: rounds * turns };
};
