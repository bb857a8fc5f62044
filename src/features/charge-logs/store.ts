import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';
import { iso } from '../../lib/time.ts';
import type { Cursor } from './rules.ts';

export interface Filter {
  readonly evse?: number;
  readonly connector?: number;
  readonly from?: string;
  readonly to?: string;
  /** Normal form of a card's number or of its beginning. */
  readonly card?: string;
  readonly state?: 'running' | 'ended';
  readonly flagged?: boolean;
}

export interface SessionRow {
  readonly number: number;
  readonly transaction_id: string;
  readonly evse: number | null;
  readonly connector: number | null;
  readonly charge_point_name: string | null;
  readonly token_number: string | null;
  readonly token_type: string | null;
  readonly holder: string | null;
  readonly started_at: Date;
  readonly start_known: boolean;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
  readonly reason: string | null;
  readonly charging_state: string | null;
  readonly stop_asked_at: Date | null;
  readonly energy_wh: number | null;
  readonly power_w: number | null;
  readonly peak_power_w: number | null;
  readonly soc_start: number | null;
  readonly soc: number | null;
  readonly offline: boolean | null;
  readonly suspect: readonly string[];
}

const columns = `t.number, t.transaction_id, t.evse, t.connector, c.name AS charge_point_name, t.token_number, t.token_type, k.holder,
  t.started_at, t.start_known, t.ended_at, t.ended_by, t.reason, t.charging_state, t.stop_asked_at, t.energy_wh, t.power_w,
  t.peak_power_w, t.soc_start, t.soc, t.offline, t.suspect`;
const joins = `LEFT JOIN connectors c ON c.operator_id = t.operator_id AND c.station_id = t.station_id AND c.evse = t.evse
    AND c.connector = t.connector
  LEFT JOIN cards k ON k.operator_id = t.operator_id AND k.number_normal = t.token_normal`;

function where(key: StationKey, filter: Filter): { sql: string; values: unknown[] } {
  const values: unknown[] = [key.operatorId, key.stationId];
  const parts = ['t.operator_id = $1', 't.station_id = $2'];
  const add = (sql: string, value: unknown) => parts.push(sql.replace('?', `$${values.push(value)}`));
  if (filter.evse !== undefined) add('t.evse = ?', filter.evse);
  if (filter.connector !== undefined) add('t.connector = ?', filter.connector);
  if (filter.from !== undefined) add('t.started_at >= ?', filter.from);
  if (filter.to !== undefined) add('t.started_at < ?', filter.to);
  // Nobody finds a code out digit by digit.
  if (filter.card !== undefined)
    add("starts_with(t.token_normal, ?) AND t.token_type IS DISTINCT FROM 'keyCode'", filter.card);
  if (filter.state !== undefined) parts.push(`t.ended_at IS ${filter.state === 'ended' ? 'NOT ' : ''}NULL`);
  if (filter.flagged !== undefined) parts.push(`${filter.flagged ? '' : 'NOT '}cardinality(t.suspect) > 0`);
  return { sql: parts.join(' AND '), values };
}

/** One page, newest first; one row more than `limit` when there is a next page. */
export async function readPage(
  client: pg.ClientBase,
  key: StationKey,
  filter: Filter,
  page: { readonly limit: number; readonly after?: Cursor },
): Promise<SessionRow[]> {
  const { sql, values } = where(key, filter);
  let after = '';
  if (page.after) {
    values.push(iso(page.after.startedAt), page.after.number);
    after = `AND (t.started_at, t.number) < ($${values.length - 1}::timestamptz, $${values.length}::integer)`;
  }
  values.push(page.limit + 1);
  const { rows } = await client.query<SessionRow>(
    `SELECT ${columns} FROM (
       SELECT * FROM transactions t WHERE ${sql} ${after} ORDER BY t.started_at DESC, t.number DESC LIMIT $${values.length}
     ) t ${joins} ORDER BY t.started_at DESC, t.number DESC`,
    values,
  );
  return rows;
}

export interface Sums {
  readonly sessions: number;
  readonly running: number;
  readonly known: number;
  readonly energy: number | null;
}

/** Over all rows of the filter, not only those of a page. */
export async function readSums(client: pg.ClientBase, key: StationKey, filter: Filter): Promise<Sums> {
  const { sql, values } = where(key, filter);
  const { rows } = await client.query<Sums>(
    `SELECT count(*)::integer AS sessions, count(*) FILTER (WHERE t.ended_at IS NULL)::integer AS running,
       count(t.energy_wh)::integer AS known, sum(t.energy_wh) AS energy
     FROM transactions t WHERE ${sql}`,
    values,
  );
  return rows[0]!;
}

export interface DetailRow extends SessionRow {
  readonly meter_start: number | null;
  readonly meter_end: number | null;
  readonly start_sent_at: string | null;
  readonly start_received_at: Date | null;
  readonly end_sent_at: string | null;
  readonly end_received_at: Date | null;
  readonly authorisation: { status: string; reason?: string } | null;
  readonly remote_start_id: number | null;
  readonly seq_nos: readonly [number, number][];
  readonly end_seq_no: number | null;
}

export async function readOne(client: pg.ClientBase, key: StationKey, number: number): Promise<DetailRow | undefined> {
  const { rows } = await client.query<DetailRow>({
    name: 'chargeLogs.one',
    text: `SELECT ${columns}, t.meter_start, t.meter_end, t.start_sent_at, t.start_received_at, t.end_sent_at, t.end_received_at,
             t.authorisation, t.remote_start_id, t.seq_nos, t.end_seq_no
           FROM transactions t ${joins} WHERE t.operator_id = $1 AND t.station_id = $2 AND t.number = $3`,
    values: [key.operatorId, key.stationId, number],
  });
  return rows[0];
}

/** The time zone of the station; undefined: there is no such station. */
export async function readTimeZone(client: pg.ClientBase, key: StationKey): Promise<string | undefined> {
  const { rows } = await client.query<{ time_zone: string }>({
    name: 'chargeLogs.timeZone',
    text: `SELECT coalesce(s.time_zone, p.time_zone, o.time_zone) AS time_zone FROM stations s JOIN operators o ON o.id = s.operator_id
           LEFT JOIN locations p ON p.operator_id = s.operator_id AND p.id = s.location_id
           WHERE s.operator_id = $1 AND s.id = $2`,
    values: [key.operatorId, key.stationId],
  });
  return rows[0]?.time_zone;
}
