import { type Held, heldKey } from '../domain/holding.ts';
import type { PresentedToken } from '../domain/message.ts';
import {
  type CommandRecord,
  type ConnectorState,
  emptyState,
  placeKey,
  type ReservationState,
  type StationBoot,
  type StationState,
  type TransactionState,
} from '../domain/state.ts';
import {
  bootColumns,
  commandColumns,
  connectorColumns,
  errorColumns,
  fromColumns,
  holdingColumns,
  masterColumns,
  openConnectionColumns,
  reservationColumns,
  transactionColumns,
} from './columns.ts';

export type DatabaseRow = Readonly<Record<string, unknown>>;

/** A station's state without its children, from its row. */
export function stationFromRow(row: DatabaseRow): StationState {
  const state = emptyState(row.operator_id as number, row.id as number, row.identity as string);
  state.seq = Number(row.seq);
  state.lastTransactionNumber = row.last_transaction_number as number;
  state.master = { ...fromColumns(masterColumns, row), identity: row.identity as string };
  if (row.boot_status !== null) state.boot = fromColumns<StationBoot>(bootColumns, row);
  if (row.connected) state.connection = fromColumns(openConnectionColumns, row);
  if (row.drift_seconds !== null) state.driftSeconds = row.drift_seconds as number;
  return state;
}

export function addConnector(state: StationState, row: DatabaseRow): void {
  const connector = fromColumns<ConnectorState>(connectorColumns, row);
  state.connectors[placeKey(connector)] = connector;
}

export function transactionFromRow(row: DatabaseRow): TransactionState {
  const transaction = fromColumns<TransactionState>(transactionColumns, row);
  if (row.token_number !== null) {
    transaction.token = tokenOf(row);
  }
  return transaction;
}

const tokenOf = (row: DatabaseRow): PresentedToken => ({
  number: row.token_number as string,
  type: row.token_type as 'iso14443',
  ...(row.token_group !== null && { group: row.token_group as string }),
});

export function addError(state: StationState, row: DatabaseRow): void {
  state.errors[row.id as string] = fromColumns(errorColumns, row);
}

export function addReservation(state: StationState, row: DatabaseRow): void {
  const { evse, connector } = row as { evse: number | null; connector: number | null };
  const reservation: ReservationState = {
    ...fromColumns<ReservationState>(reservationColumns, row),
    token: tokenOf(row),
    ...(evse === null && connector === null
      ? {}
      : { place: { ...(evse === null ? {} : { evse }), ...(connector === null ? {} : { connector }) } }),
  };
  (state.reservations ??= {})[reservation.id] = reservation;
}

export function addHolding(state: StationState, row: DatabaseRow): void {
  const holding = fromColumns<Held>(holdingColumns, row);
  (state.held ??= {})[heldKey(holding)] = holding;
}

export const commandFromRow = (row: DatabaseRow): CommandRecord => fromColumns(commandColumns, row);
