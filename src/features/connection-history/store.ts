import type pg from 'pg';
import type { Side } from '../../domain/facts.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { present } from '../../lib/present.ts';
import type { Instant } from '../../lib/time.ts';
import type { ConnectionRow } from './contract.ts';
import { type ConnectedSpan, durationOf } from './rules.ts';

export interface ConnectionFilter {
  readonly kind?: 'connection' | 'refused';
  readonly from?: string;
  readonly to?: string;
  readonly codes?: readonly string[];
  readonly side?: Side;
  readonly causes?: readonly string[];
}

export async function findConnections(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
  filter: ConnectionFilter,
  page: { readonly after?: string; readonly limit: number },
  now: Instant,
): Promise<{ items: ConnectionRow[]; next?: string }> {
  const values: unknown[] = [operatorId, stationId];
  const use = (value: unknown) => `$${values.push(value)}`;
  const where = ['operator_id = $1', 'station_id = $2', ...conditionsOf(filter, use)];
  if (page.after !== undefined) {
    const [opened, id] = readCursor(page.after, 'number', 'uuid');
    where.push(`(opened_at, id) < (${use(new Date(opened))}::timestamptz, ${use(id)}::uuid)`);
  }
  const { rows } = await client.query<ConnectionRecord>(
    `SELECT * FROM connections WHERE ${where.join(' AND ')} ORDER BY opened_at DESC, id DESC LIMIT ${use(page.limit + 1)}`,
    values,
  );
  const items = rows.slice(0, page.limit).map((row) => toRow(row, now));
  const last = rows[page.limit - 1];
  return rows.length > page.limit && last !== undefined
    ? { items, next: writeCursor(last.opened_at.getTime(), last.id) }
    : { items };
}

function conditionsOf(filter: ConnectionFilter, use: (value: unknown) => string): string[] {
  const parts: string[] = [];
  if (filter.kind !== undefined) parts.push(`refused IS ${filter.kind === 'refused' ? 'NOT ' : ''}NULL`);
  if (filter.from !== undefined) parts.push(`(closed_at IS NULL OR closed_at >= ${use(filter.from)}::timestamptz)`);
  if (filter.to !== undefined) parts.push(`opened_at < ${use(filter.to)}::timestamptz`);
  if (filter.codes !== undefined) parts.push(`code = ANY(${use([...filter.codes])}::text[])`);
  if (filter.side !== undefined) parts.push(`side = ${use(filter.side)}`);
  if (filter.causes !== undefined) parts.push(`refused = ANY(${use([...filter.causes])}::text[])`);
  return parts;
}

/** The times of connection that reach into [from, to), and the first connection ever. */
export async function findSpans(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
  from: Instant,
  to: Instant,
): Promise<{ spans: ConnectedSpan[]; firstEver?: Instant; lastEnd?: Instant; openSince?: Instant }> {
  const { rows } = await client.query<{ opened_at: Date; closed_at: Date | null }>(
    `SELECT opened_at, closed_at FROM connections
     WHERE operator_id = $1 AND station_id = $2 AND refused IS NULL
       AND opened_at < $4 AND (closed_at IS NULL OR closed_at > $3)`,
    [operatorId, stationId, new Date(from), new Date(to)],
  );
  const { rows: edges } = await client.query<{ first: Date | null; last: Date | null; open: Date | null }>(
    `SELECT min(opened_at) AS first, max(closed_at) AS last, max(opened_at) FILTER (WHERE closed_at IS NULL) AS open
     FROM connections WHERE operator_id = $1 AND station_id = $2 AND refused IS NULL`,
    [operatorId, stationId],
  );
  return {
    spans: rows.map((row) => present({ from: row.opened_at.getTime(), to: row.closed_at?.getTime() })),
    ...present({
      firstEver: edges[0]?.first?.getTime(),
      lastEnd: edges[0]?.last?.getTime(),
      openSince: edges[0]?.open?.getTime(),
    }),
  };
}

interface ConnectionRecord {
  id: string;
  opened_at: Date;
  closed_at: Date | null;
  refused: string | null;
  attempts: number;
  code: string | null;
  side: Side | null;
  reason: string | null;
  protocol: string | null;
  address: string | null;
  node: string | null;
  security_profile: number | null;
  tls: string | null;
  replacing: string | null;
  last_action: string | null;
  received: number | null;
  sent: number | null;
  bytes: string | null;
  duration_ms: number | string | null;
}

/** As it was measured; else by the wall clock, which is all that is known of one that runs, or whose end nobody saw. */
const heldFor = (row: ConnectionRecord, now: Instant): number =>
  row.duration_ms === null
    ? durationOf(row.opened_at.getTime(), row.closed_at?.getTime(), now)
    : Number(row.duration_ms);

const toRow = (row: ConnectionRecord, now: Instant): ConnectionRow =>
  present({
    id: row.id,
    kind: row.refused === null ? ('connection' as const) : ('refused' as const),
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString(),
    durationMs: row.refused === null ? heldFor(row, now) : undefined,
    code: row.code,
    side: row.side,
    reason: row.reason,
    refused: row.refused,
    attempts: row.attempts,
    protocol: row.protocol,
    address: row.address,
    node: row.node,
    securityProfile: row.security_profile,
    tls: row.tls,
    replacing: row.replacing,
    lastAction: row.last_action,
    received: row.received,
    sent: row.sent,
    bytes: row.bytes === null ? undefined : Number(row.bytes),
  });
