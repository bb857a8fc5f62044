import type pg from 'pg';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { escapeLike } from '../../lib/like.ts';
import { present } from '../../lib/present.ts';
import type { Instant } from '../../lib/time.ts';
import type { ErrorSummary, FleetErrorRow, FleetErrorSummary } from './contract.ts';
import { durationOf } from './rules.ts';

export interface ErrorFilter {
  readonly stationId?: number;
  /** Text in the station's name or identity. */
  readonly station?: string;
  readonly locationId?: number;
  readonly isOpen?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly evse?: number;
  readonly connector?: number;
  readonly codes?: readonly string[];
  readonly severities?: readonly string[];
  readonly source?: 'reported' | 'derived';
}

/** One query for the station's list and the fleet's, so that the two cannot disagree (ERR-5). */
export async function findErrors(
  client: pg.ClientBase,
  operatorId: number,
  filter: ErrorFilter,
  page: { readonly after?: string; readonly limit: number },
  now: Instant,
): Promise<{ items: FleetErrorRow[]; next?: string }> {
  const values: unknown[] = [operatorId];
  const use = (value: unknown) => `$${values.push(value)}`;
  const where = ['e.operator_id = $1', ...conditionsOf(filter, use)];
  if (page.after !== undefined) {
    const [seen, stationId, id] = readCursor(page.after, 'number', 'integer', 'uuid');
    const [at, station] = [`${use(new Date(seen))}::timestamptz`, use(stationId)];
    // Newest first, then by station, then newest id: the order of the index errors_of_fleet.
    where.push(
      `e.first_seen <= ${at} AND (e.first_seen < ${at} OR e.station_id > ${station} OR (e.station_id = ${station} AND e.id < ${use(id)}::uuid))`,
    );
  }
  const { rows } = await client.query<ErrorRecord>(
    `SELECT e.*, s.name AS station_name, s.identity, coalesce(p.name, s.location) AS location, s.connected, c.name AS connector_name
     FROM errors e
     JOIN stations s ON s.operator_id = e.operator_id AND s.id = e.station_id
     LEFT JOIN locations p ON p.operator_id = s.operator_id AND p.id = s.location_id
     LEFT JOIN connectors c ON c.operator_id = e.operator_id AND c.station_id = e.station_id
       AND c.evse = e.evse AND c.connector = e.connector
     WHERE ${where.join(' AND ')}
     ORDER BY e.first_seen DESC, e.station_id, e.id DESC LIMIT ${use(page.limit + 1)}`,
    values,
  );
  const items = rows.slice(0, page.limit).map((row) => toRow(row, now));
  const last = rows[page.limit - 1];
  return rows.length > page.limit && last !== undefined
    ? { items, next: writeCursor(last.first_seen.getTime(), last.station_id, last.id) }
    : { items };
}

function conditionsOf(filter: ErrorFilter, use: (value: unknown) => string): string[] {
  const parts: string[] = [];
  if (filter.stationId !== undefined) parts.push(`e.station_id = ${use(filter.stationId)}`);
  else parts.push('s.adopted');
  if (filter.station !== undefined) {
    const pattern = use(`%${escapeLike(filter.station)}%`);
    parts.push(`(s.name ILIKE ${pattern} OR s.identity ILIKE ${pattern})`);
  }
  if (filter.locationId !== undefined) parts.push(`s.location_id = ${use(filter.locationId)}`);
  if (filter.isOpen !== undefined) parts.push(`e.closed_at IS ${filter.isOpen ? '' : 'NOT '}NULL`);
  if (filter.from !== undefined) parts.push(`(e.closed_at IS NULL OR e.closed_at >= ${use(filter.from)}::timestamptz)`);
  if (filter.to !== undefined) parts.push(`e.first_seen < ${use(filter.to)}::timestamptz`);
  if (filter.evse !== undefined) parts.push(`e.evse = ${use(filter.evse)}`);
  if (filter.connector !== undefined) parts.push(`e.connector = ${use(filter.connector)}`);
  if (filter.codes !== undefined) parts.push(`e.code = ANY(${use([...filter.codes])}::text[])`);
  if (filter.severities !== undefined) parts.push(`e.severity = ANY(${use([...filter.severities])}::text[])`);
  if (filter.source !== undefined) parts.push(`e.source = ${use(filter.source)}`);
  return parts;
}

