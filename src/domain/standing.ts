import type { ConnectorState, StationState, TransactionState } from './state.ts';

/**
 * The states in which a charge point or a station is shown; one table for all screens, the worst first. Connection and
 * operation are two states: `offline` here means only that the last word about the operation is not of now.
 */
export const standings = [
  'faulted',
  'offline',
  'outOfService',
  'suspended',
  'charging',
  'preparing',
  'reserved',
  'available',
  'unknown',
] as const;
export type Standing = (typeof standings)[number];

/** All that a standing depends on, so that rows of the database can be judged as well as the state in memory. */
type Shown = Pick<ConnectorState, 'status'>;
type Charging = Pick<TransactionState, 'chargingState' | 'endedAt'>;

/** What a charge point is doing, as far as it last said. */
export function operationOf(connector: Shown, transaction?: Charging): Standing {
  switch (connector.status) {
    case undefined:
      return 'unknown';
    case 'unavailable':
      return 'outOfService';
    case 'finishing':
      return 'preparing';
    case 'suspendedEV':
    case 'suspendedEVSE':
      return 'suspended';
    case 'occupied':
      return occupied(transaction);
    default:
      return connector.status;
  }
}

/** OCPP 2.x says only "occupied"; what goes on is in the charging state of the transaction (part 2, E01.FR.18). */
function occupied(transaction: Charging | undefined): Standing {
  if (transaction === undefined || transaction.endedAt !== undefined) return 'preparing';
  switch (transaction.chargingState) {
    case 'charging':
      return 'charging';
    case 'suspendedEV':
    case 'suspendedEVSE':
      return 'suspended';
    default:
      return 'preparing';
  }
}

/** How a charge point is shown: what it is doing, or `offline` while its station has no connection. */
export function standingOf(connected: boolean, connector: Shown, transaction?: Charging): Standing {
  return connected ? operationOf(connector, transaction) : 'offline';
}

/** In use before free, so that the filter "charging" finds every station at which somebody charges. */
const ofUsable = ['charging', 'suspended', 'preparing', 'reserved', 'available'] as const;

/**
 * One word for a whole station. The worst state counts only when it is true of the whole station: one bad bay does not
 * make a station faulted, it is `faulted` when the station says so itself (connector 0) or when no bay can be used and
 * at least one is faulted; `outOfService` when all bays are.
 */
export function worstOf(connected: boolean, station: Standing | undefined, bays: readonly Standing[]): Standing {
  if (!connected) return 'offline';
  if (station === 'faulted' || station === 'outOfService') return station;
  const known = bays.filter((bay) => bay !== 'unknown');
  if (known.length === 0) return 'unknown';
  for (const standing of ofUsable) if (known.includes(standing)) return standing;
  return known.includes('faulted') ? 'faulted' : 'outOfService';
}

/** The charge points of a station in order; connector 0 is the station itself and none of them. */
export function baysOf(state: StationState): ConnectorState[] {
  return Object.values(state.connectors)
    .filter((connector) => connector.evse > 0)
    .sort((a, b) => a.evse - b.evse || a.connector - b.connector);
}

const transactionAt = (state: StationState, connector: ConnectorState): TransactionState | undefined =>
  connector.transaction === undefined ? undefined : state.transactions[connector.transaction];

/** How the whole station stands, for lists and filters. */
export function stationStanding(state: StationState): Standing {
  const own = state.connectors['0.0'];
  return worstOf(
    state.connection !== undefined,
    own && operationOf(own),
    baysOf(state).map((bay) => operationOf(bay, transactionAt(state, bay))),
  );
}

/** How each charge point stands, in the order of `baysOf`. */
export function bayStandings(state: StationState): Standing[] {
  const connected = state.connection !== undefined;
  return baysOf(state).map((bay) => standingOf(connected, bay, transactionAt(state, bay)));
}
