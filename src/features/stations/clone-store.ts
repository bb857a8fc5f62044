import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';

/** What a new station like this one has from the beginning. Dates and serial numbers are the old one's own. */
export async function readForClone(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<Record<string, string | number> | undefined> {
  const { rows } = await client.query<{ fields: Record<string, string | number> }>(
    `SELECT json_strip_nulls(json_build_object('location', location, 'address', address, 'timeZone', time_zone, 'gridLimitW', grid_limit_w,
       'pendingAfterSeconds', pending_after, 'note', note, 'entityId', entity_id, 'locationId', location_id, 'modelId', model_id,
       'ownerContactId', owner_contact_id, 'technicianContactId', technician_contact_id)) AS fields
     FROM stations WHERE operator_id = $1 AND id = $2`,
    [operatorId, stationId],
  );
  return rows[0]?.fields;
}

export interface ClonedPoint {
  readonly evse: number;
  readonly connector: number;
  readonly fields: Record<string, string | number | boolean>;
}

/** Its charge points without their EVSE-IDs, which are unique. */
export async function readPointsForClone(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<ClonedPoint[]> {
  const { rows } = await client.query<ClonedPoint>(
    `SELECT evse, connector, json_strip_nulls(json_build_object('name', name, 'connectorType', connector_type, 'maxPowerW', max_power_w,
       'current', current, 'phases', phases, 'cable', cable)) AS fields
     FROM connectors WHERE operator_id = $1 AND station_id = $2 AND evse > 0 AND connector > 0 ORDER BY evse, connector`,
    [operatorId, stationId],
  );
  return rows;
}

export async function withEvseIds(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<{ evse: number; connector: number }[]> {
  const { rows } = await client.query<{ evse: number; connector: number }>(
    'SELECT evse, connector FROM connectors WHERE operator_id = $1 AND station_id = $2 AND evse_id IS NOT NULL',
    [operatorId, stationId],
  );
  return rows;
}
