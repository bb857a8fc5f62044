import type pg from 'pg';
import type { StationKey } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import { day, type Instant, iso } from '../lib/time.ts';
import type { Exchange } from './exchanges.ts';
import { cleaned, toText } from './text.ts';

/** What the Connection history says about connections that came with an imported log. */
const importedReason = 'imported';

/**
 * Adds exchanges recorded elsewhere to a station that has never connected itself; what is there already stays as it is.
 * Only frames: nothing is concluded from them. `client` is in a transaction with the rights of the server.
 */
export async function importExchanges(
  client: pg.ClientBase,
  key: StationKey,
  exchanges: readonly Exchange[],
  now: Instant,
): Promise<number> {
  await refuseIfItSpoke(client, key);
  refuseOddTimes(exchanges, now);
  await ensureParts(
    client,
    'frames',
    exchanges.map((exchange) => exchange.receivedAt),
  );
  await ensureParts(
    client,
    'commits',
    exchanges.flatMap((exchange) => exchange.answeredAt ?? []),
  );
  const added = await insertFrames(client, key, exchanges);
  await insertAround(
    client,
    key,
    exchanges.filter((exchange) => added.has(exchange.id)),
  );
  return added.size;
}

async function refuseIfItSpoke(client: pg.ClientBase, key: StationKey): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM connections WHERE operator_id = $1 AND station_id = $2 AND refused IS NULL
       AND reason IS DISTINCT FROM $3 LIMIT 1`,
    [key.operatorId, key.stationId, importedReason],
  );
  if (rowCount !== 0)
    throw new Failure(
      'state.conflict',
      'This station has been connected here: a log from elsewhere would mix with its own. Import into a station that has never connected.',
    );
}

function refuseOddTimes(exchanges: readonly Exchange[], now: Instant): void {
  const earliest = Date.UTC(2010, 0, 1);
  for (const { id, receivedAt, answeredAt = receivedAt } of exchanges) {
    if (Math.min(receivedAt, answeredAt) < earliest || Math.max(receivedAt, answeredAt) > now + day)
      throw new Failure('value.refused', `Exchange ${id} is of a time that cannot be: ${iso(receivedAt)}.`);
  }
}

/** Each time by itself: one stray time must not make the partitions of all the years between. */
async function ensureParts(
  client: pg.ClientBase,
  table: 'frames' | 'commits',
  times: readonly Instant[],
): Promise<void> {
  for (const date of new Set(times.map((at) => iso(at).slice(0, 10))))
    await client.query('SELECT ensure_partitions($1, $2, $2)', [table, `${date}T00:00:00Z`]);
}

async function insertFrames(
  client: pg.ClientBase,
  key: StationKey,
  exchanges: readonly Exchange[],
): Promise<Set<string>> {
  // A log from elsewhere may hold what PostgreSQL cannot: U+0000 and halves of surrogate pairs.
  const rows = cleaned(
    exchanges.map((exchange) => ({
      received_at: iso(exchange.receivedAt),
      id: exchange.id,
      connection_id: exchange.connectionId,
      direction: exchange.direction,
      kind: exchange.kind,
      action: exchange.action,
      message_id: exchange.messageId,
      call: toText(exchange.call),
      answer: exchange.answer === undefined ? undefined : toText(exchange.answer),
      // Our answers have their time in `commits`; an imported exchange is a commit of its own.
      commit_id: exchange.direction === 'in' && exchange.answer !== undefined ? exchange.id : undefined,
      answered_at:
        exchange.direction === 'out' && exchange.answeredAt !== undefined ? iso(exchange.answeredAt) : undefined,
      malformed: exchange.malformed,
      violations: exchange.violations,
      error_code: exchange.errorCode,
      evse: exchange.evse,
      connector: exchange.connector,
      weight: exchange.weight ?? 0,
      outcome: exchange.outcome,
      transaction_number: exchange.transactionNumber,
    })),
  );
  const { rows: inserted } = await client.query<{ id: string }>(
    `INSERT INTO frames (operator_id, station_id, received_at, id, connection_id, direction, kind, action, message_id, call,
       answer, commit_id, answered_at, malformed, violations, error_code, evse, connector, weight, outcome, transaction_number)
     SELECT $1, $2, received_at, id, connection_id, direction, kind, action, message_id, call,
       answer, commit_id, answered_at, malformed, violations, error_code, evse, connector, weight, outcome, transaction_number
     FROM json_to_recordset($3) AS r (received_at timestamptz, id uuid, connection_id uuid, direction text, kind text,
       action text, message_id text, call text, answer text, commit_id uuid, answered_at timestamptz, malformed text,
       violations text[], error_code text, evse smallint, connector smallint, weight smallint, outcome text, transaction_number integer)
     ON CONFLICT DO NOTHING RETURNING id`,
    [key.operatorId, key.stationId, JSON.stringify(rows)],
  );
  return new Set(inserted.map((row) => row.id));
}

/** The times our answers left, and the connections the exchanges went over. */
async function insertAround(client: pg.ClientBase, key: StationKey, exchanges: readonly Exchange[]): Promise<void> {
  const answered = exchanges.filter((exchange) => exchange.direction === 'in' && exchange.answeredAt !== undefined);
  await client.query(
    'INSERT INTO commits (id, sent_at) SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) ON CONFLICT DO NOTHING',
    [answered.map((exchange) => exchange.id), answered.map((exchange) => iso(exchange.answeredAt!))],
  );
  const connections = new Map<string, { protocol: string | null; first: Instant; last: Instant }>();
  for (const { connectionId, protocol, receivedAt } of exchanges) {
    const known = connections.get(connectionId);
    connections.set(connectionId, {
      protocol: protocol ?? known?.protocol ?? null,
      first: Math.min(receivedAt, known?.first ?? receivedAt),
      last: Math.max(receivedAt, known?.last ?? receivedAt),
    });
  }
  const spans = [...connections.values()];
  await client.query(
    `INSERT INTO connections (operator_id, station_id, id, protocol, opened_at, closed_at, code, side, reason)
     SELECT $1, $2, c.id, c.protocol, c.first, c.last, '0000', 'unknown', $7
     FROM unnest($3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[]) AS c (id, protocol, first, last)
     ON CONFLICT (operator_id, station_id, id) DO UPDATE
       SET opened_at = least(connections.opened_at, excluded.opened_at), closed_at = greatest(connections.closed_at, excluded.closed_at)`,
    [
      key.operatorId,
      key.stationId,
      [...connections.keys()],
      spans.map((span) => span.protocol),
      spans.map((span) => iso(span.first)),
      spans.map((span) => iso(span.last)),
      importedReason,
    ],
  );
}
