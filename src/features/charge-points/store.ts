import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';
import type { ShareRow } from './rules.ts';

export interface ChargePointRow {
  readonly evse: number;
  readonly connector: number;
  readonly name: string | null;
  readonly evse_id: string | null;
  readonly connector_type: string | null;
  readonly max_power_w: number | null;
  readonly current: 'AC' | 'DC' | null;
  readonly phases: number | null;
  readonly cable: boolean | null;
  readonly status: string | null;
  readonly status_since: Date | null;
  readonly error_code: string | null;
  readonly vendor_error_code: string | null;
  readonly info: string | null;
  readonly source: 'user' | 'station';
  readonly number: number | null;
  readonly transaction_id: string | null;
  readonly started_at: Date | null;
  readonly energy_wh: number | null;
  readonly power_w: number | null;
  readonly soc: number | null;
  readonly charging_state: string | null;
  readonly stop_asked_at: Date | null;
}

const columns = `c.evse, c.connector, c.name, c.evse_id, c.connector_type, c.max_power_w, c.current, c.phases, c.cable, c.status,
  c.status_since, c.error_code, c.vendor_error_code, c.info, c.source, t.number, t.transaction_id, t.started_at, t.energy_wh,
  t.power_w, t.soc, t.charging_state, t.stop_asked_at`;

/** The charge points of a station in order, with the session that runs there; the station itself (EVSE 0) is none. */
export async function readChargePoints(client: pg.ClientBase, key: StationKey): Promise<ChargePointRow[]> {
  const { rows } = await client.query<ChargePointRow>({
    name: 'chargePoints.list',
    text: `SELECT ${columns}
           FROM connectors c
           LEFT JOIN transactions t ON t.operator_id = c.operator_id AND t.station_id = c.station_id
             AND t.number = c.transaction_number AND t.ended_at IS NULL
           WHERE c.operator_id = $1 AND c.station_id = $2 AND c.evse > 0
           ORDER BY c.evse, c.connector`,
    values: [key.operatorId, key.stationId],
  });
  return rows;
}

export async function readStation(
  client: pg.ClientBase,
  key: StationKey,
): Promise<{ timeZone: string; connected: boolean; decommissioned: boolean } | undefined> {
  const { rows } = await client.query<{ time_zone: string; connected: boolean; decommissioned: boolean }>({
    name: 'chargePoints.station',
    text: `SELECT coalesce(s.time_zone, p.time_zone, o.time_zone) AS time_zone, s.connected, s.decommissioned
           FROM stations s JOIN operators o ON o.id = s.operator_id
           LEFT JOIN locations p ON p.operator_id = s.operator_id AND p.id = s.location_id
           WHERE s.operator_id = $1 AND s.id = $2`,
    values: [key.operatorId, key.stationId],
  });
  const row = rows[0];
  return row && { timeZone: row.time_zone, connected: row.connected, decommissioned: row.decommissioned };
}

/** Sessions that began in the period, by where; charge points without any are in it too. `nowhere`: the station did not say. */
export async function readShares(
  client: pg.ClientBase,
  key: StationKey,
  period: { readonly from: Date | null; readonly to: Date },
): Promise<{ rows: ShareRow[]; nowhere: ShareRow | undefined }> {
  const { rows } = await client.query<ShareRow & { evse: number | null }>({
    name: 'chargePoints.shares',
    text: `WITH sums AS (
             SELECT evse, coalesce(connector, 0) AS connector, count(*)::integer AS sessions, count(energy_wh)::integer AS known,
               sum(energy_wh) AS energy
             FROM transactions
             WHERE operator_id = $1 AND station_id = $2 AND started_at < $4 AND ($3::timestamptz IS NULL OR started_at >= $3)
             GROUP BY evse, coalesce(connector, 0)
           ), places AS (
             SELECT evse, connector, name FROM connectors WHERE operator_id = $1 AND station_id = $2 AND evse > 0
           )
           SELECT coalesce(p.evse, s.evse) AS evse, coalesce(p.connector, s.connector) AS connector, p.name,
             coalesce(s.sessions, 0) AS sessions, coalesce(s.known, 0) AS known, s.energy AS "energyWh"
           FROM places p FULL JOIN sums s ON s.evse = p.evse AND s.connector = p.connector
           ORDER BY 1 NULLS LAST, 2`,
    values: [key.operatorId, key.stationId, period.from, period.to],
  });
  return { rows: rows.filter((row) => row.evse !== null), nowhere: rows.find((row) => row.evse === null) };
}

export interface EvseOwner {
  readonly stationId: number;
  readonly stationName: string;
  readonly evse: number;
  readonly connector: number;
  readonly name: string | null;
  readonly evseId: string;
}

/** Who has the id, found by its normal form over all stations of the operator. */
export async function findEvseId(
  client: pg.ClientBase,
  operatorId: number,
  normal: string,
): Promise<EvseOwner | undefined> {
  const { rows } = await client.query<EvseOwner>({
    name: 'chargePoints.byEvseId',
    text: `SELECT c.station_id AS "stationId", s.name AS "stationName", c.evse, c.connector, c.name, c.evse_id AS "evseId"
           FROM connectors c JOIN stations s ON s.operator_id = c.operator_id AND s.id = c.station_id
           WHERE c.operator_id = $1 AND c.evse_id_normal = $2`,
    values: [operatorId, normal],
  });
  return rows[0];
}
