import type pg from 'pg';
import type { FactBody } from '../src/domain/facts.ts';
import type { Caller } from '../src/http/contract.ts';
import { rights } from '../src/http/contract.ts';

/** Rows of the state tables, written directly: for tests of what the screens read from them. */
type Values = Readonly<Record<string, unknown>>;

async function insert(pool: pg.Pool, table: string, values: Values): Promise<void> {
  const names = Object.keys(values);
  await pool.query(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(values),
  );
}

export async function addOperator(pool: pg.Pool, values: Values = {}): Promise<number> {
  const id = Number((await pool.query("SELECT nextval(pg_get_serial_sequence('operators', 'id')) AS id")).rows[0].id);
  await insert(pool, 'operators', {
    id,
    slug: `operator-${id}`,
    name: `Operator ${id}`,
    created_at: '2025-01-01T00:00:00Z',
    time_zone: 'Europe/Vienna',
    ...values,
  });
  return id;
}

let lastStation = 5000;
export async function addStation(pool: pg.Pool, operatorId: number, values: Values = {}): Promise<number> {
  const id = (values.id as number | undefined) ?? ++lastStation;
  await insert(pool, 'stations', {
    operator_id: operatorId,
    id,
    identity: `CP-${id}`,
    name: `Station ${id}`,
    adopted: true,
    created_at: '2025-01-01T00:00:00Z',
    ...values,
  });
  return id;
}

export const addConnector = (pool: pg.Pool, operatorId: number, stationId: number, evse: number, values: Values = {}) =>
  insert(pool, 'connectors', {
    operator_id: operatorId,
    station_id: stationId,
    evse,
    connector: 1,
    source: 'station',
    ...values,
  });

export const addTransaction = (pool: pg.Pool, operatorId: number, stationId: number, number: number, values: Values) =>
  insert(pool, 'transactions', {
    operator_id: operatorId,
    station_id: stationId,
    number,
    transaction_id: String(number),
    start_known: true,
    ...values,
  });

export const addRow = insert;

let lastSeq = 0;
export async function addFact(
  pool: pg.Pool,
  operatorId: number,
  stationId: number,
  at: string,
  body: FactBody,
  values: Values = {},
): Promise<void> {
  await pool.query("SELECT ensure_partitions('facts', $1::timestamptz, $1::timestamptz)", [at]);
  await insert(pool, 'facts', {
    operator_id: operatorId,
    station_id: stationId,
    seq: ++lastSeq,
    received_at: at,
    at,
    type: body.type,
    transaction_number: 'number' in body ? (body.number ?? null) : null,
    body: JSON.stringify(body),
    ...values,
  });
}

export const callerOf = (operatorId: number): Caller => ({
  operatorId,
  entities: undefined,
  userId: 'user-1',
  name: 'Maria Rieder',
  role: 'administrator',
  rights: new Set(rights),
  address: '127.0.0.1',
});

/** A request as the routes get it, already checked. */
export const requestOf = <P, Q = undefined, B = undefined>(operatorId: number, params: P, query?: Q, body?: B) => ({
  caller: callerOf(operatorId),
  params,
  query: query as Q,
  body: body as B,
  headers: {},
  address: '127.0.0.1',
  setHeader: () => {},
});
