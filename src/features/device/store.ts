import type pg from 'pg';
import type { HoldingKind, HoldingValues } from '../../domain/holding.ts';
import type { StationKey } from '../../domain/ports.ts';

export interface HoldingRow<K extends HoldingKind> {
  readonly key: string;
  readonly at: Date;
  readonly value: HoldingValues[K];
}

/**
 * What a station has of a kind, by number or else by key. What a whole report did not name any more is not there
 * (domain/holdings.ts).
 */
export async function listHoldings<K extends HoldingKind>(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  kind: K,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<HoldingRow<K>[]> {
  const { rows } = await client.query<HoldingRow<K>>(
    `SELECT key, at, value FROM holdings t
     WHERE operator_id = $1 AND station_id = $2 AND kind = $3 AND value IS NOT NULL
       AND at >= coalesce((SELECT to_timestamp((h.value->>'since')::float8 / 1000) FROM holdings h
         WHERE h.operator_id = $1 AND h.station_id = $2 AND h.kind = 'report' AND h.key = $3), '-infinity')
       AND ($4::text IS NULL OR (length(key), key) > (length($4), $4))
     ORDER BY length(key), key LIMIT $5`,
    [operatorId, stationId, kind, after ?? null, limit],
  );
  return rows;
}

/** The same for certain keys only. */
export async function holdingsOf<K extends HoldingKind>(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  kind: K,
  keys?: readonly string[],
): Promise<HoldingRow<K>[]> {
  const { rows } = await client.query<HoldingRow<K>>(
    `SELECT key, at, value FROM holdings WHERE operator_id = $1 AND station_id = $2 AND kind = $3 AND value IS NOT NULL
       AND ($4::text[] IS NULL OR key = ANY ($4)) LIMIT 1000`,
    [operatorId, stationId, kind, keys ?? null],
  );
  return rows;
}

export interface VariableRow {
  readonly component: string;
  readonly component_instance: string;
  readonly evse: number;
  readonly connector: number;
  readonly variable: string;
  readonly variable_instance: string;
  readonly data_type: string;
  readonly unit: string | null;
  readonly min_limit: number | null;
  readonly max_limit: number | null;
  readonly max_elements: number | null;
  readonly values_list: string | null;
  readonly supports_monitoring: boolean;
  readonly read_at: Date;
  readonly attributes: readonly { attribute: string; value: string | null; mutability: string }[];
}

export type VariableKey = readonly [string, string, number, number, string, string];
export const keyOf = (row: VariableRow): VariableKey => [
  row.component,
  row.component_instance,
  row.evse,
  row.connector,
  row.variable,
  row.variable_instance,
];

const key = 'component, component_instance, evse, connector, variable, variable_instance';

export async function listVariables(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  { text, after, limit }: { readonly text?: string; readonly after?: VariableKey; readonly limit: number },
): Promise<VariableRow[]> {
  const { rows } = await client.query<VariableRow>(
    `SELECT v.*, coalesce((SELECT json_agg(json_build_object('attribute', s.attribute, 'value', s.value, 'mutability', s.mutability) ORDER BY s.attribute)
         FROM settings s WHERE (s.operator_id, s.station_id, s.component, s.component_instance, s.evse, s.connector, s.variable, s.variable_instance)
           = (v.operator_id, v.station_id, v.component, v.component_instance, v.evse, v.connector, v.variable, v.variable_instance)), '[]') AS attributes
     FROM variables v
     WHERE operator_id = $1 AND station_id = $2
       AND read_at >= coalesce((SELECT to_timestamp((h.value->>'since')::float8 / 1000) FROM holdings h
         WHERE h.operator_id = $1 AND h.station_id = $2 AND h.kind = 'report' AND h.key = 'settings'), '-infinity')
       AND ($3::text IS NULL OR strpos(lower(concat_ws(' ', component, component_instance, variable, variable_instance)), lower($3)) > 0)
       AND ($4::boolean OR (${key}) > ($5, $6, $7::integer, $8::integer, $9, $10))
     ORDER BY ${key} LIMIT $11`,
    [operatorId, stationId, text || null, after === undefined, ...(after ?? ['', '', 0, 0, '', '']), limit],
  );
  return rows;
}

/** The units of a station's variables, by component and variable; what has several units has none here. */
export async function unitsOf(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  components: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ component: string; variable: string; unit: string }>(
    `SELECT component, variable, min(unit) AS unit FROM variables
     WHERE operator_id = $1 AND station_id = $2 AND component = ANY ($3) AND unit IS NOT NULL
     GROUP BY component, variable HAVING count(DISTINCT unit) = 1`,
    [operatorId, stationId, components],
  );
  return new Map(rows.map((row) => [`${row.component} ${row.variable}`, row.unit]));
}

export interface CustomerQuestion {
  readonly asked_by: string | null;
  readonly asked_at: Date;
  readonly request_id: number | null;
}

export async function readQuestion(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  commandId: string,
): Promise<CustomerQuestion | undefined> {
  const { rows } = await client.query<CustomerQuestion>(
    `SELECT asked_by, asked_at, (command->>'requestId')::float8 AS request_id FROM commands
     WHERE operator_id = $1 AND station_id = $2 AND id = $3 AND kind = 'readCustomer'`,
    [operatorId, stationId, commandId],
  );
  return rows[0];
}

/** The frames in which a station may have told it, oldest first. */
export async function customerFrames(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  from: Date,
): Promise<string[]> {
  const { rows } = await client.query<{ call: string }>(
    `SELECT call FROM frames WHERE operator_id = $1 AND station_id = $2 AND action = 'NotifyCustomerInformation'
       AND received_at >= $3 AND received_at < $3::timestamptz + interval '1 day' AND malformed IS NULL
     ORDER BY received_at, id LIMIT 2000`,
    [operatorId, stationId, from],
  );
  return rows.map(({ call }) => call);
}
