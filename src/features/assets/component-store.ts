import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';

export interface ComponentRow {
  readonly id: number;
  readonly article_id: number;
  readonly article: string;
  readonly article_group: string;
  readonly serial: string | null;
  readonly serial_key: string | null;
  readonly batch: string | null;
  readonly status: 'inStock' | 'installed' | 'defective' | 'returned' | 'scrapped';
  readonly warehouse_id: number | null;
  readonly warehouse: string | null;
  readonly station_id: number | null;
  readonly station: string | null;
  readonly entity_id: number | null;
  readonly position: string | null;
  readonly installation_number: string | null;
  readonly installed_at: Date | null;
  readonly installed_by: string | null;
  readonly firmware: string | null;
  readonly iccid: string | null;
  readonly warranty_until: string | null;
  readonly note: string | null;
  readonly first_installed_at: Date | null;
  readonly failed_at: Date | null;
  readonly created_at: Date;
}

const columns = `c.id, c.article_id, a.name AS article, a.article_group, c.serial, c.serial_key, c.batch, c.status, c.warehouse_id, w.name AS warehouse,
  c.station_id, s.name AS station, c.entity_id, c.position, c.installation_number, c.installed_at, u.name AS installed_by, c.firmware, c.iccid,
  c.warranty_until::text, c.note, c.first_installed_at, c.failed_at, c.created_at`;
const joins = `JOIN articles a ON a.operator_id = c.operator_id AND a.id = c.article_id
  LEFT JOIN warehouses w ON w.operator_id = c.operator_id AND w.id = c.warehouse_id
  LEFT JOIN stations s ON s.operator_id = c.operator_id AND s.id = c.station_id
  LEFT JOIN auth_user u ON u.id = c.installed_by`;

export interface ComponentFilter {
  readonly articleId?: number | undefined;
  readonly status?: string | undefined;
  readonly warehouseId?: number | undefined;
  readonly failed?: boolean | undefined;
  /** The beginning of a serial number or of an ICCID, as it is compared. */
  readonly serial?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The newest first. The page is cut before anything is joined to it. */
export async function listComponents(
  client: pg.ClientBase,
  operatorId: number,
  filter: ComponentFilter,
): Promise<ComponentRow[]> {
  const values: unknown[] = [operatorId];
  const put = (value: unknown) => `$${values.push(value)}`;
  const where = ['c.operator_id = $1'];
  if (filter.articleId !== undefined) where.push(`c.article_id = ${put(filter.articleId)}`);
  if (filter.status !== undefined) where.push(`c.status = ${put(filter.status)}`);
  if (filter.warehouseId !== undefined) where.push(`c.warehouse_id = ${put(filter.warehouseId)}`);
  if (filter.failed !== undefined) where.push(`c.failed_at IS ${filter.failed ? 'NOT NULL' : 'NULL'}`);
  if (filter.before !== undefined) where.push(`c.id < ${put(filter.before)}`);
  const page = (more: string) =>
    `(SELECT c.* FROM components c WHERE ${[...where, more].join(' AND ')} ORDER BY c.id DESC LIMIT ${put(filter.limit)})`;
  const bySerial = (serial: string): string => {
    // A range and not LIKE: comparing text is proof against leaks, so the index serves behind the wall as well.
    const [first, last] = [put(serial), put(`${serial}~`)];
    const range = (column: string) => `${column} >= ${first} AND ${column} < ${last}`;
    return `(SELECT * FROM ${page(range('c.serial_key'))} x UNION SELECT * FROM ${page(range('c.iccid COLLATE "C"'))} y)`;
  };
  const from = filter.serial === undefined ? page('true') : bySerial(filter.serial);
  const { rows } = await client.query<ComponentRow>(
    `SELECT ${columns} FROM ${from} c ${joins} ORDER BY c.id DESC LIMIT ${put(filter.limit)}`,
    values,
  );
  return rows;
}

export async function readComponent(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  lock = false,
): Promise<ComponentRow | undefined> {
  const { rows } = await client.query<ComponentRow>(
    `SELECT ${columns} FROM components c ${joins} WHERE c.operator_id = $1 AND c.id = $2${lock ? ' FOR UPDATE OF c' : ''}`,
    [operatorId, id],
  );
  return rows[0];
}

export async function componentsOf(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
): Promise<ComponentRow[]> {
  const { rows } = await client.query<ComponentRow>(
    `SELECT ${columns} FROM components c ${joins} WHERE c.operator_id = $1 AND c.station_id = $2 ORDER BY a.article_group, lower(a.name), c.id LIMIT 500`,
    [operatorId, stationId],
  );
  return rows;
}

export interface EventRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: 'created' | 'changed' | 'installed' | 'removed';
  readonly station_id: number | null;
  readonly station: string | null;
  readonly other_id: number | null;
  readonly by_name: string | null;
  readonly body: Record<string, unknown>;
}

