import type pg from 'pg';
import { iso } from '../../lib/time.ts';

export interface RecordRow {
  readonly at: Date;
  /** o: of the operator; s: a fact of a station. */
  readonly source: 'o' | 's';
  readonly id: string;
  readonly type: string;
  readonly user_id: string | null;
  readonly station_id: number | null;
  readonly body: Record<string, unknown>;
  readonly user_name: string | null;
  readonly station_name: string | null;
}

export interface RecordFilter {
  readonly userId?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly stationId?: number | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Where a page ended: entries are in the order of their time, those of one moment by source and id. */
export interface RecordMark {
  readonly at: number;
  readonly source: 'o' | 's';
  readonly id: string;
}

/**
 * Entries from both places where something is recorded: facts of stations that people caused, and what people did to everything else. Each
 * side gives at most a page from its own index, so that the cost does not grow with the record.
 */
export async function readRecord(
  client: pg.ClientBase,
  operatorId: number,
  filter: RecordFilter,
  after: RecordMark | undefined,
  limit: number,
): Promise<RecordRow[]> {
  const values: unknown[] = [operatorId];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const shared: string[] = ['t.operator_id = $1'];
  if (filter.userId !== undefined) shared.push(`t.user_id = ${put(filter.userId)}`);
  if (filter.types?.length) shared.push(`t.type = ANY(${put(filter.types)})`);
  if (filter.stationId !== undefined) shared.push(`t.station_id = ${put(filter.stationId)}`);
  const times = (column: string): string[] => {
    const parts: string[] = [];
    if (filter.from !== undefined) parts.push(`t.${column} >= ${put(filter.from)}`);
    if (filter.to !== undefined) parts.push(`t.${column} < ${put(filter.to)}`);
    if (after !== undefined) parts.push(`t.${column} <= ${put(iso(after.at))}`);
    return parts;
  };
  const beyond = (source: 'o' | 's', column: string, key: string): string => {
    if (after === undefined) return 'true';
    if (source > after.source) return 'true';
    const earlier = `t.${column} < ${put(iso(after.at))}`;
    return source < after.source ? earlier : `(${earlier} OR ${key} < ${put(after.id)})`;
  };
  const most = put(limit);
  const stationKey = "lpad(t.station_id::text, 10, '0') || '.' || lpad(t.seq::text, 18, '0')";
  const own = [...shared, ...times('at'), beyond('o', 'at', 't.id::text')].join(' AND ');
  const ofStations = [
    ...shared,
    't.user_id IS NOT NULL',
    ...times('received_at'),
    beyond('s', 'received_at', stationKey),
  ];
  const { rows } = await client.query<RecordRow>(
    `SELECT x.*, coalesce(u.name, k.name) AS user_name, s.name AS station_name FROM (
       (SELECT t.at, 'o' AS source, t.id::text AS id, t.type, t.user_id, t.station_id, t.body
        FROM operator_facts t WHERE ${own} ORDER BY t.at DESC, t.id DESC LIMIT ${most})
       UNION ALL
       (SELECT t.received_at AS at, 's' AS source, ${stationKey} AS id, t.type, t.user_id, t.station_id, t.body
        FROM facts t WHERE ${ofStations.join(' AND ')} ORDER BY t.received_at DESC, t.station_id DESC, t.seq DESC LIMIT ${most})
       ORDER BY at DESC, source, id DESC LIMIT ${most}) x
     LEFT JOIN auth_user u ON u.id = x.user_id
     LEFT JOIN api_keys k ON k.operator_id = $1 AND x.user_id = 'key:' || k.id::text
     LEFT JOIN stations s ON s.operator_id = $1 AND s.id = x.station_id
     ORDER BY x.at DESC, x.source, x.id DESC`,
    values,
  );
  return rows;
}

/** Each value once by jumping from one to the next in the index: the record may have millions of rows and a hundred kinds. */
export async function typesOf(client: pg.ClientBase, operatorId: number): Promise<string[]> {
  const { rows } = await client.query<{ type: string }>(
    `WITH RECURSIVE kinds AS (
       (SELECT type FROM operator_facts WHERE operator_id = $1 ORDER BY type LIMIT 1)
       UNION ALL
       SELECT (SELECT f.type FROM operator_facts f WHERE f.operator_id = $1 AND f.type > k.type ORDER BY f.type LIMIT 1)
       FROM kinds k WHERE k.type IS NOT NULL)
     SELECT type FROM kinds WHERE type IS NOT NULL LIMIT 500`,
    [operatorId],
  );
  return rows.map(({ type }) => type);
}

export async function peopleOf(client: pg.ClientBase, operatorId: number): Promise<{ userId: string; name: string }[]> {
  const { rows } = await client.query<{ userId: string; name: string }>(
    `SELECT * FROM (
       SELECT m.user_id AS "userId", u.name FROM members m JOIN auth_user u ON u.id = m.user_id WHERE m.operator_id = $1
       UNION ALL SELECT 'key:' || id::text, name FROM api_keys WHERE operator_id = $1) x ORDER BY lower(name), "userId" LIMIT 1000`,
    [operatorId],
  );
  return rows;
}
