import type { Row, RowTable } from '../domain/ports.ts';

export type ColumnType =
  | 'int2'
  | 'int4'
  | 'int8'
  | 'float8'
  | 'bool'
  | 'text'
  | 'uuid'
  | 'timestamptz'
  | 'json'
  | 'text[]';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** How the batch writer puts rows of one table into the database: columns, key, and what an existing row does. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** Where the key's columns are among the columns. */
  readonly keyAt: readonly number[];
  /** append: an existing row stays. fence: nothing is written, the batch is refused where a token is stale. replace: it becomes the new one. fill: what is not null replaces. update: there must be one. */
  readonly mode: 'append' | 'replace' | 'fill' | 'update' | 'fence';
}

/** `name:type name:type`, with int4 where no type is given. */
function shape(name: string, mode: TableShape['mode'], key: string, columns: string): TableShape {
  const all = columns
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [column, type] = word.split(':');
      return { name: column!, type: (type ?? 'int4') as ColumnType };
    });
  const names = key.split(' ');
  return {
    name,
    mode,
    key: names,
    keyAt: names.map((one) => all.findIndex((column) => column.name === one)),
    columns: all,
  };
}

export const framesShape = shape(
  'frames',
  'append',
  'operator_id station_id received_at id',
  `operator_id station_id received_at:timestamptz id:uuid connection_id:uuid direction:text kind:text action:text message_id:text
   call:text answer:text commit_id:uuid answered_at:timestamptz malformed:text violations:text[] error_code:text evse connector
   weight:int2 outcome:text transaction_number`,
);

export const factsShape = shape(
  'facts',
  'append',
  'operator_id station_id seq received_at',
  'operator_id station_id seq:int8 received_at:timestamptz at:timestamptz type:text frame_id:uuid user_id:text transaction_number body:json',
);

export const commitsShape = shape('commits', 'append', 'id sent_at', 'id:uuid sent_at:timestamptz');

/** Answers of stations to our calls, put beside the call that is already there. */
export const answersShape = shape(
  'frames',
  'update',
  'operator_id station_id received_at id',
  'operator_id station_id received_at:timestamptz id:uuid answer:text answered_at:timestamptz error_code:text',
);

/** Whose token each parcel was decided under: migrations/0020-cluster.sql, fence_writes. */
export const fenceShape = shape('owners', 'fence', 'operator_id station_id', 'operator_id station_id token:int8');

