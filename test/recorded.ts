import type pg from 'pg';
import type { Caller } from '../src/http/contract.ts';
import { rightsOf } from '../src/http/roles.ts';
import { createIds } from '../src/lib/ids.ts';
import { type Instant, iso } from '../src/lib/time.ts';

const newId = createIds();

export interface RecordedFrame {
  readonly at: Instant;
  readonly call: string;
  readonly answer?: string;
  readonly action?: string;
  readonly messageId?: string;
  readonly direction?: 'in' | 'out';
  readonly kind?: 'call' | 'send' | 'stray';
  /** When the answer left or came. */
  readonly answeredAt?: Instant;
  readonly malformed?: string;
  readonly violations?: readonly string[];
  readonly errorCode?: string;
  readonly evse?: number;
  readonly connector?: number;
  readonly weight?: number;
  readonly outcome?: string;
  readonly transactionNumber?: number;
}

export const callerOf = (operatorId: number): Caller => ({
  operatorId,
  entities: undefined,
  userId: 'user-1',
  name: 'Test person',
  role: 'administrator',
  rights: rightsOf.administrator,
  address: '127.0.0.1',
});

/** An operator with adopted stations, straight in the database. Gives their ids. */
export async function recordedStations(pool: pg.Pool, names: readonly string[]) {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO operators (slug, name, created_at) VALUES ('op-' || gen_random_uuid(), 'Operator', now()) RETURNING id`,
  );
  const operatorId = rows[0]!.id;
  const stations: Record<string, number> = {};
  for (const name of names) {
    const added = await pool.query<{ id: number }>(
      `INSERT INTO stations (operator_id, id, identity, name, adopted, created_at)
       VALUES ($1, nextval('station_ids'), $2, $2, true, now()) RETURNING id`,
      [operatorId, name],
    );
    stations[name] = added.rows[0]!.id;
  }
  return { operatorId, stations };
}

/** A connection with its frames, straight in the database, as a node would have left them. Gives the frames' ids. */
export async function recordFrames(
  pool: pg.Pool,
  operatorId: number,
  stationId: number,
  frames: readonly RecordedFrame[],
  protocol = 'ocpp1.6',
): Promise<string[]> {
  const connectionId = newId(frames[0]?.at ?? 0);
  const times = frames.flatMap((frame) => [frame.at, frame.answeredAt ?? frame.at]);
  for (const table of ['frames', 'commits'])
    await pool.query('SELECT ensure_partitions($1, $2, $3)', [table, iso(Math.min(...times)), iso(Math.max(...times))]);
  await pool.query(
    `INSERT INTO connections (operator_id, station_id, id, opened_at, protocol) VALUES ($1, $2, $3, $4, $5)`,
    [operatorId, stationId, connectionId, iso(Math.min(...times)), protocol],
  );
  const rows = frames.map((frame) => {
    const incoming = (frame.direction ?? 'in') === 'in';
    return {
      id: newId(frame.at),
      at: iso(frame.at),
      direction: frame.direction ?? 'in',
      kind: frame.kind ?? 'call',
      action: frame.action,
      message_id: frame.messageId,
      call: frame.call,
      answer: frame.answer,
      commit_id: incoming && frame.answeredAt !== undefined ? newId(frame.at) : undefined,
      answered_at: frame.answeredAt === undefined ? undefined : iso(frame.answeredAt),
      incoming,
      malformed: frame.malformed,
      violations: frame.violations,
      error_code: frame.errorCode,
      evse: frame.evse,
      connector: frame.connector,
      weight: frame.weight ?? 0,
      outcome: frame.outcome,
      transaction_number: frame.transactionNumber,
    };
  });
  const recordset = `json_to_recordset($1) AS r (id uuid, at timestamptz, direction text, kind text, action text, message_id text, call text,
    answer text, commit_id uuid, answered_at timestamptz, incoming boolean, malformed text, violations text[], error_code text,
    evse smallint, connector smallint, weight smallint, outcome text, transaction_number integer)`;
  await pool.query(
    `INSERT INTO frames (operator_id, station_id, received_at, id, connection_id, direction, kind, action, message_id, call, answer,
       commit_id, answered_at, malformed, violations, error_code, evse, connector, weight, outcome, transaction_number)
     SELECT $2, $3, at, id, $4, direction, kind, action, message_id, call, answer, commit_id,
       CASE WHEN NOT incoming THEN answered_at END, malformed, violations, error_code, evse, connector, weight, outcome, transaction_number
     FROM ${recordset}`,
    [JSON.stringify(rows), operatorId, stationId, connectionId],
  );
  await pool.query(
    `INSERT INTO commits (id, sent_at) SELECT commit_id, answered_at FROM ${recordset} WHERE commit_id IS NOT NULL`,
    [JSON.stringify(rows)],
  );
  return rows.map((row) => row.id);
}
