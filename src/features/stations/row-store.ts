import type pg from 'pg';
import type { Standing } from '../../domain/standing.ts';
import { day, type Instant, iso } from '../../lib/time.ts';

export interface ListRow {
  readonly id: number;
  readonly identity: string;
  readonly name: string;
  /** The name of where it stands, else what was typed as text. */
  readonly location: string | null;
  readonly location_id: number | null;
  readonly standing: Standing;
  readonly connected: boolean;
  readonly connected_since: Date | null;
  readonly last_message_at: Date | null;
  readonly protocol: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly open_errors: number;
  readonly power_w: number | null;
  readonly grid_limit_w: number | null;
  readonly pending_after: number | null;
  readonly fleet_pending_after: number;
  readonly unauthenticated_allowed: boolean;
  readonly demo: boolean;
  readonly connector_standings: string;
  /** evse, connector, W; in the order of `connector_standings`. */
  readonly places: readonly (readonly [number, number, number | null])[] | null;
  readonly energy_wh: number | null;
}

/** The rows of these stations with everything a list shows, in the order of the ids. */
export async function readRows(
  client: pg.ClientBase,
  operatorId: number,
  ids: readonly number[],
  now: Instant,
): Promise<ListRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<ListRow>({
    name: 'stations.rows',
    text: `SELECT s.id, s.identity, s.name, coalesce(p.name, s.location) AS location, p.id AS location_id, s.standing, s.connected, s.connected_since, coalesce(l.last_message_at, s.booted_at) AS last_message_at,
        coalesce(s.protocol, s.last_protocol) AS protocol, s.vendor, s.model, s.firmware, s.open_errors, l.power_w, s.grid_limit_w,
        s.pending_after, o.pending_after AS fleet_pending_after, s.unauthenticated_allowed, s.demo, s.connector_standings,
        c.places, t.energy_wh
      FROM unnest($2::integer[]) WITH ORDINALITY AS wanted (id, place)
      JOIN stations s ON s.operator_id = $1 AND s.id = wanted.id
      JOIN operators o ON o.id = s.operator_id
      LEFT JOIN locations p ON p.operator_id = s.operator_id AND p.id = s.location_id
      LEFT JOIN station_live l ON l.operator_id = s.operator_id AND l.station_id = s.id
      LEFT JOIN LATERAL (SELECT json_agg(json_build_array(evse, connector, max_power_w) ORDER BY evse, connector) AS places
        FROM connectors WHERE operator_id = s.operator_id AND station_id = s.id AND evse > 0) c ON true
      LEFT JOIN LATERAL (SELECT sum(energy_wh) AS energy_wh FROM transactions
        WHERE operator_id = s.operator_id AND station_id = s.id AND started_at > $3) t ON true
      ORDER BY wanted.place`,
    values: [operatorId, ids, iso(now - day)],
  });
  return rows;
}

export interface CountRow {
  readonly standing: Standing;
  readonly stations: number;
  readonly charge_points: number;
  readonly connected: number;
  readonly open_errors: number;
  readonly power_w: number | null;
}

export async function readCounts(
  client: pg.ClientBase,
  operatorId: number,
): Promise<{ byStanding: CountRow[]; inbox: number }> {
  const { rows: byStanding } = await client.query<CountRow>({
    name: 'stations.counts',
    text: `SELECT s.standing, count(*)::integer AS stations, sum(s.connector_count)::integer AS charge_points,
        count(*) FILTER (WHERE s.connected)::integer AS connected, sum(s.open_errors)::integer AS open_errors,
        sum(l.power_w) FILTER (WHERE s.connected) AS power_w
      FROM stations s LEFT JOIN station_live l ON l.operator_id = s.operator_id AND l.station_id = s.id
      WHERE s.operator_id = $1 AND s.adopted AND NOT s.decommissioned GROUP BY s.standing`,
    values: [operatorId],
  });
  const { rows } = await client.query<{ inbox: number }>(
    'SELECT count(*)::integer AS inbox FROM stations WHERE operator_id = $1 AND NOT adopted AND NOT decommissioned',
    [operatorId],
  );
  return { byStanding, inbox: rows[0]!.inbox };
}

const choosable = ['vendor', 'model', 'firmware', 'location'] as const;

/** The values that filters offer, at most 500 of each. */
export async function readChoices(
  client: pg.ClientBase,
  operatorId: number,
): Promise<Record<(typeof choosable)[number], string[]>> {
  const found = { vendor: [] as string[], model: [] as string[], firmware: [] as string[], location: [] as string[] };
  for (const column of choosable) {
    const names = column === 'location' ? ' UNION SELECT name FROM locations WHERE operator_id = $1' : '';
    const none = column === 'location' ? ' AND location_id IS NULL' : '';
    const { rows } = await client.query<{ value: string }>(
      `SELECT value FROM (SELECT ${column} AS value FROM stations
         WHERE operator_id = $1 AND adopted AND NOT decommissioned AND ${column} IS NOT NULL${none} GROUP BY ${column}${names}) found
       ORDER BY lower(value) LIMIT 500`,
      [operatorId],
    );
    found[column] = rows.map(({ value }) => value);
  }
  return found;
}
