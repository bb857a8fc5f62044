import type { Touched } from '../domain/apply.ts';
import type { VariableName } from '../domain/commands/device-model.ts';
import { normalEvseId } from '../domain/evse-id.ts';
import type { Row, RowTable } from '../domain/ports.ts';
import { bayStandings, baysOf, stationStanding } from '../domain/standing.ts';
import type { SettingRecord, StationState, VariableRecord } from '../domain/state.ts';
import { normalCard } from '../domain/token.ts';
import {
  bootColumns,
  commandColumns,
  connectorColumns,
  errorColumns,
  holdingColumns,
  masterColumns,
  openConnectionColumns,
  placesOf,
  reservationColumns,
  toValues,
  transactionColumns,
} from './columns.ts';
import { placeOf, rowFrom, rowShapes } from './tables.ts';

/** The places of some columns by name. */
const at = <Name extends string>(table: RowTable, ...names: readonly Name[]): Readonly<Record<Name, number>> =>
  Object.fromEntries(names.map((name) => [name, placeOf(table, name)])) as Record<Name, number>;

const inConnectors = { ...at('connectors', 'evse_id_normal'), fields: placesOf('connectors', connectorColumns) };
const inTransactions = {
  ...at('transactions', 'token_number', 'token_normal', 'token_type', 'token_group'),
  fields: placesOf('transactions', transactionColumns),
};
const inErrors = placesOf('errors', errorColumns);
const inCommands = { ...at('commands', 'kind'), fields: placesOf('commands', commandColumns) };
const inHoldings = placesOf('holdings', holdingColumns);
const inReservations = {
  ...at('reservations', 'evse', 'connector', 'token_number', 'token_type', 'token_group'),
  fields: placesOf('reservations', reservationColumns),
};
const inStations = {
  ...at(
    'stations',
    'firmware_history',
    'connected',
    'drift_seconds',
    'standing',
    'connector_count',
    'connector_standings',
    'open_errors',
    'last_transaction_number',
    'seq',
  ),
  master: placesOf('stations', masterColumns),
  boot: placesOf('stations', bootColumns),
  connection: placesOf('stations', openConnectionColumns),
};

/** A row of a station, still empty but for whose it is: every table begins with that. */
function begun(table: RowTable, { operatorId, stationId }: StationState): unknown[] {
  const values = new Array<unknown>(rowShapes[table].columns.length);
  values[0] = operatorId;
  values[1] = stationId;
  return values;
}

/** The rows of the state tables that a step touched, as they are now. */
export function rowsOf(state: StationState, touched: Touched): Row[] {
  const rows: Row[] = [];
  const own = { operator_id: state.operatorId, station_id: state.stationId };
  for (const key of touched.connectors ?? []) {
    const connector = state.connectors[key];
    if (connector === undefined) continue;
    const values = toValues(inConnectors.fields, connector, begun('connectors', state));
    if (connector.evseId !== undefined) values[inConnectors.evse_id_normal] = normalEvseId(connector.evseId);
    rows.push({ table: 'connectors', values });
  }
  for (const number of touched.transactions ?? []) {
    const transaction = state.transactions[number];
    if (transaction === undefined) continue;
    const values = toValues(inTransactions.fields, transaction, begun('transactions', state));
    const { token } = transaction;
    if (token !== undefined) {
      values[inTransactions.token_number] = token.number;
      values[inTransactions.token_normal] = normalCard(token.number);
      values[inTransactions.token_type] = token.type;
      values[inTransactions.token_group] = token.group;
    }
    rows.push({ table: 'transactions', values });
  }
  for (const id of touched.errors ?? []) {
    const error = state.errors[id];
    if (error !== undefined) rows.push({ table: 'errors', values: toValues(inErrors, error, begun('errors', state)) });
  }
  for (const id of touched.commands ?? []) {
    const record = state.commands[id];
    if (record === undefined) continue;
    const values = toValues(inCommands.fields, record, begun('commands', state));
    values[inCommands.kind] = record.command.kind;
    rows.push({ table: 'commands', values });
  }
  for (const connection of touched.connections ?? [])
    rows.push(rowFrom('connections', { attempts: 1, ...own, ...snake(connection) }));
  for (const setting of touched.settings ?? []) rows.push(rowFrom('settings', { ...own, ...settingValues(setting) }));
  for (const { requestId, ...status } of touched.requestStatuses ?? [])
    rows.push(rowFrom('request_statuses', { ...own, ...status, request_id: requestId }));
  for (const id of touched.reservations ?? []) {
    const reservation = state.reservations?.[id];
    if (reservation === undefined) continue;
    const { place, token } = reservation;
    const values = toValues(inReservations.fields, reservation, begun('reservations', state));
    values[inReservations.evse] = place?.evse;
    values[inReservations.connector] = place?.connector;
    values[inReservations.token_number] = token.number;
    values[inReservations.token_type] = token.type;
    values[inReservations.token_group] = token.group;
    rows.push({ table: 'reservations', values });
  }
  for (const variable of touched.variables ?? [])
    rows.push(rowFrom('variables', { ...own, ...variableValues(variable) }));
  for (const holding of touched.holdings ?? [])
    rows.push({ table: 'holdings', values: toValues(inHoldings, holding, begun('holdings', state)) });
  if (touched.station) rows.push({ table: 'stations', values: stationValues(state) });
  return rows;
}

function stationValues(state: StationState): unknown[] {
  const values = toValues(inStations.master, state.master, begun('stations', state));
  if (state.boot !== undefined) toValues(inStations.boot, state.boot, values);
  else values[inStations.firmware_history] = [];
  if (state.connection !== undefined) toValues(inStations.connection, state.connection, values);
  values[inStations.connected] = state.connection !== undefined;
  values[inStations.drift_seconds] = state.driftSeconds;
  values[inStations.standing] = stationStanding(state);
  values[inStations.connector_count] = baysOf(state).length;
  values[inStations.connector_standings] = bayStandings(state).join(' ');
  let openErrors = 0;
  for (const id in state.errors) if (state.errors[id]!.closedAt === undefined) openErrors++;
  values[inStations.open_errors] = openErrors;
  values[inStations.last_transaction_number] = state.lastTransactionNumber;
  values[inStations.seq] = state.seq;
  return values;
}

/** Absent parts of a setting's name are part of its key: empty text, and 0 for the station itself. */
const nameValues = (name: Omit<VariableName, 'attribute'>) => ({
  component: name.component,
  component_instance: name.componentInstance ?? '',
  evse: name.evse ?? 0,
  connector: name.connector ?? 0,
  variable: name.variable,
  variable_instance: name.variableInstance ?? '',
});

const variableValues = (variable: VariableRecord) => ({
  ...nameValues(variable),
  data_type: variable.dataType,
  unit: variable.unit,
  min_limit: variable.minLimit,
  max_limit: variable.maxLimit,
  max_elements: variable.maxElements,
  values_list: variable.valuesList,
  supports_monitoring: variable.supportsMonitoring,
  read_at: variable.readAt,
});

const settingValues = (setting: SettingRecord) => ({
  ...nameValues(setting),
  attribute: setting.attribute,
  value: setting.value,
  mutability: setting.mutability,
  unit: setting.unit,
  data_type: setting.dataType,
  read_at: setting.readAt,
});

function snake(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name in fields) values[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = fields[name];
  return values;
}
