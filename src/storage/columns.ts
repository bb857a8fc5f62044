import type { Holding } from '../domain/holding.ts';
import type { RowTable } from '../domain/ports.ts';
import type {
  CommandRecord,
  ConnectorState,
  ErrorState,
  OpenConnection,
  ReservationState,
  StationBoot,
  StationMaster,
  TransactionState,
} from '../domain/state.ts';
import { placeOf } from './tables.ts';

/**
 * Which column holds which field of the state: one list, read in both directions, so that what is written is what is
 * loaded. Fields that need more than a copy are in projections.ts and state-from-rows.ts.
 */
export type Columns<T> = readonly (readonly [field: keyof T & string, column: string])[];

export const masterColumns: Columns<StationMaster> = [
  ['name', 'name'],
  ['adopted', 'adopted'],
  ['decommissioned', 'decommissioned'],
  ['publicName', 'public_name'],
  ['location', 'location'],
  ['address', 'address'],
  ['timeZone', 'time_zone'],
  ['commissionedOn', 'commissioned_on'],
  ['warrantyUntil', 'warranty_until'],
  ['gridLimitW', 'grid_limit_w'],
  ['pendingAfterSeconds', 'pending_after'],
  ['note', 'note'],
  ['entityId', 'entity_id'],
  ['locationId', 'location_id'],
  ['modelId', 'model_id'],
  ['ownerContactId', 'owner_contact_id'],
  ['technicianContactId', 'technician_contact_id'],
  ['passwordHash', 'password_hash'],
  ['unauthenticatedAllowed', 'unauthenticated_allowed'],
  ['blockedUntil', 'blocked_until'],
  ['blockCause', 'block_cause'],
  ['minimumProfile', 'minimum_profile'],
  ['passwordNext', 'password_next'],
  ['passwordCommand', 'password_command'],
  ['factoryPassword', 'factory_password'],
];

export const bootColumns: Columns<StationBoot> = [
  ['vendor', 'vendor'],
  ['model', 'model'],
  ['serial', 'serial'],
  ['boxSerial', 'box_serial'],
  ['firmware', 'firmware'],
  ['iccid', 'iccid'],
  ['imsi', 'imsi'],
  ['meterType', 'meter_type'],
  ['meterSerial', 'meter_serial'],
  ['reason', 'boot_reason'],
  ['status', 'boot_status'],
  ['at', 'booted_at'],
  ['firmwareHistory', 'firmware_history'],
];

export const openConnectionColumns: Columns<OpenConnection> = [
  ['id', 'connection_id'],
  ['protocol', 'protocol'],
  ['address', 'connection_address'],
  ['node', 'node'],
  ['securityProfile', 'security_profile'],
  ['tls', 'tls'],
  ['since', 'connected_since'],
];

export const connectorColumns: Columns<ConnectorState> = [
  ['evse', 'evse'],
  ['connector', 'connector'],
  ['name', 'name'],
  ['evseId', 'evse_id'],
  ['connectorType', 'connector_type'],
  ['maxPowerW', 'max_power_w'],
  ['current', 'current'],
  ['phases', 'phases'],
  ['cable', 'cable'],
  ['status', 'status'],
  ['statusSince', 'status_since'],
  ['statusAt', 'status_at'],
  ['errorCode', 'error_code'],
  ['info', 'info'],
  ['vendorId', 'vendor_id'],
  ['vendorErrorCode', 'vendor_error_code'],
  ['source', 'source'],
  ['transaction', 'transaction_number'],
  ['lastStartAt', 'last_start_at'],
  ['lastMeterKey', 'last_meter_key'],
];

