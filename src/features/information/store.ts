import type pg from 'pg';
import { type Curve, curveOf } from '../../domain/curve.ts';
import type { Fact } from '../../domain/facts.ts';
import type { StationKey } from '../../domain/ports.ts';
import { present } from '../../lib/present.ts';
import { day, type Instant, iso } from '../../lib/time.ts';
import { type FactRow, toFact } from '../../storage/fact-store.ts';
import type { SessionSpan, Span } from './rules.ts';

export interface StationSheet {
  readonly identity: string;
  readonly name: string;
  readonly location: string | null;
  readonly address: string | null;
  readonly time_zone: string | null;
  /** Its own is `time_zone`; else that of where it stands. */
  readonly place_time_zone: string | null;
  readonly place: { readonly id: number; readonly name: string; readonly address: string | null } | null;
  readonly public_name: string | null;
  readonly entity: { readonly id: number; readonly name: string } | null;
  readonly owner_contact_id: number | null;
  readonly technician_contact_id: number | null;
  readonly commissioned_on: string | null;
  readonly warranty_until: string | null;
  readonly grid_limit_w: number | null;
  readonly pending_after: number | null;
  readonly note: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly box_serial: string | null;
  readonly firmware: string | null;
  readonly iccid: string | null;
  readonly imsi: string | null;
  readonly meter_type: string | null;
  readonly meter_serial: string | null;
  readonly boot_reason: string | null;
  readonly booted_at: Date | null;
  readonly firmware_history: readonly { version: string; since: Instant }[];
  readonly connected: boolean;
  readonly connected_since: Date | null;
  readonly protocol: string | null;
  readonly connection_address: string | null;
  readonly node: string | null;
  readonly security_profile: number | null;
  readonly tls: string | null;
  readonly drift_seconds: number | null;
  readonly created_at: Date;
  readonly fleet_time_zone: string;
  readonly fleet_pending_after: number;
  readonly last_message_at: Date | null;
  readonly live_power_w: number | null;
  readonly round_trip_ms: number | null;
}

/** The station with its operator's defaults and what was last flushed of its live values; undefined: there is none. */
export async function readSheet(client: pg.ClientBase, key: StationKey): Promise<StationSheet | undefined> {
  const { rows } = await client.query<StationSheet>({
    name: 'information.sheet',
    text: `SELECT s.identity, s.name, s.location, s.address, s.time_zone, s.commissioned_on, s.warranty_until, s.grid_limit_w,
             s.pending_after, s.note, s.vendor, s.model, s.serial, s.box_serial, s.firmware, s.iccid, s.imsi, s.meter_type,
             s.meter_serial, s.boot_reason, s.booted_at, s.firmware_history, s.connected, s.connected_since, s.protocol,
             s.connection_address, s.node, s.security_profile, s.tls, s.drift_seconds, s.created_at,
             s.public_name, s.owner_contact_id, s.technician_contact_id, p.time_zone AS place_time_zone,
             CASE WHEN p.id IS NULL THEN NULL ELSE json_build_object('id', p.id, 'name', p.name, 'address', p.address) END AS place,
             CASE WHEN e.id IS NULL THEN NULL ELSE json_build_object('id', e.id, 'name', e.name) END AS entity,
             o.time_zone AS fleet_time_zone, o.pending_after AS fleet_pending_after,
             l.last_message_at, l.power_w AS live_power_w, l.round_trip_ms
           FROM stations s
           JOIN operators o ON o.id = s.operator_id
           LEFT JOIN locations p ON p.operator_id = s.operator_id AND p.id = s.location_id
           LEFT JOIN entities e ON e.operator_id = s.operator_id AND e.id = s.entity_id
           LEFT JOIN station_live l ON l.operator_id = s.operator_id AND l.station_id = s.id
           WHERE s.operator_id = $1 AND s.id = $2`,
    values: [key.operatorId, key.stationId],
  });
  return rows[0];
}

