import type pg from 'pg';
import type { BlockCause } from '../../domain/facts.ts';
import type { StationKey } from '../../domain/ports.ts';
import type { Standing } from '../../domain/standing.ts';
import { type Instant, iso } from '../../lib/time.ts';
import type { Wall } from '../../storage/as-operator.ts';

export interface HeaderRow {
  readonly identity: string;
  readonly name: string;
  readonly adopted: boolean;
  readonly decommissioned: boolean;
  readonly demo: boolean;
  readonly location: string | null;
  readonly address: string | null;
  readonly location_id: number | null;
  /** Its own, that of its location or the operator's. */
  readonly time_zone: string;
  readonly connected: boolean;
  readonly connected_since: Date | null;
  readonly last_message_at: Date | null;
  readonly pending_after: number | null;
  readonly fleet_pending_after: number;
  readonly connection_address: string | null;
  readonly security_profile: number | null;
  readonly tls: string | null;
  readonly round_trip_ms: number | null;
  readonly drift_seconds: number | null;
  readonly standing: Standing;
  readonly connector_standings: string;
  readonly protocol: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly boot_status: 'accepted' | 'pending' | 'rejected' | null;
  readonly power_w: number | null;
  readonly has_credentials: boolean;
  readonly unauthenticated_allowed: boolean;
  readonly open_errors: number;
  readonly running: number;
  readonly places: readonly (readonly [number, number, string | null])[] | null;
  readonly blocked_until: Date | null;
  readonly block_cause: BlockCause | null;
  /** Address and time of the newest second connection that was refused. */
  readonly second: readonly [string, string] | null;
}

export async function readHeader(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<HeaderRow | undefined> {
  const { rows } = await client.query<HeaderRow>({
    name: 'stations.header',
    text: `SELECT s.identity, s.name, s.adopted, s.decommissioned, s.demo, coalesce(p.name, s.location) AS location, CASE WHEN p.id IS NULL THEN s.address ELSE p.address END AS address,
        p.id AS location_id, coalesce(s.time_zone, p.time_zone, o.time_zone) AS time_zone,
        s.connected, s.connected_since, coalesce(l.last_message_at, s.booted_at) AS last_message_at, s.pending_after, o.pending_after AS fleet_pending_after,
        s.connection_address, s.security_profile, s.tls, l.round_trip_ms, s.drift_seconds, s.standing, s.connector_standings,
        coalesce(s.protocol, s.last_protocol) AS protocol, s.vendor, s.model, s.firmware, s.boot_status, l.power_w,
        s.password_hash IS NOT NULL AS has_credentials, s.unauthenticated_allowed, s.open_errors,
        (SELECT count(*)::integer FROM transactions t WHERE t.operator_id = s.operator_id AND t.station_id = s.id AND t.ended_at IS NULL) AS running,
        (SELECT json_agg(json_build_array(c.evse, c.connector, c.name) ORDER BY c.evse, c.connector) FROM connectors c
         WHERE c.operator_id = s.operator_id AND c.station_id = s.id AND c.evse > 0) AS places,
        s.blocked_until, s.block_cause,
        (SELECT json_build_array(n.address, n.opened_at) FROM connections n WHERE n.operator_id = s.operator_id AND n.station_id = s.id
           AND n.refused = 'second.connection' AND n.opened_at > greatest(s.connected_since, now() - interval '1 hour')
         ORDER BY n.opened_at DESC LIMIT 1) AS second
      FROM stations s JOIN operators o ON o.id = s.operator_id
      LEFT JOIN locations p ON p.operator_id = s.operator_id AND p.id = s.location_id
      LEFT JOIN station_live l ON l.operator_id = s.operator_id AND l.station_id = s.id
      WHERE s.operator_id = $1 AND s.id = $2`,
    values: [operatorId, stationId],
  });
  return rows[0];
}

/**
 * The row of a station that people create before it connects: not adopted yet, that is its first change. An identity that
 * waits in the inbox is that station, for those who see the inbox. Undefined: the identity is in use.
 * The owner of the tables writes, because stations are made by facts and the console's role may not touch them.
 */
export async function claimIdentity(
  pool: pg.Pool,
  { operatorId, entities }: Wall,
  identity: string,
  at: Instant,
): Promise<number | undefined> {
  const { rows } = await pool.query<{ id: number }>(
    `WITH made AS (
       INSERT INTO stations (operator_id, id, identity, name, created_at) VALUES ($1, nextval('station_ids'), $2, $2, $3)
       ON CONFLICT (operator_id, identity) DO NOTHING RETURNING id)
     SELECT id FROM made UNION ALL
     SELECT id FROM stations WHERE operator_id = $1 AND identity = $2 AND NOT adopted AND NOT decommissioned AND $4 LIMIT 1`,
    [operatorId, identity, iso(at), entities === undefined],
  );
  return rows[0]?.id;
}

/** The operator's part of a station's URL; undefined while there is only one operator. */
export async function operatorSegment(pool: pg.Pool, operatorId: number): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: number; slug: string }>(
    'SELECT id, slug FROM operators ORDER BY id = $1 DESC LIMIT 2',
    [operatorId],
  );
  return rows.length > 1 ? rows[0]!.slug : undefined;
}

export interface ViewRow {
  readonly id: string;
  readonly name: string;
  readonly page: string;
  readonly query: Record<string, unknown>;
  readonly created_at: Date;
}

export async function readViews(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  page: string | undefined,
): Promise<ViewRow[]> {
  const { rows } = await client.query<ViewRow>(
    `SELECT id, name, page, query, created_at FROM saved_views WHERE operator_id = $1 AND user_id = $2 AND ($3::text IS NULL OR page = $3)
     ORDER BY page, lower(name), created_at LIMIT 200`,
    [operatorId, userId, page ?? null],
  );
  return rows;
}

export async function insertView(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  view: ViewRow,
): Promise<void> {
  await client.query(
    'INSERT INTO saved_views (operator_id, id, user_id, page, name, query, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [operatorId, view.id, userId, view.page, view.name, JSON.stringify(view.query), view.created_at],
  );
}

export async function deleteView(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  id: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'DELETE FROM saved_views WHERE operator_id = $1 AND user_id = $2 AND id = $3',
    [operatorId, userId, id],
  );
  return rowCount === 1;
}