export const transactionColumns: Columns<TransactionState> = [
  ['number', 'number'],
  ['transactionId', 'transaction_id'],
  ['evse', 'evse'],
  ['connector', 'connector'],
  ['authorisation', 'authorisation'],
  ['startedAt', 'started_at'],
  ['startSentAt', 'start_sent_at'],
  ['startReceivedAt', 'start_received_at'],
  ['startKnown', 'start_known'],
  ['endedAt', 'ended_at'],
  ['endSentAt', 'end_sent_at'],
  ['endReceivedAt', 'end_received_at'],
  ['endedBy', 'ended_by'],
  ['reason', 'reason'],
  ['chargingState', 'charging_state'],
  ['meterStart', 'meter_start'],
  ['meterEnd', 'meter_end'],
  ['meterLast', 'meter_last'],
  ['energyWh', 'energy_wh'],
  ['powerW', 'power_w'],
  ['peakPowerW', 'peak_power_w'],
  ['socStart', 'soc_start'],
  ['soc', 'soc'],
  ['meterAt', 'meter_at'],
  ['seqNos', 'seq_nos'],
  ['lastSeqNo', 'last_seq_no'],
  ['endSeqNo', 'end_seq_no'],
  ['offline', 'offline'],
  ['remoteStartId', 'remote_start_id'],
  ['stopAskedAt', 'stop_asked_at'],
  ['suspect', 'suspect'],
  ['endToken', 'end_token'],
  ['endAuthorisation', 'end_authorisation'],
  ['lastEventAt', 'last_event_at'],
  ['meterKeys', 'meter_keys'],
];

export const errorColumns: Columns<ErrorState> = [
  ['id', 'id'],
  ['evse', 'evse'],
  ['connector', 'connector'],
  ['code', 'code'],
  ['source', 'source'],
  ['severity', 'severity'],
  ['info', 'info'],
  ['vendorId', 'vendor_id'],
  ['vendorErrorCode', 'vendor_error_code'],
  ['firstSeen', 'first_seen'],
  ['lastSeen', 'last_seen'],
  ['count', 'count'],
  ['closedAt', 'closed_at'],
  ['closedBy', 'closed_by'],
  ['frameId', 'frame_id'],
];

export const commandColumns: Columns<CommandRecord> = [
  ['id', 'id'],
  ['command', 'command'],
  ['state', 'state'],
  ['askedAt', 'asked_at'],
  ['askedBy', 'asked_by'],
  ['sentAt', 'sent_at'],
  ['answeredAt', 'answered_at'],
  ['endedAt', 'ended_at'],
  ['deadline', 'deadline'],
  ['answer', 'answer'],
  ['reason', 'reason'],
  ['whenOffline', 'when_offline'],
];

export const reservationColumns: Columns<ReservationState> = [
  ['id', 'id'],
  ['connectorType', 'connector_type'],
  ['expiresAt', 'expires_at'],
  ['status', 'status'],
  ['reason', 'reason'],
  ['askedAt', 'asked_at'],
  ['askedBy', 'asked_by'],
  ['commandId', 'command_id'],
  ['answeredAt', 'answered_at'],
  ['endedAt', 'ended_at'],
  ['transaction', 'transaction_number'],
  ['held', 'held'],
  ['freeSince', 'free_since'],
];

export const holdingColumns: Columns<Holding> = [
  ['kind', 'kind'],
  ['key', 'key'],
  ['evse', 'evse'],
  ['at', 'at'],
  ['value', 'value'],
];

/** Fields, and the places of their columns in a row. */
export interface Places<T> {
  readonly fields: readonly (keyof T & string)[];
  readonly at: readonly number[];
}

/** Where fields are in the rows of a table. */
export const placesOf = <T>(table: RowTable, columns: Columns<T>): Places<T> => ({
  fields: columns.map(([field]) => field),
  at: columns.map(([, column]) => placeOf(table, column)),
});

/** Puts the fields at their places. */
export function toValues<T>({ fields, at }: Places<T>, from: T, values: unknown[]): unknown[] {
  for (let i = 0; i < fields.length; i++) values[at[i]!] = from[fields[i]!];
  return values;
}

/** NULL becomes an absent field, a time an instant. */
export function fromColumns<T>(columns: Columns<T>, row: Readonly<Record<string, unknown>>): T {
  const into: Record<string, unknown> = {};
  for (const [field, column] of columns) {
    const value = row[column];
    if (value === null || value === undefined) continue;
    into[field] = value instanceof Date ? value.getTime() : value;
  }
  return into as T;
}
