import { foldChange } from './change.ts';
import { foldCommand } from './command.ts';
import { foldStatus } from './connector.ts';
import { foldError } from './error.ts';
import type { Fact } from './facts.ts';
import type { Holding } from './holding.ts';
import { foldHoldings } from './holdings.ts';
import { meterKey } from './meter.ts';
import { foldPassword } from './password.ts';
import { foldProgress, type RequestStatus } from './progress.ts';
import { foldReservation } from './reservation.ts';
import { placeKey, type SettingRecord, type StationState, type VariableRecord } from './state.ts';
import { foldBoot, foldConnection } from './station.ts';
import { type Folded, foldEnded, foldOrphaned, foldStarted, foldUpdated } from './transaction/fold.ts';

/**
 * What a fact changed, so that only those rows are written. `station` false: the station's own row stays as it is, and
 * folding the fact once more over the written rows changes nothing.
 */
export interface Touched {
  station: boolean;
  connectors?: Set<string>;
  transactions?: Set<number>;
  errors?: Set<string>;
  commands?: Set<string>;
  /** Whole rows of the Connection history, by the names of facts. */
  connections?: Record<string, unknown>[];
  settings?: SettingRecord[];
  requestStatuses?: RequestStatus[];
  variables?: VariableRecord[];
  holdings?: Holding[];
  reservations?: Set<number>;
}

/** Folds one fact into the state of its station. The only way state changes, live and when it is rebuilt. */
export function apply(state: StationState, fact: Fact): Touched {
  state.seq = Math.max(state.seq, fact.seq);
  // Before the rest: what a command or a session was is still there.
  const holdings = foldHoldings(state, fact);
  const reservations = foldReservation(state, fact);
  const touched = fold(state, fact);
  if (reservations.length > 0) touched.reservations = new Set(reservations);
  if (holdings.length > 0) touched.holdings = holdings;
  return touched;
}

function fold(state: StationState, fact: Fact): Touched {
  const { body } = fact;
  switch (body.type) {
    case 'station.connected':
    case 'station.disconnected':
    case 'station.connectionRefused': {
      const connection = foldConnection(state, fact);
      foldPassword(state, fact);
      return {
        station: body.type !== 'station.connectionRefused',
        ...(connection ? { connections: [connection] } : {}),
      };
    }
    case 'station.blocked':
      state.master.blockedUntil = body.until;
      state.master.blockCause = body.cause;
      return { station: true };
    case 'station.booted':
      foldBoot(state, fact);
      return { station: true };
    case 'station.clockDrifted':
      state.driftSeconds = body.seconds;
      return { station: true };
    case 'connector.statusChanged': {
      const key = foldStatus(state, fact);
      return key === undefined ? { station: false } : { station: true, connectors: new Set([key]) };
    }
    case 'transaction.started':
      return ofTransaction(foldStarted(state, fact, body));
    case 'transaction.updated':
      return ofTransaction(foldUpdated(state, fact, body));
    case 'transaction.ended':
      return ofTransaction(foldEnded(state, fact, body));
    case 'transaction.orphaned':
      return ofTransaction(foldOrphaned(state, fact, body));
    case 'meter.read': {
      const key = placeKey(body.place);
      const connector = state.connectors[key];
      if (connector === undefined) return { station: false };
      connector.lastMeterKey = meterKey(body.samples);
      return { station: false, connectors: new Set([key]) };
    }
    case 'error.opened':
    case 'error.repeated':
    case 'error.closed': {
      const id = foldError(state, fact);
      return id === undefined ? { station: false } : { station: true, errors: new Set([id]) };
    }
    case 'settings.reported':
      return {
        station: false,
        settings: body.variables.map((variable) => ({ ...variable, readAt: fact.receivedAt })),
        ...(body.described === undefined
          ? {}
          : { variables: body.described.map((variable) => ({ ...variable, readAt: fact.receivedAt })) }),
      };
    case 'command.asked':
    case 'command.moved': {
      const { command, transaction } = foldCommand(state, fact);
      return {
        station: foldPassword(state, fact),
        ...(command === undefined ? {} : { commands: new Set([command]) }),
        ...(transaction === undefined ? {} : { transactions: new Set([transaction]) }),
      };
    }
    case 'firmware.statusChanged':
    case 'log.statusChanged': {
      const { status, command } = foldProgress(state, fact, body);
      return {
        station: false,
        ...(status === undefined ? {} : { requestStatuses: [status] }),
        ...(command === undefined ? {} : { commands: new Set([command]) }),
      };
    }
    case 'station.profileRaised':
      state.master.minimumProfile = body.to;
      return { station: true };
    case 'station.changed': {
      const key = foldChange(state, body.change);
      return { station: true, ...(key === undefined ? {} : { connectors: new Set([key]) }) };
    }
    // Things that happened and left nothing behind but their trace.
    case 'connection.ordered':
    case 'card.presented':
    case 'message.repeated':
    case 'message.kept':
    case 'station.eventReported':
    case 'security.reported':
    case 'certificate.requested':
    case 'certificate.issued':
    case 'certificate.revoked':
    case 'contractCertificate.asked':
    case 'certificateStatus.asked':
    case 'chainStatus.asked':
    case 'data.received':
    case 'monitors.reported':
    case 'displayMessages.reported':
    case 'customer.reported':
    case 'customer.cleared':
    case 'gridControls.reported':
    case 'firmware.publishStatusChanged':
    case 'reservation.statusChanged':
    case 'grid.alarmed':
    case 'gridControl.changed':
    case 'stream.opened':
    case 'stream.closed':
    case 'stream.reported':
    case 'battery.swapped':
    case 'vatNumber.asked':
    case 'chargingProfiles.reported':
    case 'chargingLimit.set':
    case 'chargingLimit.cleared':
    case 'chargingNeeds.told':
    case 'carSchedule.told':
    case 'schedule.wanted':
    case 'priorityCharging.changed':
    case 'payment.settled':
      return { station: false };
  }
}

function ofTransaction({ number, connectors, standing }: Folded): Touched {
  return {
    station: standing,
    ...(number === undefined ? {} : { transactions: new Set([number]) }),
    ...(connectors.length === 0 ? {} : { connectors: new Set(connectors) }),
  };
}

/** Several facts at once: everything that any of them changed. */
export function applyAll(state: StationState, facts: readonly Fact[]): Touched {
  const all: Touched = { station: false };
  for (const fact of facts) {
    const one = apply(state, fact);
    all.station ||= one.station;
    for (const key of ['connectors', 'transactions', 'errors', 'commands', 'reservations'] as const)
      union(all, one, key);
    if (one.connections) all.connections = [...(all.connections ?? []), ...one.connections];
    if (one.settings) all.settings = [...(all.settings ?? []), ...one.settings];
    if (one.requestStatuses) all.requestStatuses = [...(all.requestStatuses ?? []), ...one.requestStatuses];
    if (one.variables) all.variables = [...(all.variables ?? []), ...one.variables];
    if (one.holdings) all.holdings = [...(all.holdings ?? []), ...one.holdings];
  }
  return all;
}

function union(
  all: Touched,
  one: Touched,
  key: 'connectors' | 'transactions' | 'errors' | 'commands' | 'reservations',
): void {
  const more = one[key] as Set<never> | undefined;
  if (more === undefined) return;
  const had = (all[key] ??= new Set<never>() as never) as Set<never>;
  for (const item of more) had.add(item);
}
