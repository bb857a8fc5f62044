import type pg from 'pg';

export interface InboxRow {
  readonly id: number;
  readonly identity: string;
  readonly address: string | null;
  readonly connected: boolean;
  readonly protocol: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly firmware: string | null;
  readonly created_at: Date;
  readonly last_seen: Date | null;
  readonly frames: number;
  readonly charge_points: number;
}

/** So many frames are counted; an unknown station that sends more is not counted further. */
const mostCounted = 1000;

/** The inbox, the newest first. */
export async function readInbox(
  client: pg.ClientBase,
  operatorId: number,
  before: number | undefined,
  limit: number,
): Promise<InboxRow[]> {
  const { rows } = await client.query<InboxRow>(
    `SELECT s.id, s.identity, coalesce(s.connection_address, c.address) AS address, s.connected, coalesce(s.protocol, s.last_protocol) AS protocol,
       s.vendor, s.model, coalesce(s.serial, s.box_serial) AS serial, s.firmware, s.created_at,
       greatest(l.last_message_at, c.opened_at, c.closed_at) AS last_seen, s.connector_count AS charge_points,
       (SELECT count(*)::integer FROM (SELECT FROM frames f WHERE f.operator_id = s.operator_id AND f.station_id = s.id
         AND f.received_at >= s.created_at - interval '1 minute' LIMIT ${mostCounted}) counted) AS frames
     FROM stations s
     LEFT JOIN station_live l ON l.operator_id = s.operator_id AND l.station_id = s.id
     LEFT JOIN LATERAL (SELECT address, opened_at, closed_at FROM connections
       WHERE operator_id = s.operator_id AND station_id = s.id AND refused IS NULL ORDER BY opened_at DESC, id DESC LIMIT 1) c ON true
     WHERE s.operator_id = $1 AND NOT s.adopted AND NOT s.decommissioned AND ($2::integer IS NULL OR s.id < $2)
     ORDER BY s.id DESC LIMIT $3`,
    [operatorId, before ?? null, limit],
  );
  return rows;
}

export async function inboxIdentity(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
): Promise<string | undefined> {
  const { rows } = await client.query<{ identity: string }>(
    'SELECT identity FROM stations WHERE operator_id = $1 AND id = $2 AND NOT adopted AND NOT decommissioned',
    [operatorId, stationId],
  );
  return rows[0]?.identity;
}
