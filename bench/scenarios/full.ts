import { closedLoop } from '../measure.ts';
import { rowBytes, seedHistory } from '../seed-history.ts';
import { mixed } from './mix.ts';
import type { Scenario } from './scenario.ts';

const tables = ['frames', 'commits', 'facts', 'transactions', 'connections'];

/** The mix on an empty database, then by other stations that have a long past: what size costs. */
export const mixFull: Scenario = async ({ product, password, operatorId, stations, seconds, sessions, frames }) => {
  const empty = await closedLoop(product, mixed(stations, password), 5, seconds);
  const lived = await rowBytes(product.pool, tables);
  await product.pool.query(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, password_hash, created_at)
     SELECT operator_id, nextval('station_ids'), 'FULL' || substr(identity, 6), 'Full' || substr(identity, 6), true, password_hash, created_at
     FROM stations WHERE operator_id = $1 AND identity LIKE 'BENCH-%'`,
    [operatorId],
  );
  const begun = performance.now();
  await seedHistory(product.pool, { operatorId, prefix: 'FULL', sessions, frames, days: 80 });
  const seededSeconds = Math.round((performance.now() - begun) / 1000);
  // What it holds in memory of its stations is of before.
  const again = await product.restart('SIGTERM');
  try {
    const full = await closedLoop(again, mixed(stations, password, 'FULL'), 5, seconds);
    return {
      figures: [
        { ...empty, target: 'empty' },
        { ...full, target: 'full' },
      ],
      ratioToEmpty: full.callsPerSecond / empty.callsPerSecond,
      sessions,
      frames,
      seededSeconds,
      rowBytesAsLived: lived,
      rowBytesSeeded: await rowBytes(again.pool, tables),
    };
  } finally {
    await again.stop();
  }
};