/** Open errors by severity, all errors by code, and the connection state of one station. */
export async function summariseStation(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
): Promise<ErrorSummary> {
  const { rows } = await client.query<{ connected: boolean; since: Date | null }>(
    `SELECT connected, CASE WHEN connected THEN connected_since ELSE
       (SELECT max(closed_at) FROM connections n WHERE n.operator_id = s.operator_id AND n.station_id = s.id AND n.refused IS NULL)
     END AS since
     FROM stations s WHERE operator_id = $1 AND id = $2`,
    [operatorId, stationId],
  );
  const station = rows[0];
  if (station === undefined) throw new Failure('thing.unknown', `There is no station ${stationId}.`);
  const { open, codes } = await countErrors(client, operatorId, stationId);
  return present({ open, codes, connected: station.connected, since: station.since?.toISOString() });
}

export async function summariseFleet(client: pg.ClientBase, operatorId: number): Promise<FleetErrorSummary> {
  const { open, codes } = await countErrors(client, operatorId);
  const { rows } = await client.query<{ stations: number }>(
    `SELECT count(DISTINCT e.station_id)::integer AS stations FROM errors e
     JOIN stations s ON s.operator_id = e.operator_id AND s.id = e.station_id AND s.adopted
     WHERE e.operator_id = $1 AND e.closed_at IS NULL`,
    [operatorId],
  );
  return { open, codes, stations: rows[0]?.stations ?? 0 };
}

async function countErrors(client: pg.ClientBase, operatorId: number, stationId?: number) {
  const { rows } = await client.query<{
    code: string;
    severity: 'critical' | 'warning' | 'info';
    total: number;
    open: number;
  }>(
    `SELECT e.code, e.severity, count(*)::integer AS total, (count(*) FILTER (WHERE e.closed_at IS NULL))::integer AS open
     FROM errors e JOIN stations s ON s.operator_id = e.operator_id AND s.id = e.station_id
     WHERE e.operator_id = $1 AND ${stationId === undefined ? 's.adopted' : 'e.station_id = $2'}
     GROUP BY e.code, e.severity`,
    stationId === undefined ? [operatorId] : [operatorId, stationId],
  );
  const open = { critical: 0, warning: 0, info: 0 };
  const codes = new Map<string, { code: string; total: number; open: number }>();
  for (const row of rows) {
    open[row.severity] += row.open;
    const sum = codes.get(row.code) ?? { code: row.code, total: 0, open: 0 };
    codes.set(row.code, { code: row.code, total: sum.total + row.total, open: sum.open + row.open });
  }
  return { open, codes: [...codes.values()].sort((a, b) => b.open - a.open || a.code.localeCompare(b.code)) };
}

/** What the decision to close an error by hand needs to know. */
export async function findClosable(client: pg.ClientBase, operatorId: number, stationId: number, errorId: string) {
  const { rows } = await client.query<{ code: string; source: string; closed: boolean; still_reported: boolean }>(
    `SELECT e.code, e.source, e.closed_at IS NOT NULL AS closed,
       s.connected AND coalesce(c.error_code = e.code, false) AS still_reported
     FROM errors e
     JOIN stations s ON s.operator_id = e.operator_id AND s.id = e.station_id
     LEFT JOIN connectors c ON c.operator_id = e.operator_id AND c.station_id = e.station_id
       AND c.evse = e.evse AND c.connector = e.connector
     WHERE e.operator_id = $1 AND e.station_id = $2 AND e.id = $3`,
    [operatorId, stationId, errorId],
  );
  const row = rows[0];
  return row && { code: row.code, source: row.source, closed: row.closed, stillReported: row.still_reported };
}

interface ErrorRecord {
  station_id: number;
  id: string;
  evse: number;
  connector: number;
  connector_name: string | null;
  code: string;
  source: 'reported' | 'derived';
  severity: 'critical' | 'warning' | 'info';
  info: string | null;
  vendor_id: string | null;
  vendor_error_code: string | null;
  first_seen: Date;
  last_seen: Date;
  count: number;
  closed_at: Date | null;
  closed_by: 'station' | 'user' | 'rule' | null;
  maintenance_window: boolean;
  frame_id: string | null;
  station_name: string;
  identity: string;
  location: string | null;
  connected: boolean;
}

const toRow = (row: ErrorRecord, now: Instant): FleetErrorRow =>
  present({
    id: row.id,
    stationId: row.station_id,
    evse: row.evse,
    connector: row.connector,
    connectorName: row.connector_name,
    code: row.code,
    source: row.source,
    severity: row.severity,
    info: row.info,
    vendorId: row.vendor_id,
    vendorErrorCode: row.vendor_error_code,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    count: row.count,
    closedAt: row.closed_at?.toISOString(),
    closedBy: row.closed_by,
    durationMs: durationOf(row.first_seen.getTime(), row.closed_at?.getTime(), now),
    maintenanceWindow: row.maintenance_window,
    frameId: row.frame_id,
    stationName: row.station_name,
    identity: row.identity,
    location: row.location,
    connected: row.connected,
  });
