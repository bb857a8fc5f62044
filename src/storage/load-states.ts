import type pg from 'pg';
import { apply } from '../domain/apply.ts';
import { kindsInMemory } from '../domain/holding.ts';
import type { RowTable, StationKey } from '../domain/ports.ts';
import type { StationState } from '../domain/state.ts';
import { toFact } from './fact-store.ts';
import {
  addConnector,
  addError,
  addHolding,
  addReservation,
  commandFromRow,
  type DatabaseRow,
  stationFromRow,
  transactionFromRow,
} from './state-from-rows.ts';
import { columnsOf } from './tables.ts';

export const idOf = (operatorId: unknown, stationId: unknown): string => `${operatorId}.${stationId}`;

const wanted = 'FROM unnest($1::integer[], $2::integer[]) AS q (operator_id, station_id)';

/** What few stations have: told with the station, so that it is only read where there is some. */
const rare = {
  transactions: 't.ended_at IS NULL',
  errors: 't.closed_at IS NULL',
  commands: 't.ended_at IS NULL',
  reservations: 't.ended_at IS NULL',
  holdings: `t.kind IN (${kindsInMemory.map((kind) => `'${kind}'`).join(', ')}) AND t.value IS NOT NULL`,
  // Rows are written together with their facts; a tail is only there when someone else wrote facts alone (an import, a repair).
  facts: 't.seq > s.seq',
} as const satisfies Partial<Record<RowTable | 'facts', string>>;
type Rare = keyof typeof rare;

const has = (Object.keys(rare) as Rare[]).map(
  (table) =>
    `EXISTS (SELECT FROM ${table} t WHERE t.operator_id = s.operator_id AND t.station_id = s.id AND ${rare[table]}) AS has_${table}`,
);
const childrenOf = (table: RowTable, condition = 'true') =>
  `SELECT ${columnsOf(table)} ${wanted} JOIN ${table} t USING (operator_id, station_id) WHERE ${condition}`;

const queries = {
  stations: `SELECT s.identity, ${columnsOf('stations').replaceAll('t.', 's.')}, ${has.join(', ')} ${wanted}
    JOIN stations s ON s.operator_id = q.operator_id AND s.id = q.station_id`,
  connectors: childrenOf('connectors'),
  transactions: childrenOf('transactions', rare.transactions),
  newest: `SELECT ${columnsOf('transactions')} ${wanted} JOIN connectors c USING (operator_id, station_id) JOIN transactions t
    ON t.operator_id = c.operator_id AND t.station_id = c.station_id AND t.number = c.transaction_number WHERE t.ended_at IS NOT NULL`,
  errors: childrenOf('errors', rare.errors),
  commands: childrenOf('commands', rare.commands),
  reservations: childrenOf('reservations', rare.reservations),
  holdings: childrenOf('holdings', rare.holdings),
  facts: `SELECT f.operator_id, f.station_id, f.seq, f.received_at, f.at, f.frame_id, f.user_id, f.body ${wanted} JOIN stations s
    ON s.operator_id = q.operator_id AND s.id = q.station_id
    CROSS JOIN LATERAL (SELECT * FROM facts t WHERE t.operator_id = s.operator_id AND t.station_id = s.id AND ${rare.facts} ORDER BY t.seq) f`,
};

/** Loads many stations on one connection, in one snapshot. */
export async function loadStates(pool: pg.Pool, asked: readonly StationKey[]): Promise<(StationState | undefined)[]> {
  const keys = [...new Map(asked.map((key) => [idOf(key.operatorId, key.stationId), key])).values()];
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const values = [keys.map((key) => key.operatorId), keys.map((key) => key.stationId)];
    const states = new Map<string, StationState>();
    const present = new Set<Rare>();
    const read = async (name: keyof typeof queries, take: (row: DatabaseRow) => void) => {
      if (name in rare && !present.has(name as Rare)) return;
      const { rows } = await client.query({ name: `load-${name}`, text: queries[name], values });
      // Rows of a station that is gone must not be the end of those it is read with.
      for (const row of rows) if (name === 'stations' || states.has(idOf(row.operator_id, row.station_id))) take(row);
    };
    const of = (row: DatabaseRow): StationState => states.get(idOf(row.operator_id, row.station_id))!;
    await read('stations', (row) => {
      states.set(idOf(row.operator_id, row.id), stationFromRow(row));
      for (const table of Object.keys(rare) as Rare[]) if (row[`has_${table}`] === true) present.add(table);
    });
    await read('connectors', (row) => addConnector(of(row), row));
    const addTransaction = (row: DatabaseRow) => {
      of(row).transactions[row.number as number] = transactionFromRow(row);
    };
    await read('transactions', addTransaction);
    const points = [...states.values()].flatMap(({ connectors }) => Object.values(connectors));
    if (points.some(({ transaction }) => transaction !== undefined)) await read('newest', addTransaction);
    await read('errors', (row) => addError(of(row), row));
    await read('commands', (row) => {
      of(row).commands[row.id as string] = commandFromRow(row);
    });
    await read('reservations', (row) => addReservation(of(row), row));
    await read('holdings', (row) => addHolding(of(row), row));
    await read('facts', (row) => apply(of(row), toFact(row as never)));
    await client.query('COMMIT');
    return asked.map((key) => states.get(idOf(key.operatorId, key.stationId)));
  } catch (error) {
    fault = error as Error;
    throw error;
  } finally {
    client.release(fault);
  }
}
