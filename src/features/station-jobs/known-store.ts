import type pg from 'pg';
import type { Wall } from '../../storage/as-operator.ts';
import type { Known, Present } from './rules.ts';

interface StationRow {
  readonly id: number;
  readonly identity: string;
  readonly adopted: boolean;
  readonly decommissioned: boolean;
  readonly entity_id: number | null;
  readonly fields: Present['fields'];
  readonly points: Present['evseIds'] | null;
}

/**
 * Everything these rows name, in a handful of statements. Identities and EVSE-IDs are unique for the whole operator, so they are looked up
 * without the wall; of what others have only that it is taken is told.
 */
export async function readKnown(
  client: pg.ClientBase,
  behindWall: pg.ClientBase,
  { operatorId, entities }: Wall,
  names: {
    readonly identities: readonly string[];
    readonly locations: readonly string[];
    readonly evseIds: readonly string[];
  },
): Promise<Known> {
  const { rows: stations } = await client.query<StationRow>(
    `SELECT s.id, s.identity, s.adopted, s.decommissioned, s.entity_id,
       json_build_object('name', s.name, 'publicName', s.public_name, 'entityId', s.entity_id, 'locationId', s.location_id, 'location', s.location,
         'address', s.address, 'timeZone', s.time_zone, 'modelId', s.model_id, 'commissionedOn', s.commissioned_on,
         'warrantyUntil', s.warranty_until, 'gridLimitW', s.grid_limit_w, 'note', s.note) AS fields,
       (SELECT json_object_agg(c.evse || '.' || c.connector, c.evse_id) FROM connectors c
        WHERE c.operator_id = s.operator_id AND c.station_id = s.id AND c.evse > 0) AS points
     FROM stations s WHERE s.operator_id = $1 AND s.identity = ANY($2::text[])`,
    [operatorId, names.identities],
  );
  const { rows: owners } = await client.query<{ normal: string; identity: string }>(
    `SELECT c.evse_id_normal AS normal, s.identity FROM connectors c JOIN stations s ON s.operator_id = c.operator_id AND s.id = c.station_id
     WHERE c.operator_id = $1 AND c.evse_id_normal = ANY($2::text[])`,
    [operatorId, names.evseIds],
  );
  const { rows: tree } = await behindWall.query<{ id: number; path: string; name: string }>(
    `WITH RECURSIVE tree AS (
       SELECT e.id, lower(e.name) AS path, lower(e.name) AS name, 1 AS depth FROM entities e
       WHERE e.operator_id = $1 AND NOT EXISTS (SELECT FROM entities p WHERE p.operator_id = $1 AND p.id = e.parent_id)
       UNION ALL SELECT e.id, tree.path || ' / ' || lower(e.name), lower(e.name), depth + 1
       FROM entities e JOIN tree ON e.operator_id = $1 AND e.parent_id = tree.id WHERE depth < 20)
     SELECT id, path, name FROM tree`,
    [operatorId],
  );
  const { rows: locations } = await behindWall.query<{ name: string; ids: number[] }>(
    'SELECT lower(name) AS name, array_agg(id) AS ids FROM locations WHERE operator_id = $1 AND lower(name) = ANY($2::text[]) GROUP BY 1',
    [operatorId, names.locations],
  );
  const { rows: models } = await behindWall.query<{ id: number; name: string }>(
    "SELECT id, lower(vendor || ' ' || name) AS name FROM models WHERE operator_id = $1 LIMIT 10000",
    [operatorId],
  );
  const paths = new Map(tree.map(({ id, path }) => [path, id]));
  // A bare name does where only one entity has it.
  for (const { name } of tree) {
    const same = tree.filter((other) => other.name === name);
    if (same.length === 1 && !paths.has(name)) paths.set(name, same[0]!.id);
  }
  return {
    stations: new Map(
      stations.map((row) => [
        row.identity,
        {
          stationId: row.id,
          identity: row.identity,
          adopted: row.adopted,
          decommissioned: row.decommissioned,
          own: entities === undefined || (row.entity_id !== null && entities.includes(row.entity_id)),
          fields: row.fields,
          evseIds: row.points ?? {},
        },
      ]),
    ),
    entities: paths,
    locations: new Map(locations.map(({ name, ids }) => [name, ids.length === 1 ? ids[0] : undefined])),
    models: new Map(models.map(({ id, name }) => [name, id])),
    evseIds: new Map(owners.map(({ normal, identity }) => [normal, identity])),
    scoped: entities !== undefined,
    onlyEntity: entities?.length === 1 ? entities[0] : undefined,
  };
}

export interface ExportRow {
  readonly id: number;
  readonly identity: string;
  readonly name: string;
  readonly public_name: string | null;
  readonly entity: string | null;
  readonly location: string | null;
  readonly address: string | null;
  readonly time_zone: string | null;
  readonly model: string | null;
  readonly commissioned_on: string | null;
  readonly warranty_until: string | null;
  readonly grid_limit_w: number | null;
  readonly note: string | null;
  readonly points: readonly string[] | null;
}

/** Stations in the form of the import, by key. The address of a location is the location's: it is not written as the station's own. */
export async function readForExport(
  client: pg.ClientBase,
  operatorId: number,
  locationId: number | undefined,
  after: number,
  limit: number,
): Promise<ExportRow[]> {
  const { rows } = await client.query<ExportRow>(
    `SELECT s.id, s.identity, s.name, s.public_name, e.name AS entity, coalesce(p.name, s.location) AS location, s.address, s.time_zone,
       m.vendor || ' ' || m.name AS model, s.commissioned_on, s.warranty_until, s.grid_limit_w, s.note,
       (SELECT array_agg(concat_ws(' ', c.evse || '.' || c.connector, c.evse_id) ORDER BY c.evse, c.connector) FROM connectors c
        WHERE c.operator_id = s.operator_id AND c.station_id = s.id AND c.evse > 0 AND c.connector > 0) AS points
     FROM stations s
     LEFT JOIN locations p ON p.operator_id = s.operator_id AND p.id = s.location_id
     LEFT JOIN entities e ON e.operator_id = s.operator_id AND e.id = s.entity_id
     LEFT JOIN models m ON m.operator_id = s.operator_id AND m.id = s.model_id
     WHERE s.operator_id = $1 AND s.adopted AND NOT s.decommissioned AND s.id > $2 AND ($4::integer IS NULL OR s.location_id = $4)
     ORDER BY s.id LIMIT $3`,
    [operatorId, after, limit, locationId ?? null],
  );
  return rows;
}