export interface BayRow {
  readonly evse: number;
  readonly connector: number;
  readonly name: string | null;
  readonly connector_type: string | null;
  readonly max_power_w: number | null;
  readonly current: 'AC' | 'DC' | null;
  readonly status: string | null;
  readonly status_since: Date | null;
  readonly error_code: string | null;
  readonly vendor_error_code: string | null;
  readonly number: number | null;
  readonly started_at: Date | null;
  readonly charging_state: string | null;
  readonly energy_wh: number | null;
  readonly power_w: number | null;
  readonly soc: number | null;
  readonly stop_asked_at: Date | null;
}

/** Charge points (not the station itself) with the session that runs there. */
export async function readBays(client: pg.ClientBase, key: StationKey): Promise<BayRow[]> {
  const { rows } = await client.query<BayRow>({
    name: 'information.bays',
    text: `SELECT c.evse, c.connector, c.name, c.connector_type, c.max_power_w, c.current, c.status, c.status_since, c.error_code,
             c.vendor_error_code, t.number, t.started_at, t.charging_state, t.energy_wh, t.power_w, t.soc, t.stop_asked_at
           FROM connectors c
           LEFT JOIN transactions t ON t.operator_id = c.operator_id AND t.station_id = c.station_id
             AND t.number = c.transaction_number AND t.ended_at IS NULL
           WHERE c.operator_id = $1 AND c.station_id = $2 AND c.evse > 0
           ORDER BY c.evse, c.connector`,
    values: [key.operatorId, key.stationId],
  });
  return rows;
}

export interface OpenError {
  readonly id: string;
  readonly evse: number;
  readonly connector: number;
  readonly code: string;
  readonly vendor_error_code: string | null;
  readonly severity: string;
  readonly first_seen: Date;
}

/** Errors that are open now, the oldest critical one first. */
export async function readOpenErrors(client: pg.ClientBase, key: StationKey): Promise<OpenError[]> {
  const { rows } = await client.query<OpenError>({
    name: 'information.openErrors',
    text: `SELECT id, evse, connector, code, vendor_error_code, severity, first_seen FROM errors
           WHERE operator_id = $1 AND station_id = $2 AND closed_at IS NULL
           ORDER BY severity = 'critical' DESC, first_seen LIMIT 200`,
    values: [key.operatorId, key.stationId],
  });
  return rows;
}

/** No ended session is looked for that began earlier than this before the window. */
const longestSession = 30 * day;

/** Sessions that touch the window; one that runs ends now. */
export async function readSessions(
  client: pg.ClientBase,
  key: StationKey,
  window: Span,
  now: Instant,
): Promise<SessionSpan[]> {
  const { rows } = await client.query<{
    number: number;
    evse: number | null;
    from_at: Date;
    to_at: Date;
    energy: number | null;
  }>({
    name: 'information.sessions',
    text: `SELECT number, evse, started_at AS from_at, least(coalesce(ended_at, $5), $5) AS to_at, energy_wh AS energy
           FROM transactions
           WHERE operator_id = $1 AND station_id = $2 AND started_at < $4 AND (started_at > $6 OR ended_at IS NULL)
             AND coalesce(ended_at, $5) >= $3
           ORDER BY started_at`,
    values: [
      key.operatorId,
      key.stationId,
      iso(window.from),
      iso(window.to),
      iso(now),
      iso(window.from - longestSession),
    ],
  });
  return rows.map((row) => {
    const from = row.from_at.getTime();
    return {
      number: row.number,
      from,
      // A station's clock may be ahead of ours.
      to: Math.max(from, row.to_at.getTime()),
      ...present({ evse: row.evse, energyWh: row.energy }),
    };
  });
}

/** Facts that are read for the curves of one page, so that one odd session cannot hold it up. */
const factLimit = 50_000;

