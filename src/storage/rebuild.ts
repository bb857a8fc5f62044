import type pg from 'pg';
import { applyAll, type Touched } from '../domain/apply.ts';
import { settle } from '../domain/memory.ts';
import type { Row, StationKey } from '../domain/ports.ts';
import { emptyState, type StationState } from '../domain/state.ts';
import { encodeBatch } from './batch.ts';
import { Encoder } from './encode.ts';
import { readFacts } from './fact-store.ts';
import { rowsOf } from './projections.ts';
import { executeBatch, prepareBatches } from './writer-connection.ts';

export interface RebuildReport {
  readonly stations: number;
  readonly facts: number;
}

const page = 1000;

/**
 * Recomputes every state table from the facts, station by station, with bounded memory. Only while no server writes. Killed half
 * way, it is run again.
 */
export async function rebuild(pool: pg.Pool): Promise<RebuildReport> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query(
      "SELECT count(*)::integer AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'voltyard-writer %'",
    );
    if (rows[0].n > 0) throw new Error('A server is writing to this database: stop it first.');
    const types = await prepareBatches(client);
    const encoder = new Encoder();
    const write = (key: StationKey, changed: readonly Row[]) =>
      executeBatch(
        client,
        encodeBatch(encoder, types, [{ key, frames: [], answers: [], facts: [], rows: changed }], '', []),
      );
    // All at once, so that what is unique across stations is in nobody's way.
    await client.query(
      'TRUNCATE connectors, transactions, errors, connections, commands, settings, request_statuses, reservations, variables, holdings',
    );
    const report = { stations: 0, facts: 0 };
    let after = { operatorId: 0, stationId: 0 };
    for (;;) {
      const stations = await client.query(
        'SELECT operator_id, id, identity FROM stations WHERE (operator_id, id) > ($1, $2) ORDER BY operator_id, id LIMIT 500',
        [after.operatorId, after.stationId],
      );
      if (stations.rows.length === 0) return report;
      for (const row of stations.rows) {
        after = { operatorId: row.operator_id, stationId: row.id };
        report.facts += await rebuildStation(client, emptyState(row.operator_id, row.id, row.identity), write);
        report.stations++;
      }
    }
  } finally {
    // The session has settings of its own.
    client.release(true);
  }
}

async function rebuildStation(
  client: pg.ClientBase,
  state: StationState,
  write: (key: StationKey, rows: readonly Row[]) => Promise<void>,
): Promise<number> {
  // Last of all: an EVSE-ID that the station had for a while may be another one's by now.
  const last: Touched = { station: true, connectors: new Set() };
  let count = 0;
  for (;;) {
    const facts = await readFacts(client, state, {}, { limit: page, after: state.seq, order: 'oldest' });
    if (facts.length === 0) break;
    count += facts.length;
    const { connectors, ...touched } = applyAll(state, facts);
    for (const key of connectors ?? []) last.connectors!.add(key);
    await write(state, rowsOf(state, { ...touched, station: false }));
    settle(state);
  }
  await write(state, rowsOf(state, last));
  return count;
}