/** The newest first. Of a station that the reader does not see neither name nor number. */
export async function readLife(client: pg.ClientBase, operatorId: number, id: number): Promise<EventRow[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT e.id, e.at, e.kind, s.id AS station_id, s.name AS station, o.id AS other_id, u.name AS by_name, e.body
     FROM component_events e LEFT JOIN stations s ON s.operator_id = e.operator_id AND s.id = e.station_id
     LEFT JOIN components o ON o.operator_id = e.operator_id AND o.id = e.other_id
     LEFT JOIN auth_user u ON u.id = e.user_id
     WHERE e.operator_id = $1 AND e.component_id = $2 ORDER BY e.id DESC LIMIT 500`,
    [operatorId, id],
  );
  return rows;
}

export interface NewEvent {
  readonly operatorId: number;
  readonly componentId: number;
  readonly id: string;
  readonly at: Instant;
  readonly kind: EventRow['kind'];
  readonly stationId?: number | null | undefined;
  readonly otherId?: number | undefined;
  readonly userId: string;
  readonly body: object;
}

export async function writeEvent(client: pg.ClientBase, event: NewEvent): Promise<void> {
  await client.query(
    'INSERT INTO component_events (operator_id, component_id, id, at, kind, station_id, other_id, user_id, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      event.operatorId,
      event.componentId,
      event.id,
      iso(event.at),
      event.kind,
      event.stationId ?? null,
      event.otherId ?? null,
      event.userId,
      JSON.stringify(event.body),
    ],
  );
}

export interface ReportedRow {
  readonly part: string;
  readonly evse: number | null;
  readonly serial: string | null;
  readonly model: string | null;
  readonly manufacturer: string | null;
  readonly firmware: string | null;
  readonly at: Date | null;
}

/** What the station says of itself: at boot, and of each component of its device model (2.x, B05 to B08) that has a serial number or more. */
export async function readReported(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
): Promise<ReportedRow[]> {
  const { rows } = await client.query<ReportedRow>(
    `SELECT p.part, NULL::integer AS evse, p.serial, p.model, p.manufacturer, p.firmware, s.booted_at AS at FROM stations s,
       LATERAL (VALUES ('station', s.serial, s.model, s.vendor, s.firmware), ('box', s.box_serial, NULL, NULL, NULL),
         ('meter', s.meter_serial, s.meter_type, NULL, NULL), ('sim', s.iccid, NULL, NULL, NULL)) AS p (part, serial, model, manufacturer, firmware)
     WHERE s.operator_id = $1 AND s.id = $2 AND (p.serial IS NOT NULL OR p.model IS NOT NULL)
     UNION ALL
     (SELECT concat_ws(' ', v.component, nullif(v.component_instance, '')), CASE WHEN v.evse > 0 THEN v.evse END,
       max(v.value) FILTER (WHERE v.variable IN ('SerialNumber', 'ICCID')), max(v.value) FILTER (WHERE v.variable = 'Model'),
       max(v.value) FILTER (WHERE v.variable IN ('Manufacturer', 'VendorName')), max(v.value) FILTER (WHERE v.variable = 'FirmwareVersion'), max(v.read_at)
     FROM settings v WHERE v.operator_id = $1 AND v.station_id = $2 AND lower(v.attribute) = 'actual' AND v.value <> ''
       AND v.variable IN ('SerialNumber', 'ICCID', 'Model', 'Manufacturer', 'VendorName', 'FirmwareVersion')
     GROUP BY v.component, v.component_instance, v.evse, v.connector ORDER BY 1, 2 LIMIT 500)`,
    [operatorId, stationId],
  );
  return rows;
}

export async function readChanged(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
  codes: readonly string[],
) {
  const { rows } = await client.query<{ id: string; code: string; info: string | null }>(
    'SELECT id, code, info FROM errors WHERE operator_id = $1 AND station_id = $2 AND code = ANY($3) AND closed_at IS NULL ORDER BY first_seen',
    [operatorId, stationId, codes],
  );
  return rows;
}