/** Curves of a few sessions, by number. */
export async function readCurves(
  client: pg.ClientBase,
  key: StationKey,
  sessions: readonly SessionSpan[],
): Promise<Map<number, Curve>> {
  if (sessions.length === 0) return new Map();
  const { rows } = await client.query<FactRow & { number: number; meter_start: number | null }>({
    name: 'information.curves',
    text: `SELECT f.operator_id, f.station_id, f.seq, f.received_at, f.at, f.frame_id, f.user_id, f.body, t.number, t.meter_start
           FROM transactions t
           JOIN facts f ON f.operator_id = t.operator_id AND f.station_id = t.station_id AND f.transaction_number = t.number
           WHERE t.operator_id = $1 AND t.station_id = $2 AND t.number = ANY($3::integer[])
             AND f.operator_id = $1 AND f.station_id = $2 AND f.transaction_number = ANY($3::integer[]) AND f.received_at >= $4
           ORDER BY f.seq LIMIT ${factLimit}`,
    values: [
      key.operatorId,
      key.stationId,
      sessions.map((session) => session.number),
      // Nothing arrives before it begins, but for a station whose clock is ahead: leaves older partitions alone.
      iso(Math.min(...sessions.map((session) => session.from)) - day),
    ],
  });
  const facts = new Map<number, { meterStart: number | undefined; facts: Fact[] }>();
  for (const row of rows) {
    const own = facts.get(row.number);
    if (own) own.facts.push(toFact(row));
    else facts.set(row.number, { meterStart: row.meter_start ?? undefined, facts: [toFact(row)] });
  }
  return new Map([...facts].map(([number, own]) => [number, curveOf(own.facts, own.meterStart)]));
}

/** When the station was connected, and since when anything is known of it. */
export async function readConnected(client: pg.ClientBase, key: StationKey, window: Span): Promise<Span[]> {
  const { rows } = await client.query<{ from_at: Date; to_at: Date }>({
    name: 'information.connected',
    text: `SELECT opened_at AS from_at, coalesce(closed_at, $4) AS to_at FROM connections
           WHERE operator_id = $1 AND station_id = $2 AND refused IS NULL AND opened_at < $4 AND coalesce(closed_at, $4) > $3`,
    values: [key.operatorId, key.stationId, iso(window.from), iso(window.to)],
  });
  return rows.map((row) => ({ from: row.from_at.getTime(), to: row.to_at.getTime() }));
}

/** The first connection ever, undefined: there was none. */
export async function readFirstConnection(client: pg.ClientBase, key: StationKey): Promise<Instant | undefined> {
  const { rows } = await client.query<{ opened_at: Date }>({
    name: 'information.firstConnection',
    text: `SELECT opened_at FROM connections WHERE operator_id = $1 AND station_id = $2 AND refused IS NULL
           ORDER BY opened_at, id LIMIT 1`,
    values: [key.operatorId, key.stationId],
  });
  return rows[0]?.opened_at.getTime();
}

export async function readFaults(
  client: pg.ClientBase,
  key: StationKey,
  window: Span,
): Promise<(Span & { evse: number })[]> {
  const { rows } = await client.query<{ evse: number; from_at: Date; to_at: Date }>({
    name: 'information.faults',
    text: `SELECT evse, first_seen AS from_at, coalesce(closed_at, $4) AS to_at FROM errors
           WHERE operator_id = $1 AND station_id = $2 AND severity = 'critical' AND first_seen < $4 AND coalesce(closed_at, $4) > $3`,
    values: [key.operatorId, key.stationId, iso(window.from), iso(window.to)],
  });
  return rows.map((row) => ({ evse: row.evse, from: row.from_at.getTime(), to: row.to_at.getTime() }));
}

/**
 * Sessions that began in the window and have ended, of which it is known whether they charged; failed: no energy, or
 * the card was refused.
 */
export async function readStarts(
  client: pg.ClientBase,
  key: StationKey,
  window: Span,
): Promise<{ sessions: number; failed: number }> {
  const { rows } = await client.query<{ sessions: number; failed: number }>({
    name: 'information.starts',
    text: `SELECT count(*)::integer AS sessions,
             count(*) FILTER (WHERE coalesce(energy_wh, 0) <= 0)::integer AS failed
           FROM transactions
           WHERE operator_id = $1 AND station_id = $2 AND started_at >= $3 AND started_at < $4 AND ended_at IS NOT NULL
             AND (energy_wh IS NOT NULL OR authorisation->>'status' <> 'accepted')`,
    values: [key.operatorId, key.stationId, iso(window.from), iso(window.to)],
  });
  return rows[0]!;
}