export const rowShapes: Readonly<Record<RowTable, TableShape>> = {
  stations: shape(
    'stations',
    'update',
    'operator_id id',
    `operator_id id name:text public_name:text adopted:bool decommissioned:bool location:text address:text time_zone:text commissioned_on:text
     warranty_until:text grid_limit_w:float8 pending_after note:text password_hash:text unauthenticated_allowed:bool
     entity_id location_id model_id owner_contact_id technician_contact_id blocked_until:timestamptz block_cause:text
     minimum_profile:int2 password_next:text password_command:uuid factory_password:bool
     vendor:text model:text serial:text box_serial:text firmware:text iccid:text imsi:text meter_type:text meter_serial:text
     boot_reason:text boot_status:text booted_at:timestamptz firmware_history:json
     connected:bool connection_id:uuid connected_since:timestamptz protocol:text connection_address:text node:text
     security_profile:int2 tls:text drift_seconds:float8 standing:text connector_count:int2 connector_standings:text
     open_errors:int2 last_transaction_number seq:int8`,
  ),
  connectors: shape(
    'connectors',
    'replace',
    'operator_id station_id evse connector',
    `operator_id station_id evse connector name:text evse_id:text evse_id_normal:text connector_type:text max_power_w:float8
     current:text phases:int2 cable:bool status:text status_since:timestamptz status_at:timestamptz error_code:text info:text
     vendor_id:text vendor_error_code:text source:text transaction_number last_start_at:timestamptz
     last_meter_key:text`,
  ),
  transactions: shape(
    'transactions',
    'replace',
    'operator_id station_id number',
    `operator_id station_id number transaction_id:text evse connector token_number:text token_normal:text token_type:text
     token_group:text authorisation:json started_at:timestamptz start_sent_at:text start_received_at:timestamptz start_known:bool
     ended_at:timestamptz end_sent_at:text end_received_at:timestamptz ended_by:text reason:text charging_state:text
     meter_start:float8 meter_end:float8 meter_last:float8 energy_wh:float8 power_w:float8 peak_power_w:float8 soc_start:float8
     soc:float8 meter_at:timestamptz seq_nos:json last_seq_no end_seq_no offline:bool remote_start_id stop_asked_at:timestamptz
     suspect:text[] end_token:json end_authorisation:json last_event_at:timestamptz meter_keys:text[]`,
  ),
  errors: shape(
    'errors',
    'replace',
    'operator_id station_id id',
    `operator_id station_id id:uuid evse connector code:text source:text severity:text info:text vendor_id:text
     vendor_error_code:text first_seen:timestamptz last_seen:timestamptz count closed_at:timestamptz closed_by:text frame_id:uuid`,
  ),
  connections: shape(
    'connections',
    // The end of a connection need not repeat how it began.
    'fill',
    'operator_id station_id id',
    `operator_id station_id id:uuid opened_at:timestamptz closed_at:timestamptz refused:text attempts code:text side:text
     reason:text protocol:text address:text node:text security_profile:int2 tls:text replacing:uuid last_action:text
     received sent bytes:int8 duration_ms:int8`,
  ),
  commands: shape(
    'commands',
    'replace',
    'operator_id station_id id',
    `operator_id station_id id:uuid kind:text command:json state:text asked_at:timestamptz asked_by:text sent_at:timestamptz
     answered_at:timestamptz ended_at:timestamptz deadline:timestamptz answer:json reason:text
     when_offline:text`,
  ),
  settings: shape(
    'settings',
    // What an answer does not tell (mutability, unit) is as the report before told it.
    'fill',
    'operator_id station_id component component_instance evse connector variable variable_instance attribute',
    `operator_id station_id component:text component_instance:text evse connector variable:text variable_instance:text
     attribute:text value:text mutability:text unit:text data_type:text read_at:timestamptz`,
  ),
  request_statuses: shape(
    'request_statuses',
    'replace',
    'operator_id station_id work request_id status',
    'operator_id station_id work:text request_id status:text at:timestamptz seq:int8',
  ),
  reservations: shape(
    'reservations',
    'replace',
    'operator_id station_id id',
    `operator_id station_id id evse connector connector_type:text token_number:text token_type:text token_group:text
     expires_at:timestamptz status:text reason:text asked_at:timestamptz asked_by:text command_id:uuid
     answered_at:timestamptz ended_at:timestamptz transaction_number held:bool free_since:timestamptz`,
  ),
  variables: shape(
    'variables',
    'replace',
    'operator_id station_id component component_instance evse connector variable variable_instance',
    `operator_id station_id component:text component_instance:text evse connector variable:text variable_instance:text
     data_type:text unit:text min_limit:float8 max_limit:float8 max_elements values_list:text supports_monitoring:bool
     read_at:timestamptz`,
  ),
  holdings: shape(
    'holdings',
    'replace',
    'operator_id station_id kind key',
    'operator_id station_id kind:text key:text evse at:timestamptz value:json',
  ),
};

/**
 * What is written of a table, to be read back of its alias `t`. Never `*`: a statement that was prepared fails when a newer program adds a
 * column (F-08).
 */
export const columnsOf = (table: RowTable): string =>
  rowShapes[table].columns.map(({ name }) => `t.${name}`).join(', ');

/** Everything a batch can hold, in the order of its statement. The place is the bit in the statement's mask. */
export const batchShapes: readonly TableShape[] = [
  framesShape,
  factsShape,
  commitsShape,
  answersShape,
  fenceShape,
  ...Object.values(rowShapes),
];
export const rowTables = Object.keys(rowShapes) as readonly RowTable[];
/** Where the row tables begin in `batchShapes`. */
export const firstRowTable = batchShapes.length - rowTables.length;

/** Where a column is in the rows of its table; throws where there is none. */
export function placeOf(table: RowTable, column: string): number {
  const place = rowShapes[table].columns.findIndex(({ name }) => name === column);
  if (place < 0) throw new Error(`There is no column ${column} in ${table}`);
  return place;
}

/** A row from values by the names of their columns. */
export const rowFrom = (table: RowTable, values: Readonly<Record<string, unknown>>): Row => ({
  table,
  values: rowShapes[table].columns.map(({ name }) => values[name]),
});
