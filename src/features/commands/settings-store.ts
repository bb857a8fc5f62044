import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';

/** A row as stored: what a station did not name is empty, or 0. */
export interface SettingRow {
  readonly component: string;
  readonly component_instance: string;
  readonly evse: number;
  readonly connector: number;
  readonly variable: string;
  readonly variable_instance: string;
  readonly attribute: string;
  readonly value: string | null;
  readonly mutability: string | null;
  readonly unit: string | null;
  readonly data_type: string | null;
  readonly min_limit: number | null;
  readonly max_limit: number | null;
  readonly values_list: string | null;
  readonly supports_monitoring: boolean | null;
  readonly read_at: Date;
}

export type SettingKey = readonly [
  component: string,
  componentInstance: string,
  evse: number,
  connector: number,
  variable: string,
  variableInstance: string,
  attribute: string,
];

export const keyOf = (row: SettingRow): SettingKey => [
  row.component,
  row.component_instance,
  row.evse,
  row.connector,
  row.variable,
  row.variable_instance,
  row.attribute,
];

const variable = 'component, component_instance, evse, connector, variable, variable_instance';
const key = `${variable}, attribute`;

export interface SettingFilter {
  readonly text?: string;
  /** Only those that are not told to be read-only. */
  readonly changeable?: boolean;
  readonly after?: SettingKey;
  readonly limit: number;
}

/**
 * Settings a station told, by name. `text` is looked for in names only: looked for in values it would let a reader
 * guess a hidden one letter by letter.
 */
export async function listSettings(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  { text, changeable, after, limit }: SettingFilter,
): Promise<SettingRow[]> {
  const { rows } = await client.query<SettingRow>(
    `SELECT ${key}, s.value, s.mutability, coalesce(s.unit, v.unit) AS unit, coalesce(s.data_type, v.data_type) AS data_type, s.read_at,
       v.min_limit, v.max_limit, v.values_list, v.supports_monitoring
     FROM settings s LEFT JOIN variables v USING (operator_id, station_id, ${variable})
     WHERE operator_id = $1 AND station_id = $2
       -- A whole report was read since: what it did not name is gone (OCPP 2.0.1 B07).
       AND s.read_at >= coalesce((SELECT to_timestamp((h.value->>'since')::float8 / 1000) FROM holdings h
         WHERE h.operator_id = $1 AND h.station_id = $2 AND h.kind = 'report' AND h.key = 'settings'), '-infinity')
       AND ($3::text IS NULL OR strpos(lower(concat_ws(' ', component, component_instance, variable, variable_instance)), lower($3)) > 0)
       AND ($13::boolean IS NOT TRUE OR s.mutability IS DISTINCT FROM 'ReadOnly')
       AND ($4::boolean OR (${key}) > ($5, $6, $7::integer, $8::integer, $9, $10, $11))
     ORDER BY ${key} LIMIT $12`,
    [
      operatorId,
      stationId,
      text || null,
      after === undefined,
      ...(after ?? ['', '', 0, 0, '', '', '']),
      limit,
      changeable ?? null,
    ],
  );
  return rows;
}

/** How many settings a station has told, and when they were read last. */
export async function summariseSettings(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<{ readonly count: number; readonly changeable: number; readonly read_at: Date | null }> {
  const { rows } = await client.query(
    `SELECT count(*)::integer AS count, (count(*) FILTER (WHERE mutability IS DISTINCT FROM 'ReadOnly'))::integer AS changeable,
       max(read_at) AS read_at FROM settings
     WHERE operator_id = $1 AND station_id = $2
       AND read_at >= coalesce((SELECT to_timestamp((h.value->>'since')::float8 / 1000) FROM holdings h
         WHERE h.operator_id = $1 AND h.station_id = $2 AND h.kind = 'report' AND h.key = 'settings'), '-infinity')`,
    [operatorId, stationId],
  );
  return rows[0];
}
