import type { Touched } from '../domain/apply.ts';
import type { VariableName } from '../domain/commands/device-model.ts';
import { normalEvseId } from '../domain/evse-id.ts';
import type { Row } from '../domain/ports.ts';
import { bayStandings, baysOf, stationStanding } from '../domain/standing.ts';
import type { CommandRecord, SettingRecord, StationState, VariableRecord } from '../domain/state.ts';
import { normalCard } from '../domain/token.ts';
import {
  bootColumns,
  commandColumns,
  connectorColumns,
  errorColumns,
  holdingColumns,
  masterColumns,
  openConnectionColumns,
  reservationColumns,
  toColumns,
  transactionColumns,
} from './columns.ts';

/** The rows of the state tables that a step touched, as they are now. */
export function rowsOf(state: StationState, touched: Touched): Row[] {
  const { operatorId, stationId } = state;
  const rows: Row[] = [];
  const own = (): Record<string, unknown> => ({ operator_id: operatorId, station_id: stationId });
  for (const key of touched.connectors ?? []) {
    const connector = state.connectors[key];
    if (connector === undefined) continue;
    const values = toColumns(connectorColumns, connector, own());
    values.evse_id_normal = connector.evseId === undefined ? undefined : normalEvseId(connector.evseId);
    rows.push({ table: 'connectors', values });
  }
  for (const number of touched.transactions ?? []) {
    const transaction = state.transactions[number];
    if (transaction === undefined) continue;
    const values = toColumns(transactionColumns, transaction, own());
    const { token } = transaction;
    if (token !== undefined) {
      values.token_number = token.number;
      values.token_normal = normalCard(token.number);
      values.token_type = token.type;
      values.token_group = token.group;
    }
    rows.push({ table: 'transactions', values });
  }
  for (const id of touched.errors ?? []) {
    const error = state.errors[id];
    if (error !== undefined) rows.push({ table: 'errors', values: toColumns(errorColumns, error, own()) });
  }
  for (const id of touched.commands ?? []) {
    const record = state.commands[id];
    if (record !== undefined) rows.push({ table: 'commands', values: commandValues(record, own()) });
  }
  for (const connection of touched.connections ?? [])
    rows.push({ table: 'connections', values: { attempts: 1, ...own(), ...snake(connection) } });
  for (const setting of touched.settings ?? []) rows.push({ table: 'settings', values: settingValues(setting, own()) });
  for (const { requestId, ...status } of touched.requestStatuses ?? [])
    rows.push({ table: 'request_statuses', values: { ...own(), ...status, request_id: requestId } });
  for (const id of touched.reservations ?? []) {
    const reservation = state.reservations?.[id];
    if (reservation === undefined) continue;
    const values = toColumns(reservationColumns, reservation, own());
    values.evse = reservation.place?.evse;
    values.connector = reservation.place?.connector;
    values.token_number = reservation.token.number;
    values.token_type = reservation.token.type;
    values.token_group = reservation.token.group;
    rows.push({ table: 'reservations', values });
  }
  for (const variable of touched.variables ?? [])
    rows.push({ table: 'variables', values: variableValues(variable, own()) });
  for (const holding of touched.holdings ?? [])
    rows.push({ table: 'holdings', values: toColumns(holdingColumns, holding, own()) });
  if (touched.station) rows.push({ table: 'stations', values: stationValues(state) });
  return rows;
}

function stationValues(state: StationState): Record<string, unknown> {
  const values: Record<string, unknown> = { operator_id: state.operatorId, id: state.stationId };
  toColumns(masterColumns, state.master, values);
  if (state.boot !== undefined) toColumns(bootColumns, state.boot, values);
  else values.firmware_history = [];
  if (state.connection !== undefined) toColumns(openConnectionColumns, state.connection, values);
  values.connected = state.connection !== undefined;
  values.drift_seconds = state.driftSeconds;
  values.standing = stationStanding(state);
  values.connector_count = baysOf(state).length;
  values.connector_standings = bayStandings(state).join(' ');
  let openErrors = 0;
  for (const id in state.errors) if (state.errors[id]!.closedAt === undefined) openErrors++;
  values.open_errors = openErrors;
  values.last_transaction_number = state.lastTransactionNumber;
  values.seq = state.seq;
  return values;
}

function commandValues(record: CommandRecord, values: Record<string, unknown>): Record<string, unknown> {
  values.kind = record.command.kind;
  return toColumns(commandColumns, record, values);
}

/** Absent parts of a setting's name are part of its key: empty text, and 0 for the station itself. */
function nameValues(name: Omit<VariableName, 'attribute'>, values: Record<string, unknown>): Record<string, unknown> {
  values.component = name.component;
  values.component_instance = name.componentInstance ?? '';
  values.evse = name.evse ?? 0;
  values.connector = name.connector ?? 0;
  values.variable = name.variable;
  values.variable_instance = name.variableInstance ?? '';
  return values;
}

function variableValues(variable: VariableRecord, values: Record<string, unknown>): Record<string, unknown> {
  nameValues(variable, values);
  values.data_type = variable.dataType;
  values.unit = variable.unit;
  values.min_limit = variable.minLimit;
  values.max_limit = variable.maxLimit;
  values.max_elements = variable.maxElements;
  values.values_list = variable.valuesList;
  values.supports_monitoring = variable.supportsMonitoring;
  values.read_at = variable.readAt;
  return values;
}

function settingValues(setting: SettingRecord, values: Record<string, unknown>): Record<string, unknown> {
  nameValues(setting, values);
  values.attribute = setting.attribute;
  values.value = setting.value;
  values.mutability = setting.mutability;
  values.unit = setting.unit;
  values.data_type = setting.dataType;
  values.read_at = setting.readAt;
  return values;
}

function snake(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name in fields) values[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = fields[name];
  return values;
}
